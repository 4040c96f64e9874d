// Package evaluate measures aspects and stated wishes on labelled answers and reactions. It measures none itself and
// reads no files.
package evaluate

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// Row is an answer whose aspects, or a reaction whose wishes, are labelled.
type Row struct {
	Prompt, Response, Locale string
	Reaction                 []string
	// Aspects says of each aspect that was looked for whether the answer has it.
	Aspects map[string]bool
	// Wishes are all that the reaction states; nil when nobody looked.
	Wishes []Wish
	// Lang, Tags and Dataset group rows.
	Lang, Dataset string
	Tags          []string
}

// Wish is a stated wish: +1 for more of the aspect, -1 for less.
type Wish struct {
	Aspect    string
	Direction int
	// Evidence is the piece of the reaction that says so; empty when it is not labelled.
	Evidence string
}

type line struct {
	Prompt   string          `json:"prompt"`
	Response string          `json:"response"`
	Locale   string          `json:"locale"`
	Reaction texts           `json:"reaction"`
	Aspects  map[string]bool `json:"aspects"`
	Stated   []struct {
		Aspect    string `json:"aspect"`
		Direction string `json:"direction"`
		Evidence  string `json:"evidence"`
	} `json:"stated"`
	Lang    string   `json:"lang"`
	Dataset string   `json:"dataset"`
	Tags    []string `json:"tags"`
}

// texts are one text or a list of them.
type texts []string

// UnmarshalJSON reads either form.
func (t *texts) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		*t = make(texts, 1)
		return json.Unmarshal(data, &(*t)[0])
	}
	return json.Unmarshal(data, (*[]string)(t))
}

// Parse reads a JSON line. Known says which aspects there are.
func Parse(data []byte, known func(aspect string) bool) (Row, error) {
	var l line
	if err := json.Unmarshal(data, &l); err != nil {
		return Row{}, fmt.Errorf("read labelled line: %w", err)
	}
	r := Row{
		Prompt: l.Prompt, Response: l.Response, Locale: l.Locale, Reaction: l.Reaction, Aspects: l.Aspects,
		Lang: l.Lang, Dataset: l.Dataset, Tags: l.Tags,
	}
	if l.Stated != nil {
		r.Wishes = []Wish{}
	}
	for _, name := range slices.Sorted(maps.Keys(l.Aspects)) {
		if !known(name) {
			return Row{}, fmt.Errorf("no aspect %q", name)
		}
	}
	for _, s := range l.Stated {
		d := 1
		switch {
		case !known(s.Aspect):
			return Row{}, fmt.Errorf("no aspect %q", s.Aspect)
		case s.Direction == schema.Less:
			d = -1
		case s.Direction != schema.More:
			return Row{}, fmt.Errorf("direction of %s is %q; expected %s or %s", s.Aspect, s.Direction, schema.More, schema.Less)
		}
		r.Wishes = append(r.Wishes, Wish{s.Aspect, d, s.Evidence})
	}
	switch {
	case len(r.Aspects) == 0 && r.Wishes == nil:
		return Row{}, errors.New(`no labels: want "response" and "aspects": {"length": true}, or "reaction" and "stated": [{"aspect": "length", "direction": "less"}]`)
	case len(r.Aspects) > 0 && r.Response == "":
		return Row{}, errors.New("aspects of no response")
	case r.Wishes != nil && len(r.Reaction) == 0:
		return Row{}, errors.New("stated wishes of no reaction")
	}
	return r, nil
}
