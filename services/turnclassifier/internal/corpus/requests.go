package corpus

import (
	"io/fs"
	"strings"
)

// Request is a request with its intent in the naming of its source.
type Request struct{ Text, Intent string }

type requestLine struct {
	Text        string `json:"text"`
	Utterance   string `json:"utterance"`
	Instruction string `json:"instruction"`
	Input       string `json:"input"`
	Intent      string `json:"intent"`
	Category    string `json:"category"`
}

// Requests reads labelled requests: intents/NAME.jsonl.gz.
func Requests(files fs.FS, name string) ([]Request, error) {
	var out []Request
	err := lines(files, "intents/"+name+".jsonl.gz", func(l requestLine) {
		r := Request{Text: l.Text, Intent: l.Intent}
		switch {
		case l.Utterance != "":
			r.Text = l.Utterance
		case l.Instruction != "":
			r.Text, r.Intent = strings.TrimSpace(l.Instruction+"\n"+l.Input), l.Category
		}
		out = append(out, r)
	})
	return out, err
}

type promptLine struct {
	Turns []struct {
		Content string `json:"content"`
	} `json:"turns"`
}

// Prompts reads requests of real users: prompts/arena_hard.jsonl.gz.
func Prompts(files fs.FS) ([]string, error) {
	var out []string
	err := lines(files, "prompts/arena_hard.jsonl.gz", func(l promptLine) {
		for _, t := range l.Turns {
			out = append(out, t.Content)
		}
	})
	return out, err
}
