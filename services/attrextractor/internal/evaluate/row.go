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
	// At says where request and answer are, when the row does not hold them; Texts fills them in.
	At       *Place
	Reaction []string
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
	At       *Place          `json:"at"`
	Aspects  map[string]bool `json:"aspects"`
	Has      []string        `json:"has"`
	Unsure   []string        `json:"unsure"`
	Of       []string        `json:"of"`
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
		Prompt: l.Prompt, Response: l.Response, Locale: l.Locale, Reaction: l.Reaction, Aspects: l.Aspects, At: l.At,
		Lang: l.Lang, Dataset: l.Dataset, Tags: l.Tags,
	}
	if l.Has != nil {
		if err := l.spread(known); err != nil {
			return Row{}, err
		}
		r.Aspects = l.Aspects
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
	case len(r.Aspects) > 0 && r.Response == "" && r.At == nil:
		return Row{}, errors.New("aspects of no response")
	case r.Wishes != nil && len(r.Reaction) == 0 && r.At == nil:
		return Row{}, errors.New("stated wishes of no reaction")
	}
	return r, nil
}

// spread makes aspects of the short form: of those that were looked for, all of the catalogue unless "of" names them, the
// answer has those under "has", lacks the others, and says nothing of those under "unsure".
func (l *line) spread(known func(aspect string) bool) error {
	of := l.Of
	if of == nil {
		for _, a := range schema.Aspects {
			of = append(of, a.Name)
		}
	}
	if l.Aspects != nil {
		return errors.New(`"has" beside "aspects": one of them says it`)
	}
	l.Aspects = map[string]bool{}
	for _, name := range of {
		l.Aspects[name] = false
	}
	for _, name := range l.Has {
		if !known(name) {
			return fmt.Errorf("no aspect %q", name)
		}
		if _, ok := l.Aspects[name]; !ok {
			return fmt.Errorf(`%s stands in "has", not in "of"`, name)
		}
		l.Aspects[name] = true
	}
	for _, name := range l.Unsure {
		if _, ok := l.Aspects[name]; !ok || l.Aspects[name] {
			return fmt.Errorf(`%s cannot stand in "unsure"`, name)
		}
		delete(l.Aspects, name)
	}
	return nil
}
