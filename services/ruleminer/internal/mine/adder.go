package mine

import (
	"cmp"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// adder adds up the observations of one cell after the other.
type adder struct {
	b *Bucket
	t *Tally
	// local is the place of a name in the current cell, or absent or left out.
	local    []int32
	shardAt  [schema.Shards]int
	present  []int
	priority func(at int32) uint64
	// ranks is scratch space.
	ranks []ranked
}

const (
	absent  = -1
	leftOut = -2
)

func newAdder(b *Bucket, t *Tally, priority func(at int32) uint64) *adder {
	a := &adder{b: b, t: t, priority: priority, local: make([]int32, len(b.names.names))}
	for i := range a.local {
		a.local[i] = absent
	}
	return a
}

// judgements is the cell of those observations.
func (a *adder) judgements(run []int32) *cell {
	var names []int32
	for _, at := range run {
		names = a.meet(names, a.b.aspectsOf(&a.b.records[at]), 1)
	}
	c := &cell{n: int64(len(run)), table: a.open(names, run)}
	k, s := len(c.names), len(c.shards)
	c.w, c.wy = make([]int64, s), make([]int64, s)
	c.wa, c.way = make([]int64, k*s), make([]int64, k*s)
	c.pairs = make([]int64, pairsOf(k))
	for _, at := range run {
		a.judge(c, &a.b.records[at])
	}
	if a.b.p.MaxConjunctions > 0 {
		c.sample = a.sample(run)
	}
	a.close(names)
	return c
}

func (a *adder) judge(c *cell, r *record) {
	w, wy2, wyy4 := judgement(r.label, int64(r.q))
	shard, width := a.shardAt[r.shard], len(c.shards)
	c.yy += wyy4
	c.w[shard] += w
	c.wy[shard] += wy2
	user := a.b.userBits[r.user]
	a.present = a.present[:0]
	for _, name := range a.b.aspectsOf(r) {
		i := int(a.local[name])
		if i == leftOut {
			a.t.cut++
			continue
		}
		c.n1(i, user)
		c.wa[i*width+shard] += w
		c.way[i*width+shard] += wy2
		for _, other := range a.present {
			c.pairs[pair(min(i, other), max(i, other))] += w
		}
		a.present = append(a.present, i)
	}
}

func (t *table) n1(aspect int, user uint16) {
	t.n[aspect]++
	t.users[aspect].add(user)
}

// wishes is the cell of those observations' wishes.
func (a *adder) wishes(run []int32) *wishCell {
	var names []int32
	for _, at := range run {
		names = a.meet(names, a.b.wishesOf(&a.b.records[at]), 2)
	}
	c := &wishCell{n: int64(len(run)), table: a.open(names, run)}
	k, width := len(c.names), len(c.shards)
	c.x, c.d, c.v = make([]int64, k*width), make([]int64, k), make([]int64, k)
	for _, at := range run {
		r := &a.b.records[at]
		for list := a.b.wishesOf(r); len(list) > 0; list = list[2:] {
			i, q := int(a.local[list[0]]), int64(list[1])
			if i == leftOut {
				a.t.cut++
				continue
			}
			w := q * q
			c.n1(i, a.b.userBits[r.user])
			c.d[i] += w
			c.v[i] += squaredWeight(q)
			if q < 0 {
				w = -w
			}
			c.x[i*width+a.shardAt[r.shard]] += w
		}
	}
	a.close(names)
	return c
}

// meet adds the names of a list that are new to the cell; names stand at every step-th place.
func (a *adder) meet(names, list []int32, step int) []int32 {
	for i := 0; i < len(list); i += step {
		if a.local[list[i]] == absent {
			a.local[list[i]] = 0
			names = append(names, list[i])
		}
	}
	return names
}

// open gives the names and shards of a cell their places.
func (a *adder) open(names []int32, run []int32) table {
	kept := slices.Clone(names)
	text := a.b.names.names
	if len(kept) > maxNames {
		slices.SortFunc(kept, func(x, y int32) int {
			return cmp.Or(cmp.Compare(spread(text[x]), spread(text[y])), cmp.Compare(text[x], text[y]))
		})
		for _, name := range kept[maxNames:] {
			a.local[name] = leftOut
		}
		kept = kept[:maxNames]
	}
	slices.SortFunc(kept, func(x, y int32) int { return cmp.Compare(text[x], text[y]) })
	t := table{names: a.b.namesOf(kept), n: make([]int64, len(kept)), users: make([]userSet, len(kept))}
	for i, name := range kept {
		a.local[name] = int32(i)
	}
	var owned [schema.Shards]bool
	for _, at := range run {
		owned[a.b.records[at].shard] = true
	}
	for shard, own := range owned {
		if own {
			a.shardAt[shard] = len(t.shards)
			t.shards = append(t.shards, uint8(shard))
		}
	}
	return t
}

// close forgets the places again.
func (a *adder) close(names []int32) {
	for _, name := range names {
		a.local[name] = absent
	}
}
