package corpus

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
	read, err := realLabels(labels)
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

func realLabels(data []byte) (all []realLabel, err error) {
	in := json.NewDecoder(bytes.NewReader(data))
	for {
		var l realLabel
		if err := in.Decode(&l); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("read label %d: %w", len(all)+1, err)
		}
		all = append(all, l)
	}
}

// Readers says how far two readers of the same reactions agree, and keeps the labels on which they do.
func Readers(labels []byte) (readers agreement.Scores, both []byte, err error) {
	all, err := realLabels(labels)
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
		outcomes = append(outcomes, agreement.Certain(int(first), int(second), classify.Labels))
		if first != second {
			continue
		}
		line, err := json.Marshal(l)
		if err != nil {
			return readers, nil, fmt.Errorf("keep label %d: %w", i+1, err)
		}
		both = append(append(both, line...), '\n')
	}
	return agreement.Of(outcomes, classify.LabelNames()), both, nil
}
