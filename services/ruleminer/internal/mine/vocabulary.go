package mine

import (
	"cmp"
	"maps"
	"slices"
)

// vocabulary is a bounded dictionary. In the first two epochs it grows by the names seen, in order of (bucket, name);
// later ones choose it by support when they begin. Support counts observations, never outcomes. Pinned names come first,
// and places are kept free for them.
type vocabulary struct {
	limit   int
	pinned  pins
	names   []string
	at      map[string]int
	support map[string]int64
}

func newVocabulary(limit int, pinned pins) *vocabulary {
	return &vocabulary{limit: limit, pinned: pinned, at: map[string]int{}, support: map[string]int64{}}
}

// number is the place of a name, or negative.
func (v *vocabulary) number(name string) int {
	if i, ok := v.at[name]; ok {
		return i
	}
	return -1
}

// see adds to the support of names.
func (v *vocabulary) see(counts map[string]int64) {
	for name, n := range counts {
		v.support[name] += n
	}
	if len(v.support) > v.most() {
		v.forget()
	}
}

// most bounds how many names are counted at all.
func (v *vocabulary) most() int { return 4*maxNames + 4*v.limit }

// forget drops the least supported names outside the dictionary.
func (v *vocabulary) forget() {
	for _, name := range v.byRank()[v.most()/2:] {
		if v.number(name) < 0 {
			delete(v.support, name)
		}
	}
}

func (v *vocabulary) byRank() []string {
	return slices.SortedFunc(maps.Keys(v.support), func(a, b string) int {
		return cmp.Or(v.pinned.compare(a, b), cmp.Compare(v.support[b], v.support[a]), cmp.Compare(a, b))
	})
}

// grow admits names of a bucket while there is room.
func (v *vocabulary) grow(counts map[string]int64) {
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(v.pinned.compare(a, b), cmp.Compare(a, b))
	})
	for _, name := range names {
		room := v.limit
		if !v.pinned.has(name) {
			room -= v.awaited()
		}
		if len(v.names) < room && v.number(name) < 0 {
			v.admit(name)
		}
	}
}

func (v *vocabulary) admit(name string) {
	v.at[name] = len(v.names)
	v.names = append(v.names, name)
}

// choose makes the dictionary of a new epoch out of the best supported names. Those that stay keep their order; from
// says where each name stood before, or is negative for new ones; dropped are those that went, in order.
func (v *vocabulary) choose() (from []int, dropped []string) {
	best := v.byRank()
	best = best[:min(len(best), v.limit)]
	chosen := make(map[string]struct{}, len(best))
	for _, name := range best {
		chosen[name] = struct{}{}
	}
	before := v.names
	v.names, v.at = nil, map[string]int{}
	for i, name := range before {
		if _, stays := chosen[name]; stays {
			v.admit(name)
			from = append(from, i)
		} else {
			dropped = append(dropped, name)
		}
	}
	slices.Sort(dropped)
	slices.Sort(best)
	for _, name := range best {
		if v.number(name) < 0 {
			v.admit(name)
			from = append(from, -1)
		}
	}
	return from, dropped
}

// unmoved says whether a choice left everything where it was.
func unmoved(from []int, before int) bool {
	if len(from) != before {
		return false
	}
	for i, at := range from {
		if i != at {
			return false
		}
	}
	return true
}
