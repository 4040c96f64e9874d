package corpus

import (
	"fmt"

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
	all, err := values[chatLine](data, "chat row")
	if err != nil {
		return nil, err
	}
	rows := make([]Row, 0, len(all))
	for _, l := range all {
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
	return rows, nil
}
