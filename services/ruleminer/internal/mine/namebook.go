package mine

import (
	"cmp"
	"maps"
	"slices"
)

// nameBook holds every name of a tally once, in order; elsewhere its number stands for it.
type nameBook struct {
	names []string
	at    map[string]int
}

func (t *Tally) book() nameBook {
	set := map[string]struct{}{}
	put := func(names ...string) {
		for _, name := range names {
			set[name] = struct{}{}
		}
	}
	for key, g := range t.groups {
		put(key.dimension, key.group, key.intent)
		if g.wishes != nil {
			put(g.wishes.names...)
		}
	}
	for key, c := range t.cells {
		put(key.dimension, key.group, key.intent, key.stratum)
		put(c.names...)
	}
	b := nameBook{names: slices.Sorted(maps.Keys(set)), at: make(map[string]int, len(set))}
	for i, name := range b.names {
		b.at[name] = i
	}
	return b
}

func (b *nameBook) write(w *writer, name string) { w.length(b.at[name]) }

func (b *nameBook) read(r *reader) string {
	n := r.uvarint()
	if n >= uint64(len(b.names)) {
		r.fail("a name that is not in the book")
		return ""
	}
	return b.names[n]
}

func (b *nameBook) writeKey(w *writer, key groupKey) {
	b.write(w, key.dimension)
	b.write(w, key.group)
	b.write(w, key.intent)
}

func (b *nameBook) readKey(r *reader) groupKey {
	return groupKey{dimension: b.read(r), group: b.read(r), intent: b.read(r)}
}

func increasing[T cmp.Ordered](list []T) bool {
	for i := 1; i < len(list); i++ {
		if list[i-1] >= list[i] {
			return false
		}
	}
	return true
}
