package mine

import (
	"cmp"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// A sample is a bounded part of a cell's observations, as they were but for who they are from: pairs of aspects are
// counted from it. What it holds is decided by a keyed hash of the ids, so samples unite in any order; a cell of at most
// mostSampled observations is in it whole. It is in order of that hash, and never changes once it is made.
type sample []sampled

// mostSampled bounds it.
const mostSampled = 4096

// sampled is a judgement: by a user of that shard and that bit, with that reliability, below 0 for DSAT.
type sampled struct {
	priority uint64
	shard    uint8
	user     uint16
	q        int16
	// aspects are places in the cell's table, increasing.
	aspects []uint16
}

func (s *sampled) weights() (w, wy2 int64) {
	w, wy2, _ = judgement(SAT, int64(s.q))
	if s.q < 0 {
		w, wy2, _ = judgement(DSAT, -int64(s.q))
	}
	return w, wy2
}

func (s *sampled) has(aspect int) bool {
	_, ok := slices.BinarySearch(s.aspects, uint16(aspect))
	return ok
}

func compareSampled(a, b *sampled) int {
	if c := cmp.Compare(a.priority, b.priority); c != 0 {
		return c
	}
	return cmp.Or(
		cmp.Compare(a.shard, b.shard), cmp.Compare(a.user, b.user), cmp.Compare(a.q, b.q), slices.Compare(a.aspects, b.aspects),
	)
}

// unite is the sample of both, whose aspects stand elsewhere in the common table. Places keep their order there, so both
// are in order still.
func (s sample) unite(o sample, at, ofO []int) sample {
	one, other := s.moved(at), o.moved(ofO)
	both := make(sample, 0, min(len(one)+len(other), mostSampled))
	for len(both) < cap(both) {
		if len(other) == 0 || (len(one) > 0 && compareSampled(&one[0], &other[0]) <= 0) {
			both, one = append(both, one[0]), one[1:]
		} else {
			both, other = append(both, other[0]), other[1:]
		}
	}
	return both
}

func (s sample) moved(to []int) sample {
	moved := make(sample, len(s))
	size := 0
	for i := range s {
		size += len(s[i].aspects)
	}
	arena := make([]uint16, 0, size)
	for i, x := range s {
		from := len(arena)
		for _, a := range x.aspects {
			arena = append(arena, uint16(to[a]))
		}
		x.aspects = arena[from:len(arena):len(arena)]
		moved[i] = x
	}
	return moved
}

// scatter breaks the tie between the hash by which caps choose and that by which a sample does: else a sample would hold
// more of those who were capped.
func scatter(priority uint64) uint64 {
	x := priority + 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// ranked is a record by its place in the order of a sample.
type ranked struct {
	priority uint64
	at       int32
}

// sample draws that of a cell which the adder has just counted.
func (a *adder) sample(run []int32) sample {
	a.ranks = a.ranks[:0]
	for _, at := range run {
		a.ranks = append(a.ranks, ranked{scatter(a.priority(at)), at})
	}
	slices.SortFunc(a.ranks, func(x, y ranked) int { return cmp.Compare(x.priority, y.priority) })
	most := min(len(run), mostSampled)
	// Equal hashes are decided by what stands behind them, so all of them are looked at.
	for most < len(a.ranks) && a.ranks[most].priority == a.ranks[most-1].priority {
		most++
	}
	size := 0
	for _, r := range a.ranks[:most] {
		size += int(a.b.records[r.at].aspects)
	}
	drawn, arena := make(sample, most), make([]uint16, 0, size)
	sorted := true
	for i, rank := range a.ranks[:most] {
		r := &a.b.records[rank.at]
		x := &drawn[i]
		*x = sampled{priority: rank.priority, shard: r.shard, user: a.b.userBits[r.user], q: r.q}
		if r.label == DSAT {
			x.q = -r.q
		}
		from := len(arena)
		for _, name := range a.b.aspectsOf(r) {
			if at := a.local[name]; at >= 0 {
				arena = append(arena, uint16(at))
			}
		}
		x.aspects = arena[from:len(arena):len(arena)]
		slices.Sort(x.aspects)
		sorted = sorted && (i == 0 || drawn[i-1].priority < x.priority)
	}
	if !sorted {
		slices.SortFunc(drawn, func(x, y sampled) int { return compareSampled(&x, &y) })
	}
	return drawn[:min(len(run), mostSampled)]
}

// everywhere leaves every place as it is.
func everywhere(n int) []int { return identity(n, n) }

func (s sample) write(w *writer) {
	w.length(len(s))
	for i := range s {
		x := &s[i]
		w.fixed(x.priority)
		w.b = append(w.b, x.shard)
		w.uvarint(uint64(x.user))
		w.varint(int64(x.q))
		w.length(len(x.aspects))
		before := uint16(0)
		for _, a := range x.aspects {
			w.uvarint(uint64(a - before))
			before = a
		}
	}
}

func readSample(r *reader, aspects int) sample {
	n := r.length(12)
	if n > mostSampled {
		r.fail("a sample larger than there may be")
		return nil
	}
	s := make(sample, n)
	var room []uint16
	for i := range s {
		x := &s[i]
		x.priority, x.shard, x.user, x.q = r.fixed(), r.byte(), uint16(r.uvarint()), int16(r.varint())
		k := r.length(1)
		if len(room) < k {
			room = make([]uint16, max(k, min(8*(n-i), mostSampled)))
		}
		x.aspects, room = room[:k:k], room[k:]
		before := uint64(0)
		for j := range x.aspects {
			before += r.uvarint()
			x.aspects[j] = uint16(before)
			if before >= uint64(aspects) {
				r.fail("an aspect that is not in the table")
				return nil
			}
		}
		if !increasing(x.aspects) || x.shard >= schema.Shards || x.user >= userBits || (i > 0 && compareSampled(&s[i-1], x) > 0) {
			r.fail("a sample out of order")
			return nil
		}
	}
	return s
}

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.fail("a byte that is cut off")
		return 0
	}
	x := r.b[0]
	r.b = r.b[1:]
	return x
}
