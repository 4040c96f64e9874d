package pack

import (
	"fmt"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// Safety are the rules of what may never be steered away, whatever a group likes.
type Safety []Rule

// Rule forbids rubrics to ask for something.
type Rule struct {
	// Aspect is what must not be steered; empty stands for all aspects.
	Aspect string `yaml:"aspect"`
	// Never is the direction that is forbidden, more or less; empty stands for both.
	Never string `yaml:"never"`
	// Intent, or Intents, are those for which the rule holds; without either it holds for all.
	Intent  string   `yaml:"intent"`
	Intents []string `yaml:"intents"`
	// Because says why, for the one who wants to change it.
	Because string `yaml:"because"`
}

func (s Safety) check(intents []string) error {
	for n, r := range s {
		switch {
		case r.Aspect == "" && r.Intent == "" && len(r.Intents) == 0:
			return fmt.Errorf("safety rule %d names neither an aspect nor an intent: it would forbid everything", n+1)
		case r.Aspect != "" && !known(r.Aspect):
			return fmt.Errorf("safety rule %d: no aspect %q", n+1, r.Aspect)
		case r.Never != "" && r.Never != schema.More && r.Never != schema.Less:
			return fmt.Errorf("safety rule %d: never is %q; expected %s, %s or nothing, which stands for both", n+1, r.Never, schema.More, schema.Less)
		case r.Because == "":
			return fmt.Errorf("safety rule %d says nothing under because: somebody will want to know", n+1)
		}
		for _, i := range r.intents() {
			if !slices.Contains(intents, i) {
				return fmt.Errorf("safety rule %d: the pack has no intent %q", n+1, i)
			}
		}
	}
	return nil
}

func known(aspect string) bool {
	return slices.ContainsFunc(schema.Aspects, func(a schema.Aspect) bool { return a.Name == aspect })
}

func (r Rule) intents() []string {
	if r.Intent == "" {
		return r.Intents
	}
	return append([]string{r.Intent}, r.Intents...)
}

// Forbids says whether a rubric for the intent must not ask for the aspect in that direction. Of two aspects together
// less means to do without one of them, more to do both: so either may forbid it.
func (s Safety) Forbids(intent, aspect, direction string) bool {
	if a, b, ok := schema.Conjoined(aspect); ok {
		return s.Forbids(intent, a, direction) || s.Forbids(intent, b, direction)
	}
	return slices.ContainsFunc(s, func(r Rule) bool {
		of := r.intents()
		return (r.Aspect == "" || r.Aspect == aspect) && (r.Never == "" || r.Never == direction) &&
			(len(of) == 0 || slices.Contains(of, intent))
	})
}
