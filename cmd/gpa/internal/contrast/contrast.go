// Package contrast says in what two sets of rules differ: what only one of them holds, and what both hold with other
// effects. It is pure, and asks nothing of where they come from.
package contrast

import (
	"cmp"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// A Diff is what is different in the second set; each list is sorted by id.
type Diff struct {
	// Appeared are rules that are live in the second set only, Gone those that are live in the first only.
	Appeared []Change `json:"appeared"`
	Gone     []Change `json:"gone"`
	// Moved are live in both, and neither effect lies in the other's interval.
	Moved []Change `json:"moved"`
	// Same is how many are live in both and did not move.
	Same int `json:"same"`
}

// A Change is a rule as either set has it; nil where one does not list it.
type Change struct {
	ID     string       `json:"id"`
	Before *schema.Rule `json:"before,omitempty"`
	After  *schema.Rule `json:"after,omitempty"`
}

// Rule is the newer side of a change that there is.
func (c Change) Rule() schema.Rule {
	if c.After != nil {
		return *c.After
	}
	return *c.Before
}

// Empty says whether nothing is different.
func (d Diff) Empty() bool { return len(d.Appeared)+len(d.Gone)+len(d.Moved) == 0 }

// Rules compares two sets of rules.
func Rules(before, after []schema.Rule) Diff {
	d := Diff{Appeared: []Change{}, Gone: []Change{}, Moved: []Change{}}
	changes := map[string]*Change{}
	at := func(id string) *Change {
		if changes[id] == nil {
			changes[id] = &Change{ID: id}
		}
		return changes[id]
	}
	for i := range before {
		at(before[i].ID).Before = &before[i]
	}
	for i := range after {
		at(after[i].ID).After = &after[i]
	}
	for _, c := range changes {
		switch was, is := live(c.Before), live(c.After); {
		case is && !was:
			d.Appeared = append(d.Appeared, *c)
		case was && !is:
			d.Gone = append(d.Gone, *c)
		case was && apart(*c.Before, *c.After):
			d.Moved = append(d.Moved, *c)
		case was:
			d.Same++
		}
	}
	for _, list := range [][]Change{d.Appeared, d.Gone, d.Moved} {
		slices.SortFunc(list, func(a, b Change) int { return cmp.Compare(a.ID, b.ID) })
	}
	return d
}

func live(r *schema.Rule) bool { return r != nil && r.Live() }

func apart(a, b schema.Rule) bool {
	within := func(x float64, i [2]float64) bool { return i[0] <= x && x <= i[1] }
	return !within(a.Effect, b.Interval) && !within(b.Effect, a.Interval)
}
