package schema

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
)

// Names are what the topics of a namespace are called: a prefix before the name in the table, but for those that have
// names of their own.
type Names struct {
	Prefix string
	Other  map[Topic]string
}

// Of is the full name of a topic.
func (n Names) Of(t Topic) string {
	if name, otherwise := n.Other[t]; otherwise {
		return name
	}
	return n.Prefix + string(t)
}

// All are the full names of all topics, in the order of the flow.
func (n Names) All() []string {
	all := make([]string, len(Topics))
	for i, spec := range Topics {
		all[i] = n.Of(spec.Name)
	}
	return all
}

// ByName are all topics of the namespace, by their full names.
func (n Names) ByName() map[string]Topic {
	all := make(map[string]Topic, len(Topics))
	for _, spec := range Topics {
		all[n.Of(spec.Name)] = spec.Name
	}
	return all
}

// String is how the namespace's topics are told of together.
func (n Names) String() string {
	if len(n.Other) == 0 {
		return n.Prefix + "*"
	}
	return fmt.Sprintf("%s* (%d by other names)", n.Prefix, len(n.Other))
}

var namePattern = regexp.MustCompile(`^[a-zA-Z0-9._-]{1,249}$`)

// Validate says what cannot be.
func (n Names) Validate() error {
	all := n.ByName()
	if len(all) != len(Topics) {
		return errors.New("two topics have one name")
	}
	known := map[Topic]bool{}
	for _, t := range all {
		known[t] = true
	}
	for _, t := range slices.Sorted(maps.Keys(n.Other)) {
		if !known[t] {
			return fmt.Errorf("%s is no topic of ours; `gpa topics list` names them", t)
		}
		if name := n.Other[t]; !namePattern.MatchString(name) || name == "." || name == ".." {
			return fmt.Errorf("%s is to be called %q; letters, digits, '.', '_' and '-' may stand in a name", t, name)
		}
	}
	return nil
}
