package corpus

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
)

type realLabel struct {
	ID    string `json:"id"`
	Turn  int    `json:"turn"`
	Label string `json:"label"`
	Type  string `json:"type"`
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
	var rows []Row
	in := json.NewDecoder(bytes.NewReader(labels))
	for {
		var l realLabel
		if err := in.Decode(&l); errors.Is(err, io.EOF) {
			return rows, nil
		} else if err != nil {
			return nil, fmt.Errorf("read label %d: %w", len(rows)+1, err)
		}
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
}
