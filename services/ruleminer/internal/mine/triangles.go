package mine

import (
	"math"
	"slices"
	"sync"
)

// leastOwn is the share of a pair's variance that its two aspects may not explain, at least.
const leastOwn = 0.05

// triangles are centred sums over judgements: of single aspects, and of pairs at pair(a, b), their covariances with the
// outcome (wya, bothY) and with the aspects.
type triangles struct {
	k       int
	yy, dof float64
	wa, wya []float64
	n       []int64
	both    []float64
	bothY   []float64
	withA   []float64
	withB   []float64
	overlap []float64
}

func newTriangles(k int) *triangles {
	p := pairsOf(k)
	return &triangles{
		k: k, wa: make([]float64, k), wya: make([]float64, k), n: make([]int64, p),
		both: make([]float64, p), bothY: make([]float64, p), withA: make([]float64, p), withB: make([]float64, p), overlap: make([]float64, p),
	}
}

// plain are the sums of one cell's sample, not centred yet.
type plain struct {
	w, y, yy float64
	wa, wya  []float64
	pairs    []pairSum
}

// pairSum is the sums of those with both aspects of a pair.
type pairSum struct {
	n       int64
	both, y float64
}

// spare are used again: every cell of every bucket needs one, with room for all pairs.
var spare = sync.Pool{New: func() any { return &plain{} }}

// reset makes it the sums of nothing, for k aspects.
func (s *plain) reset(k int) {
	*s = plain{
		wa: slices.Grow(s.wa[:0], k)[:k], wya: slices.Grow(s.wya[:0], k)[:k], pairs: slices.Grow(s.pairs[:0], pairsOf(k))[:pairsOf(k)],
	}
	clear(s.wa)
	clear(s.wya)
	clear(s.pairs)
}

// observe adds a cell's sample: what it says of k words, centred by its own means.
func (t *triangles) observe(c *cell, place func(string) int) {
	at := make([]int, len(c.names))
	for i, name := range c.names {
		at[i] = place(name)
	}
	of, _ := spare.Get().(*plain)
	defer spare.Put(of)
	of.reset(t.k)
	var aspects []int
	for i := range c.sample {
		aspects = relocated(aspects[:0], c.sample[i].aspects, at)
		of.count(&c.sample[i], aspects)
	}
	t.centre(of, len(c.sample))
}

// relocated are the places of aspects elsewhere, in order, without those that have none.
func relocated(moved []int, aspects []uint16, to []int) []int {
	for _, a := range aspects {
		if to[a] >= 0 {
			moved = append(moved, to[a])
		}
	}
	slices.Sort(moved)
	return moved
}

func (s *plain) count(x *sampled, aspects []int) {
	w2, wy2 := x.weights()
	w, wy := unitW*float64(w2), unitWY*float64(wy2)
	s.w += w
	s.y += wy
	if w > 0 {
		s.yy += float64(wy*wy) / w
	}
	for j, b := range aspects {
		s.wa[b] += w
		s.wya[b] += wy
		row := s.pairs[pair(0, b) : pair(0, b)+b]
		for _, a := range aspects[:j] {
			p := &row[a]
			p.n++
			p.both += w
			p.y += wy
		}
	}
}

// centre adds the sums of one stratum, of so many judgements.
func (t *triangles) centre(of *plain, n int) {
	if of.w <= 0 {
		return
	}
	mean := of.y / of.w
	t.yy += of.yy - float64(of.y*mean)
	t.dof += float64(n - 1)
	for a := range of.wa {
		t.wa[a] += of.wa[a] - float64(of.wa[a]*of.wa[a])/of.w
		t.wya[a] += of.wya[a] - float64(mean*of.wa[a])
	}
	for b := range of.wa {
		for a := range b {
			at := pair(a, b)
			p := of.pairs[at].both
			t.n[at] += of.pairs[at].n
			t.both[at] += p - float64(p*p)/of.w
			t.bothY[at] += of.pairs[at].y - float64(mean*p)
			t.withA[at] += p - float64(p*of.wa[a])/of.w
			t.withB[at] += p - float64(p*of.wa[b])/of.w
			t.overlap[at] += p - float64(of.wa[a]*of.wa[b])/of.w
		}
	}
}

// z partials both aspects out of the pair.
func (t *triangles) z(a, b int) (float64, bool) {
	at := pair(a, b)
	aa, bb, ab := t.wa[a], t.wa[b], t.overlap[at]
	det := float64(aa*bb) - float64(ab*ab)
	if det <= 1e-9*float64(aa*bb) || t.both[at] <= 0 {
		return 0, false
	}
	x := (float64(t.withA[at]*bb) - float64(t.withB[at]*ab)) / det
	y := (float64(t.withB[at]*aa) - float64(t.withA[at]*ab)) / det
	d := t.both[at] - float64(x*t.withA[at]) - float64(y*t.withB[at])
	if d < leastOwn*t.both[at] {
		return 0, false
	}
	s := t.bothY[at] - float64(x*t.wya[a]) - float64(y*t.wya[b])
	z := s / math.Sqrt(d*t.yy/t.dof)
	return z, !math.IsNaN(z) && !math.IsInf(z, 0)
}

// interactions are, for each pair that so many judgements have both of, the z value of their interaction: of the
// indicator of both in a linear model of the outcome with both aspects, within strata and flushes.
func (t *triangles) interactions(support int64) map[[2]int]float64 {
	out := map[[2]int]float64{}
	if t.dof <= 0 || t.yy <= 0 {
		return out
	}
	for b := range t.k {
		for a := range b {
			if t.n[pair(a, b)] < support {
				continue
			}
			if z, ok := t.z(a, b); ok {
				out[[2]int{a, b}] = z
			}
		}
	}
	return out
}

// moved are the triangles of other words: the i-th is the word from[i], or a new one when that is negative.
func (t *triangles) moved(from []int) *triangles {
	to := newTriangles(len(from))
	to.yy, to.dof = t.yy, t.dof
	for b, wasB := range from {
		if wasB < 0 {
			continue
		}
		to.wa[b], to.wya[b] = t.wa[wasB], t.wya[wasB]
		for a, wasA := range from[:b] {
			if wasA < 0 {
				continue
			}
			now, was := pair(a, b), pair(min(wasA, wasB), max(wasA, wasB))
			to.n[now], to.both[now], to.bothY[now], to.overlap[now] = t.n[was], t.both[was], t.bothY[was], t.overlap[was]
			to.withA[now], to.withB[now] = t.withA[was], t.withB[was]
			if wasA > wasB {
				to.withA[now], to.withB[now] = t.withB[was], t.withA[was]
			}
		}
	}
	return to
}

func (t *triangles) tables() [][]float64 {
	return [][]float64{t.wa, t.wya, t.both, t.bothY, t.withA, t.withB, t.overlap}
}

func (t *triangles) write(w *writer) {
	w.floats([]float64{t.yy, t.dof})
	w.varints(t.n)
	for _, table := range t.tables() {
		w.floats(table)
	}
}

func readTriangles(r *reader, k int) *triangles {
	if pairsOf(k) > len(r.b) {
		r.fail("a table larger than the data")
		return newTriangles(0)
	}
	t := newTriangles(k)
	t.yy, t.dof = r.float(), r.float()
	copy(t.n, r.varints(len(t.n)))
	for _, table := range t.tables() {
		copy(table, r.floats(len(table)))
	}
	return t
}
