package mine

import (
	"fmt"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
)

const tallyVersion = 3

// MarshalBinary is a function of the contents: equal tallies have equal bytes.
func (t *Tally) MarshalBinary() ([]byte, error) {
	w := writer{b: make([]byte, 0, t.room())}
	w.uvarint(tallyVersion)
	c := t.counts
	w.varints([]int64{c.Exchanges, c.SAT, c.Neutral, c.DSAT, c.Kept, c.Capped, c.Unused, t.cut})
	book := t.book()
	w.length(len(book.names))
	for _, name := range book.names {
		w.text(name)
	}
	groups := t.groupKeys()
	w.length(len(groups))
	for _, key := range groups {
		g := t.groups[key]
		book.writeKey(&w, key)
		g.conversations.write(&w)
		g.quality.write(&w)
		w.flag(g.wishes != nil)
		if g.wishes != nil {
			book.writeWishes(&w, g.wishes)
		}
	}
	cells := t.cellKeys()
	w.length(len(cells))
	for _, key := range cells {
		book.writeKey(&w, key.groupKey)
		book.write(&w, key.stratum)
		book.writeCell(&w, t.cells[key])
	}
	return w.b, nil
}

// room is about how many bytes the tally takes.
func (t *Tally) room() int {
	n := 256 * (1 + len(t.groups))
	for _, c := range t.cells {
		n += 256 + len(c.names)*userBits/8 + 3*(len(c.wa)+len(c.way)+len(c.pairs))
	}
	return n
}

// UnmarshalBinary is the inverse of MarshalBinary. No bytes at all are an empty tally.
func (t *Tally) UnmarshalBinary(b []byte) error {
	*t = Tally{}
	if len(b) == 0 {
		return nil
	}
	r := reader{b: b}
	got := Tally{cells: map[cellKey]*cell{}, groups: map[groupKey]*groupTally{}}
	r.version(tallyVersion)
	for _, to := range []*int64{
		&got.counts.Exchanges, &got.counts.SAT, &got.counts.Neutral, &got.counts.DSAT,
		&got.counts.Kept, &got.counts.Capped, &got.counts.Unused, &got.cut,
	} {
		*to = r.varint()
	}
	book := nameBook{names: make([]string, r.length(1))}
	for i := range book.names {
		book.names[i] = r.text()
	}
	for range r.length(6) {
		key := book.readKey(&r)
		g := &groupTally{}
		g.conversations.read(&r)
		g.quality.read(&r)
		if r.flag() {
			g.wishes = book.readWishes(&r)
		}
		got.groups[key] = g
	}
	for range r.length(6) {
		key := cellKey{groupKey: book.readKey(&r), stratum: book.read(&r)}
		got.cells[key] = book.readCell(&r)
	}
	if err := r.end(); err != nil {
		return fmt.Errorf("decode tally: %w", err)
	}
	*t = got
	return nil
}

func (b *nameBook) writeCell(w *writer, c *cell) {
	b.writeTable(w, &c.table)
	w.varint(c.n)
	w.varint(c.yy)
	for _, list := range [][]int64{c.w, c.wy, c.wa, c.way, c.pairs} {
		w.varints(list)
	}
	c.sample.write(w)
}

func (b *nameBook) readCell(r *reader) *cell {
	c := &cell{table: b.readTable(r)}
	k, s := len(c.names), len(c.shards)
	c.n, c.yy = r.varint(), r.varint()
	c.w, c.wy = r.varints(s), r.varints(s)
	c.wa, c.way = r.varints(k*s), r.varints(k*s)
	c.pairs = r.varints(pairsOf(k))
	c.sample = readSample(r, k)
	return c
}

func (b *nameBook) writeWishes(w *writer, c *wishCell) {
	b.writeTable(w, &c.table)
	w.varint(c.n)
	for _, list := range [][]int64{c.x, c.d, c.v} {
		w.varints(list)
	}
}

func (b *nameBook) readWishes(r *reader) *wishCell {
	c := &wishCell{table: b.readTable(r)}
	k := len(c.names)
	c.n = r.varint()
	c.x, c.d, c.v = r.varints(k*len(c.shards)), r.varints(k), r.varints(k)
	return c
}

func (b *nameBook) writeTable(w *writer, t *table) {
	w.length(len(t.names))
	for i, name := range t.names {
		b.write(w, name)
		w.varint(t.n[i])
		t.users[i].write(w)
	}
	w.length(len(t.shards))
	w.b = append(w.b, t.shards...)
}

func (b *nameBook) readTable(r *reader) table {
	k := r.length(3)
	t := table{names: make([]string, k), n: make([]int64, k), users: make([]userSet, k)}
	for i := range k {
		t.names[i], t.n[i] = b.read(r), r.varint()
		t.users[i].read(r)
	}
	t.shards = make([]uint8, r.length(1))
	copy(t.shards, r.b)
	r.b = r.b[len(t.shards):]
	if !increasing(t.names) || !increasing(t.shards) {
		r.fail("a table out of order")
	}
	if slices.ContainsFunc(t.shards, func(s uint8) bool { return s >= schema.Shards }) {
		r.fail("a shard out of range")
	}
	return t
}
