package corpus

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// Request is a request with its intent in the naming of its source.
type Request struct {
	Text, Intent string
	// Lang, Tags and Dataset group requests when they are measured.
	Lang, Dataset string
	Tags          []string
}

type requestLine struct {
	Text        string `json:"text"`
	Utterance   string `json:"utterance"`
	Instruction string `json:"instruction"`
	Input       string `json:"input"`
	Intent      string `json:"intent"`
	Category    string `json:"category"`

	Lang    string `json:"lang"`
	Dataset string `json:"dataset"`
	Tags    labels `json:"tags"`
}

// labels is a list of names; other forms, which some sets use for other things, are none.
type labels []string

// UnmarshalJSON reads a list and passes over everything else.
func (l *labels) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '[' {
		return json.Unmarshal(data, (*[]string)(l))
	}
	return nil
}

func (l requestLine) request() Request {
	r := Request{Text: l.Text, Intent: l.Intent, Lang: l.Lang, Dataset: l.Dataset, Tags: l.Tags}
	switch {
	case l.Utterance != "":
		r.Text = l.Utterance
	case l.Instruction != "":
		r.Text, r.Intent = strings.TrimSpace(l.Instruction+"\n"+l.Input), l.Category
	}
	return r
}

// LabelledRequest reads a line of a labelled request.
func LabelledRequest(line []byte) (Request, error) {
	var l requestLine
	if err := json.Unmarshal(line, &l); err != nil {
		return Request{}, fmt.Errorf("read labelled request: %w", err)
	}
	r := l.request()
	switch {
	case strings.TrimSpace(r.Text) == "":
		return Request{}, errors.New(`no request: want "text" and "intent"`)
	case r.Intent == "":
		return Request{}, errors.New(`no "intent"`)
	}
	return r, nil
}

// Requests reads labelled requests: intents/NAME.jsonl.gz.
func Requests(files fs.FS, name string) ([]Request, error) {
	var out []Request
	err := lines(files, "intents/"+name+".jsonl.gz", func(l requestLine) { out = append(out, l.request()) })
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
