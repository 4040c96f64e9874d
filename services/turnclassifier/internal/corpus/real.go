package corpus

import (
	"fmt"
	"io/fs"

	"github.com/gpa-stream/gpa/pkg/agreement"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
)

type realLabel struct {
	ID    string `json:"id"`
	Turn  int    `json:"turn"`
	Label string `json:"label"`
	Type  string `json:"type"`
	// Second is what a second reader said, who did not know the first one's label.
	Second string `json:"second"`
}

type sharedChat struct {
	ID            string `json:"id"`
	Conversations []struct {
		From  string `json:"from"`
		Value string `json:"value"`
	} `json:"conversations"`
}

// Real joins labels of reactions, JSON lines, with the conversations that they are about: chats/sharegpt_600.jsonl.gz.
func Real(files fs.FS, labels []byte) ([]Row, error) {
	chats := map[string]sharedChat{}
	if err := lines(files, "chats/sharegpt_600.jsonl.gz", func(c sharedChat) { chats[c.ID] = c }); err != nil {
		return nil, err
	}
	read, err := values[realLabel](labels, "label")
	if err != nil {
		return nil, err
	}
	var rows []Row
	for _, l := range read {
		c := chats[l.ID].Conversations
		label, ok := classify.ParseLabel(l.Label)
		if !ok || l.Turn >= len(c) {
			return nil, fmt.Errorf("label %d: no turn %d of conversation %s, or no label %q", len(rows)+1, l.Turn, l.ID, l.Label)
		}
		var history []said
		for _, t := range c[:l.Turn] {
			role := "assistant"
			if t.From == "human" || t.From == "user" {
				role = "user"
			}
			history = append(history, said{role, t.Value})
		}
		rows = append(rows, Row{Input: exchange(history, c[l.Turn].Value), Label: label, Kind: l.Type})
	}
	return rows, nil
}

// Readers says how far two readers of the same reactions agree, and of each label whether they do.
func Readers(labels []byte) (readers agreement.Scores, alike []bool, err error) {
	all, err := values[realLabel](labels, "label")
	if err != nil {
		return readers, nil, err
	}
	var outcomes []agreement.Outcome
	for i, l := range all {
		first, ok := classify.ParseLabel(l.Label)
		second, twice := classify.ParseLabel(l.Second)
		if !ok || !twice {
			return readers, nil, fmt.Errorf("label %d: %q and %q, want two of SAT, neutral and DSAT", i+1, l.Label, l.Second)
		}
		outcomes, alike = append(outcomes, agreement.Certain(int(first), int(second), classify.Labels)), append(alike, first == second)
	}
	return agreement.Of(outcomes, classify.LabelNames()), alike, nil
}
