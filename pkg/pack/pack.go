// Package pack reads domain packs: what a field of conversations is made of, as data. The intents with examples, from
// when an aspect counts as present, and what no rubric may ever ask for.
//
// Several services read the same pack; what they do with it is their business.
package pack

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/gpa-stream/gpa/pkg/yamldoc"
)

// Other is the intent, and the domain, of a request that no intent of the pack covers.
const Other = "other"

// Pack is a domain pack.
type Pack struct {
	Name string `yaml:"name"`
	// Domain names the field; the pack's name when empty.
	Domain string `yaml:"domain"`
	// Conversations says whose satisfaction is judged: chats (default) or tasks.
	Conversations string   `yaml:"conversations"`
	Intents       []Intent `yaml:"intents"`
	// Other are requests that the pack does not cover.
	Other []string `yaml:"other"`
	// Aspects are those whose threshold differs from the usual one.
	Aspects map[string]Aspect `yaml:"aspects"`
	Safety  Safety            `yaml:"safety"`
	// Digest names the text that the pack was read from.
	Digest string `yaml:"-"`
}

// Intent is one purpose of a request.
type Intent struct {
	Name        string   `yaml:"name"`
	Description string   `yaml:"description"`
	Keywords    []string `yaml:"keywords"`
	Examples    []string `yaml:"examples"`
	// Domain overrides the pack's.
	Domain string `yaml:"domain"`
}

// Aspect is what a pack says about an aspect of answers.
type Aspect struct {
	// Present is the value from which the aspect counts as present, above 0 and up to 1.
	Present float64 `yaml:"present"`
}

// Kinds of conversations.
const (
	Chats = "chats"
	Tasks = "tasks"
)

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)

// Parse reads a pack from YAML and says in the user's words what is wrong with it.
func Parse(data []byte) (*Pack, error) {
	var p Pack
	if err := yamldoc.Strict(data, &p); err != nil {
		return nil, fmt.Errorf("read pack: %w", err)
	}
	if p.Domain == "" {
		p.Domain = p.Name
	}
	if p.Conversations == "" {
		p.Conversations = Chats
	}
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("pack %q: %w", p.Name, err)
	}
	sum := sha256.Sum256(data)
	p.Digest = hex.EncodeToString(sum[:])
	return &p, nil
}

func (p *Pack) check() error {
	if !nameForm.MatchString(p.Name) {
		return errors.New("name must be lower-case letters, digits and _, e.g. legal_advice")
	}
	if !nameForm.MatchString(p.Domain) {
		return fmt.Errorf("domain %q must be lower-case letters, digits and _", p.Domain)
	}
	if p.Conversations != Chats && p.Conversations != Tasks {
		return fmt.Errorf("conversations must be %s or %s, not %q", Chats, Tasks, p.Conversations)
	}
	if len(p.Intents) == 0 {
		return errors.New("no intents")
	}
	var seen []string
	for _, i := range p.Intents {
		if err := i.check(); err != nil {
			return err
		}
		if slices.Contains(seen, i.Name) {
			return fmt.Errorf("intent %q stands there twice", i.Name)
		}
		seen = append(seen, i.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Aspects)) {
		if v := p.Aspects[name].Present; !(v > 0 && v <= 1) {
			return fmt.Errorf("aspect %s: present is %v, expected above 0 and up to 1", name, v)
		}
	}
	return p.Safety.check(append(seen, Other))
}

func (i *Intent) check() error {
	switch {
	case !nameForm.MatchString(i.Name) || i.Name == Other:
		return fmt.Errorf("intent %q: the name must be lower-case letters, digits and _, and not %q", i.Name, Other)
	case len(i.Examples) == 0:
		return fmt.Errorf("intent %q has no examples", i.Name)
	case i.Domain != "" && !nameForm.MatchString(i.Domain):
		return fmt.Errorf("intent %q: domain %q must be lower-case letters, digits and _", i.Name, i.Domain)
	}
	return nil
}

// Thresholds are the values from which aspects are present, for those where the pack differs from the usual.
func (p *Pack) Thresholds() map[string]float64 {
	out := make(map[string]float64, len(p.Aspects))
	for name, a := range p.Aspects {
		out[name] = a.Present
	}
	return out
}
