// Package diff says what changed between two versions of a rubric, for people and programs. It is pure.
package diff

import (
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// A Diff is what one version has and another has not.
type Diff struct {
	ID          string        `json:"id"`
	From        int           `json:"from"`
	To          int           `json:"to"`
	FromVerdict string        `json:"from_verdict"`
	ToVerdict   string        `json:"to_verdict"`
	FromStatus  string        `json:"from_status"`
	ToStatus    string        `json:"to_status"`
	Added       []schema.Item `json:"added"`
	Removed     []schema.Item `json:"removed"`
	Changed     []Change      `json:"changed"`
}

// A Change is an item of both versions that differs in strength, wording or what it rests on.
type Change struct {
	From schema.Item `json:"from"`
	To   schema.Item `json:"to"`
}

// Between compares two versions of one rubric, in the order of their items.
func Between(from, to schema.Rubric) Diff {
	d := Diff{
		ID: to.ID, From: from.Version, To: to.Version,
		FromVerdict: from.Verdict, ToVerdict: to.Verdict, FromStatus: from.Status, ToStatus: to.Status,
		Added: []schema.Item{}, Removed: []schema.Item{}, Changed: []Change{},
	}
	before := map[[2]string]schema.Item{}
	for _, i := range from.Items {
		before[key(i)] = i
	}
	after := map[[2]string]bool{}
	for _, i := range to.Items {
		after[key(i)] = true
		old, there := before[key(i)]
		switch {
		case !there:
			d.Added = append(d.Added, i)
		case !equal(old, i):
			d.Changed = append(d.Changed, Change{old, i})
		}
	}
	for _, i := range from.Items {
		if !after[key(i)] {
			d.Removed = append(d.Removed, i)
		}
	}
	return d
}

func key(i schema.Item) [2]string { return [2]string{i.Aspect, i.Direction} }

func equal(a, b schema.Item) bool {
	return a.Instruction == b.Instruction && a.Strength == b.Strength && a.Versus == b.Versus &&
		slices.Equal(a.RuleIDs, b.RuleIDs) && slices.Equal(a.Channels, b.Channels) && slices.Equal(a.Against, b.Against)
}
