package mine

import (
	"cmp"
	"slices"
)

// A Tally is what closed buckets add up to: tables of integers that add, and sets that unite.
// The zero value is empty.
type Tally struct {
	counts Counts
	// cut counts aspects of observations that did not fit into their cell.
	cut    int64
	cells  map[cellKey]*cell
	groups map[groupKey]*groupTally
}

// groupKey is one part of a dimension and an intent.
type groupKey struct{ dimension, group, intent string }

// cellKey is where answers are comparable.
type cellKey struct {
	groupKey
	stratum string
}

// groupTally is what needs no strata. A group that was met without anything kept has an empty one.
type groupTally struct {
	conversations conversationSet
	quality       quality
	wishes        *wishCell
}

// Counts are the numbers of the closed buckets in t.
func (t *Tally) Counts() Counts { return t.counts }

// Cut is how many mentions of aspects were left out, because a cell held more than 1,024 names. When it is above zero,
// and only then, the partitioning may have mattered.
func (t *Tally) Cut() int64 { return t.cut }

// Merge adds other to t. Merging is associative and commutative. other stays as it is.
func (t *Tally) Merge(other *Tally) {
	if other == nil {
		return
	}
	t.counts.Add(other.counts)
	t.cut += other.cut
	for key, c := range other.cells {
		t.mergeCell(key, c)
	}
	for key, g := range other.groups {
		t.mergeGroup(key, g)
	}
	t.fold()
}

func (t *Tally) mergeCell(key cellKey, c *cell) {
	if t.cells == nil {
		t.cells = map[cellKey]*cell{}
	}
	if was := t.cells[key]; was != nil {
		t.cells[key] = was.merge(c)
		return
	}
	t.cells[key] = c
}

func (t *Tally) mergeGroup(key groupKey, g *groupTally) {
	was := t.group(key)
	was.conversations.unite(&g.conversations)
	was.quality.add(&g.quality)
	switch {
	case g.wishes == nil:
	case was.wishes == nil:
		was.wishes = g.wishes
	default:
		was.wishes = was.wishes.merge(g.wishes)
	}
}

// group is the tally of a group, made when it is not there yet.
func (t *Tally) group(key groupKey) *groupTally {
	if t.groups == nil {
		t.groups = map[groupKey]*groupTally{}
	}
	g := t.groups[key]
	if g == nil {
		g = &groupTally{}
		t.groups[key] = g
	}
	return g
}

// cellKeys and groupKeys are in order of name.
func (t *Tally) cellKeys() []cellKey {
	keys := make([]cellKey, 0, len(t.cells))
	for key := range t.cells {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b cellKey) int {
		return cmp.Or(compareKeys(a.groupKey, b.groupKey), cmp.Compare(a.stratum, b.stratum))
	})
	return keys
}

func (t *Tally) groupKeys() []groupKey {
	keys := make([]groupKey, 0, len(t.groups))
	for key := range t.groups {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, compareKeys)
	return keys
}

func compareKeys(a, b groupKey) int {
	return cmp.Or(cmp.Compare(a.intent, b.intent), cmp.Compare(a.dimension, b.dimension), cmp.Compare(a.group, b.group))
}
