package corpus

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
)

type chatLine struct {
	Lang     string   `json:"lang"`
	Earlier  []string `json:"earlier"`
	Prompt   string   `json:"prompt"`
	Response string   `json:"response"`
	Reaction []string `json:"reaction"`
	Label    string   `json:"label"`
	Type     string   `json:"type"`
	Evidence string   `json:"evidence"`
	Tags     []string `json:"tags"`
}

// Chats reads own labelled chat reactions, JSON lines.
func Chats(data []byte) ([]Row, error) {
	var rows []Row
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	for {
		var l chatLine
		if err := in.Decode(&l); errors.Is(err, io.EOF) {
			return rows, nil
		} else if err != nil {
			return nil, fmt.Errorf("read chat row %d: %w", len(rows)+1, err)
		}
		label, ok := classify.ParseLabel(l.Label)
		if !ok {
			return nil, fmt.Errorf("read chat row %d: unknown label %q", len(rows)+1, l.Label)
		}
		rows = append(rows, Row{
			Input: classify.Input{
				Prompt: l.Prompt, Response: l.Response, Reaction: l.Reaction, EarlierPrompts: l.Earlier,
				Position: len(l.Earlier) + 1,
			},
			Label: label, Kind: l.Type, Evidence: l.Evidence, Lang: l.Lang, Tags: l.Tags,
		})
	}
}
