// Package intent says what a request is for, by the intents of a domain pack.
//
// A pack is data: intents with descriptions, keywords and examples. A linear classifier is fitted to the examples; a
// request that resembles none of them gets the intent Other. The package never reads files.
package intent

import (
	"embed"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"sync"

	"github.com/gpa-stream/gpa/pkg/yamldoc"
)

// Other is the intent, and the domain, of a request that no intent of the pack covers.
const Other = "other"

// Pack is a domain pack: the intents of a field.
type Pack struct {
	Name string `yaml:"name"`
	// Domain names the field; the pack's name when empty.
	Domain string `yaml:"domain"`
	// Conversations says whose satisfaction is judged: chats (default) or tasks.
	Conversations string   `yaml:"conversations"`
	Intents       []Intent `yaml:"intents"`
	// Other are requests that the pack does not cover.
	Other []string `yaml:"other"`
	// Aspects belong to the attribute extractor, which reads the same file; they are not looked at here.
	Aspects any `yaml:"aspects"`
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
		switch {
		case !nameForm.MatchString(i.Name) || i.Name == Other:
			return fmt.Errorf("intent %q: the name must be lower-case letters, digits and _, and not %q", i.Name, Other)
		case slices.Contains(seen, i.Name):
			return fmt.Errorf("intent %q stands there twice", i.Name)
		case len(i.Examples) == 0:
			return fmt.Errorf("intent %q has no examples", i.Name)
		case i.Domain != "" && !nameForm.MatchString(i.Domain):
			return fmt.Errorf("intent %q: domain %q must be lower-case letters, digits and _", i.Name, i.Domain)
		}
		seen = append(seen, i.Name)
	}
	return nil
}

//go:embed packs/*.yaml
var shipped embed.FS

// Shipped are the packs that come with the program, by name in order.
var Shipped = sync.OnceValues(func() ([]*Pack, error) {
	var out []*Pack
	for _, name := range []string{"general", "programming", "support"} {
		data, err := shipped.ReadFile("packs/" + name + ".yaml")
		if err != nil {
			return nil, fmt.Errorf("shipped pack %s: %w", name, err)
		}
		p, err := Parse(data)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
})

// Background are the examples of the shipped packs whose fields are other ones than the named pack's: they show a
// classifier what it does not cover. The general pack covers everything; a pack from elsewhere may cover anything.
func Background(pack string) []string {
	if pack != "programming" && pack != "support" {
		return nil
	}
	packs, err := Shipped()
	if err != nil {
		return nil
	}
	var out []string
	for _, p := range packs {
		if p.Name == pack {
			continue
		}
		for _, i := range p.Intents {
			// These intents of the general pack reach into every field.
			if i.Name == "programming" || pack == "support" && (i.Name == "recommendation" || i.Name == "information") {
				continue
			}
			if pack == "programming" && p.Name == "general" && (i.Name == "how_to" || i.Name == "explanation") {
				out = append(out, i.Examples[:len(i.Examples)/2]...)
				continue
			}
			out = append(out, i.Examples...)
		}
	}
	return out
}
