package mine

import (
	"cmp"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/evidence"
)

// strata are what each stratum says of the aspects, to be shown beside an effect; nothing is decided by them. Of more
// than mostStrata those that come later are one, the rest. They are in order of name, the rest last.
type strata []*stratum

// mostStrata bounds how many are told apart.
const mostStrata = 8

// stratum holds scores and information per aspect, and how many observations they are of.
type stratum struct {
	name string
	rest bool
	n    int64
	s, d []float64
}

// at is the stratum of that name, or the rest, made when it is not there yet.
func (st *strata) at(name string, rest bool, aspects int) *stratum {
	compare := func(x *stratum, _ string) int {
		if x.rest != rest {
			return int(bit(x.rest)) - int(bit(rest))
		}
		return cmp.Compare(x.name, name)
	}
	i, ok := slices.BinarySearchFunc(*st, name, compare)
	if ok {
		return (*st)[i]
	}
	if !rest && st.named() == mostStrata {
		return st.at("", true, aspects)
	}
	x := &stratum{name: name, rest: rest, s: make([]float64, aspects), d: make([]float64, aspects)}
	*st = slices.Insert(*st, i, x)
	return x
}

func (st *strata) named() int {
	n := len(*st)
	if n > 0 && (*st)[n-1].rest {
		n--
	}
	return n
}

func (st *strata) add(other strata) {
	for _, o := range other {
		x := st.at(o.name, o.rest, len(o.s))
		x.n += o.n
		for i := range o.s {
			x.s[i] += o.s[i]
			x.d[i] += o.d[i]
		}
	}
}

// move gives the aspects other places.
func (st *strata) move(from []int) {
	for i, o := range *st {
		x := &stratum{name: o.name, rest: o.rest, n: o.n, s: make([]float64, len(from)), d: make([]float64, len(from))}
		for to, at := range from {
			if at >= 0 {
				x.s[to], x.d[to] = o.s[at], o.d[at]
			}
		}
		(*st)[i] = x
	}
}

func (st *strata) write(w *writer) {
	w.length(len(*st))
	for _, x := range *st {
		w.text(x.name)
		w.flag(x.rest)
		w.varint(x.n)
		w.floats(x.s)
		w.floats(x.d)
	}
}

func (st *strata) read(r *reader, aspects int) {
	for range r.length(3) {
		x := &stratum{name: r.text(), rest: r.flag(), n: r.varint(), s: r.floats(aspects), d: r.floats(aspects)}
		*st = append(*st, x)
	}
	if len(*st) > mostStrata+1 {
		r.fail("more strata than there may be")
	}
}

// restOfStrata names what is not told apart.
const restOfStrata = "others"

// byStratum is what each stratum says of a revealed hypothesis, over the longest evidence; nil when there is only one.
func (m *Miner) byStratum(s subject) (views []schema.StratumView) {
	if s.key.channel != revealed || len(s.a[longOld].strata) < 2 && (s.b == nil || len(s.b[longOld].strata) < 2) {
		return nil
	}
	for _, x := range s.a[longOld].strata {
		score, n := m.stratumScore(s.a[longOld], x, s.aspect), x.n
		if s.b != nil {
			other := s.b[longOld].strata.find(x)
			if other == nil {
				continue
			}
			score = evidence.Divergence(score, m.stratumScore(s.b[longOld], other, s.aspect))
			n += other.n
		}
		if !score.Usable() {
			continue
		}
		low, high := evidence.Interval(score, m.p.Rho, m.p.AlphaPub)
		v := schema.StratumView{
			Stratum: x.name, Observations: n, Effect: schema.Round(score.Estimate()),
			Interval: [2]float64{schema.Round(low), schema.Round(high)},
		}
		if x.rest {
			v.Stratum = restOfStrata
		}
		views = append(views, v)
	}
	return views
}

func (st strata) find(like *stratum) *stratum {
	for _, x := range st {
		if x.name == like.name && x.rest == like.rest {
			return x
		}
	}
	return nil
}

// stratumScore takes its variance from the whole cell, since a stratum's shards are not kept apart.
func (m *Miner) stratumScore(g *generation, x *stratum, aspect int) evidence.Score {
	whole := g.evaluate(m.p).scores[revealed]
	d := x.d[aspect]
	if d < evidence.LeastSpread {
		return evidence.Score{}
	}
	return evidence.Score{S: x.s[aspect], D: d, V: float64(float64(d*whole.Sigma2) * whole.Deff)}
}
