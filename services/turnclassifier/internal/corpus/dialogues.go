package corpus

import (
	"fmt"
	"io/fs"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
)

type said struct {
	Role string `json:"role"`
	Text string `json:"text"`
}

type dialogueLine struct {
	History  []said    `json:"history"`
	Reaction string    `json:"reaction"`
	Label    string    `json:"label"`
	Ratings  []float64 `json:"ratings"`
}

var satisfaction = map[string]classify.Label{
	"satisfied": classify.SAT, "neutral": classify.Neutral, "dissatisfied": classify.DSAT,
}

// Dialogues reads rated user turns of task dialogues: satisfaction/uss_NAME.PART.jsonl.gz.
func Dialogues(files fs.FS, name, part string) ([]Row, error) {
	var rows []Row
	var bad error
	path := fmt.Sprintf("satisfaction/uss_%s.%s.jsonl.gz", name, part)
	err := lines(files, path, func(l dialogueLine) {
		label, ok := satisfaction[l.Label]
		if !ok {
			bad = fmt.Errorf("read %s: unknown label %q", path, l.Label)
			return
		}
		rows = append(rows, Row{Input: exchange(l.History, l.Reaction), Label: label, Ratings: l.Ratings})
	})
	if err == nil {
		err = bad
	}
	return rows, err
}

// exchange puts a history and the user's turn after it into the form that is judged: the reaction is all that the user
// said since the last answer.
func exchange(history []said, reaction string) classify.Input {
	var in classify.Input
	last := len(history)
	for last > 0 && history[last-1].Role == "user" {
		last--
	}
	for _, h := range history[last:] {
		in.Reaction = append(in.Reaction, h.Text)
	}
	in.Reaction = append(in.Reaction, reaction)
	if last == 0 {
		return in
	}
	in.Response = history[last-1].Text
	for _, h := range history[:last-1] {
		if h.Role != "user" {
			continue
		}
		if in.Prompt != "" {
			in.EarlierPrompts = append(in.EarlierPrompts, in.Prompt)
		}
		in.Prompt = h.Text
		in.Position++
	}
	return in
}
