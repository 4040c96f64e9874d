package mine

import (
	"fmt"
	"maps"
	"slices"

	"github.com/gpa-stream/gpa/services/ruleminer/internal/evidence"
)

func (in *intent) write(w *writer) error {
	for _, words := range in.words {
		words.write(w)
	}
	w.length(len(in.conjunctions))
	for _, c := range in.conjunctions {
		w.text(c.a)
		w.text(c.b)
		w.varint(c.since)
	}
	w.flag(in.pending != nil)
	if in.pending != nil {
		w.varint(in.since)
		pending, err := in.pending.MarshalBinary()
		if err != nil {
			return fmt.Errorf("encode pending tally: %w", err)
		}
		w.text(string(pending))
	}
	names := in.cellNames()
	w.length(len(names))
	for _, name := range names {
		w.text(name.dimension)
		w.text(name.group)
		in.cells[name].write(w)
	}
	w.length(len(in.together))
	for _, name := range slices.SortedFunc(maps.Keys(in.together), compareCells) {
		w.text(name.dimension)
		w.text(name.group)
		in.together[name].write(w)
	}
	return nil
}

func (in *intent) read(r *reader) {
	for _, words := range in.words {
		words.read(r)
	}
	for range r.length(3) {
		in.conjunctions = append(in.conjunctions, conjunction{a: r.text(), b: r.text(), since: r.varint()})
	}
	if len(in.conjunctions) > mostConjunctions {
		r.fail("more conjunctions than there may be")
		return
	}
	if r.flag() {
		in.since, in.pending = r.varint(), &Tally{}
		if err := in.pending.UnmarshalBinary([]byte(r.text())); err != nil {
			r.fail(err.Error())
			return
		}
	}
	aspects, wishes := in.sizes()
	for range r.length(7) {
		name := cellName{dimension: r.text(), group: r.text()}
		in.cells[name] = readWindows(r, aspects, wishes)
		for _, g := range in.cells[name].distinct() {
			g.aspects.Conjunctions = len(in.conjunctions)
		}
	}
	for range r.length(4) {
		name := cellName{dimension: r.text(), group: r.text()}
		in.together[name] = readTriangles(r, len(in.words[revealed].names))
	}
}

// write writes each generation once; a window that holds the same one as an earlier window names that.
func (w *windows) write(to *writer) {
	for i, g := range w {
		to.flag(g != nil)
		if g == nil {
			continue
		}
		first := w.first(i)
		to.length(first)
		if first == i {
			g.write(to)
		}
	}
}

func readWindows(r *reader, aspects, wishes int) *windows {
	var w windows
	for i := range w {
		if !r.flag() {
			continue
		}
		first := r.uvarint()
		switch {
		case r.err != nil:
		case first == uint64(i):
			w[i] = readGeneration(r, aspects, wishes)
		case first > uint64(i) || w[first] == nil:
			r.fail("a window that names none")
		default:
			w[i] = w[first]
		}
	}
	for i := range reset {
		if w[i] == nil {
			r.fail("a window without evidence")
		}
	}
	return &w
}

func (g *generation) write(w *writer) {
	w.varint(g.start)
	g.conversations.write(w)
	g.quality.write(w)
	w.flag(g.aspects.N > 0)
	if g.aspects.N > 0 {
		s := g.aspects
		w.varint(s.N)
		w.varints(s.N1)
		w.float(s.SS)
		w.float(s.Dof)
		w.floats(s.X)
		for a := range s.K {
			w.floats(s.C[a*s.K : a*s.K+a+1])
		}
		writeSets(w, g.users)
		g.strata.write(w)
	}
	w.flag(g.wishes.N > 0)
	if g.wishes.N > 0 {
		s := g.wishes
		w.varint(s.N)
		w.varints(s.N1)
		w.floats(s.X)
		w.floats(s.D)
		w.floats(s.V)
		writeSets(w, g.wishUsers)
	}
}

func readGeneration(r *reader, aspects, wishes int) *generation {
	g := &generation{start: r.varint()}
	g.conversations.read(r)
	g.quality.read(r)
	if r.flag() {
		g.aspects = readSums(r, aspects)
		g.users = readSets(r, aspects)
		g.strata.read(r, aspects)
	}
	if g.aspects == nil {
		g.aspects, g.users = evidence.NewSums(aspects), make([]userSet, aspects)
	}
	if r.flag() {
		g.wishes = &evidence.Wishes{
			K: wishes, N: r.varint(), N1: r.varints(wishes),
			X: r.floats(wishes * evidence.Shards), D: r.floats(wishes), V: r.floats(wishes),
		}
		g.wishUsers = readSets(r, wishes)
	}
	if g.wishes == nil {
		g.wishes, g.wishUsers = evidence.NewWishes(wishes), make([]userSet, wishes)
	}
	return g
}

func readSums(r *reader, k int) *evidence.Sums {
	s := &evidence.Sums{
		K: k, N: r.varint(), N1: r.varints(k), SS: r.float(), Dof: r.float(), X: r.floats(k * evidence.Shards),
	}
	if k*(k+1)/2 > len(r.b)/8 {
		r.fail("a table larger than the data")
		return nil
	}
	s.C = make([]float64, k*k)
	for a := range k {
		for b := range a + 1 {
			x := r.float()
			s.C[a*k+b], s.C[b*k+a] = x, x
		}
	}
	return s
}

func writeSets(w *writer, sets []userSet) {
	for i := range sets {
		sets[i].write(w)
	}
}

func readSets(r *reader, n int) []userSet {
	if n > len(r.b) {
		r.fail("sets larger than the data")
		return nil
	}
	sets := make([]userSet, n)
	for i := range sets {
		sets[i].read(r)
	}
	return sets
}
