package mine

import (
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// A conjunction is two aspects together, a before b by name: one more column of an intent behind its words. It counts
// evidence from the bucket since on; whether it was admitted was decided by what came before.
type conjunction struct {
	a, b  string
	since int64
}

// mostConjunctions bounds those of an intent.
const mostConjunctions = 64

func (c conjunction) name() string { return schema.Conjunction(c.a, c.b) }

// columns are the names of all columns of a channel: words, and behind those revealed the conjunctions.
func (in *intent) columns(channel int) []string {
	names := in.words[channel].names
	if channel != revealed || len(in.conjunctions) == 0 {
		return names
	}
	names = slices.Clone(names)
	for _, c := range in.conjunctions {
		names = append(names, c.name())
	}
	return names
}

// column is the place of a name in a channel, or negative.
func (in *intent) column(channel int, name string) int {
	if channel == revealed {
		for i, c := range in.conjunctions {
			if c.name() == name {
				return len(in.words[revealed].names) + i
			}
		}
	}
	return in.words[channel].number(name)
}

// fresh is evidence without any observation.
func (in *intent) fresh(start int64) *generation {
	aspects, wishes := in.sizes()
	g := newGeneration(start, aspects, wishes)
	g.aspects.Conjunctions = len(in.conjunctions)
	return g
}

// add adds the evidence of a flush to a cell's windows. Conjunctions that are newer than a window are left out of it:
// without the others' evidence from the same time theirs would mean nothing.
func (in *intent) add(w *windows, d *generation) {
	for _, g := range w.distinct() {
		g.add(in.seenBy(g, d))
	}
}

func (in *intent) seenBy(g, d *generation) *generation {
	from := everywhere(d.aspects.K)
	hidden := false
	for i, c := range in.conjunctions {
		if g.start < c.since {
			from[len(in.words[revealed].names)+i], hidden = -1, true
		}
	}
	if !hidden {
		return d
	}
	part := *d
	part.strata = slices.Clone(d.strata)
	part.move(revealed, from)
	return &part
}

// pairScores adds what a cell's sample says of conjunctions to a flush: the sums that scores makes of single aspects, of
// the indicator of both. Of a cell that is in its sample whole they are exact; else they are those of the sample, centred
// by its own means, which is as much evidence as it holds.
func (g *generation) pairScores(c *cell, place func(string) int, list []conjunction, base int) {
	if len(list) == 0 || len(c.sample) == 0 {
		return
	}
	s := newSampleSums(c, place)
	if s.w == 0 {
		return
	}
	var counted []*pairSums
	for i, pair := range list {
		a, okA := slices.BinarySearch(c.names, pair.a)
		b, okB := slices.BinarySearch(c.names, pair.b)
		if okA && okB {
			counted = append(counted, s.count(c, base+i, a, b))
		}
	}
	for i, p := range counted {
		g.addPair(s, p)
		for _, q := range counted[:i] {
			both := int64(0)
			for at := range c.sample {
				if x := &c.sample[at]; p.in[at] && q.in[at] {
					w, _ := x.weights()
					both += w
				}
			}
			x := float64(unitW*float64(both)) - float64(p.w*q.w)/s.w
			g.aspects.C[p.column*g.aspects.K+q.column] += x
			g.aspects.C[q.column*g.aspects.K+p.column] += x
		}
	}
}

// sampleSums are sums over a sample, in true units.
type sampleSums struct {
	w, ybar float64
	// residual is per shard what is left of outcomes around the mean.
	residual [schema.Shards]float64
	// aspects are the weights of those in the table; at says where they stand in the dictionary, or is negative.
	aspects []float64
	at      []int
}

func newSampleSums(c *cell, place func(string) int) *sampleSums {
	s := &sampleSums{aspects: make([]float64, len(c.names)), at: make([]int, len(c.names))}
	var w, wy [schema.Shards]int64
	weight := make([]int64, len(c.names))
	for i := range c.sample {
		x := &c.sample[i]
		one, y := x.weights()
		w[x.shard] += one
		wy[x.shard] += y
		for _, a := range x.aspects {
			weight[a] += one
		}
	}
	s.w = unitW * float64(total(w[:]))
	if s.w == 0 {
		return s
	}
	s.ybar = unitWY * float64(total(wy[:])) / s.w
	for i := range s.residual {
		s.residual[i] = float64(unitWY*float64(wy[i])) - float64(s.ybar*float64(unitW*float64(w[i])))
	}
	for i, name := range c.names {
		s.aspects[i], s.at[i] = unitW*float64(weight[i]), place(name)
	}
	return s
}

// pairSums are those of the observations with both aspects of a pair.
type pairSums struct {
	column int
	in     []bool
	n      int64
	w      float64
	users  userSet
	// scores per shard, not yet centred by the pair's own mean; together are the weights of those with an aspect as well.
	scores   [schema.Shards]float64
	together []float64
}

func (s *sampleSums) count(c *cell, column, a, b int) *pairSums {
	p := &pairSums{column: column, in: make([]bool, len(c.sample)), together: make([]float64, len(c.names))}
	var w, wy [schema.Shards]int64
	together := make([]int64, len(c.names))
	for i := range c.sample {
		x := &c.sample[i]
		if !x.has(a) || !x.has(b) {
			continue
		}
		p.in[i] = true
		p.n++
		p.users.add(x.user)
		one, y := x.weights()
		w[x.shard] += one
		wy[x.shard] += y
		for _, other := range x.aspects {
			together[other] += one
		}
	}
	p.w = unitW * float64(total(w[:]))
	for i := range p.scores {
		p.scores[i] = float64(unitWY*float64(wy[i])) - float64(s.ybar*float64(unitW*float64(w[i])))
	}
	for i, x := range together {
		p.together[i] = unitW * float64(x)
	}
	return p
}

func (g *generation) addPair(s *sampleSums, p *pairSums) {
	sums, mean := g.aspects, p.w/s.w
	row := sums.Row(p.column)
	for i, u := range p.scores {
		row[i] += u - float64(mean*s.residual[i])
	}
	sums.N1[p.column] += p.n
	g.users[p.column].unite(&p.users)
	sums.C[p.column*sums.K+p.column] += p.w - float64(p.w*p.w)/s.w
	for i, at := range s.at {
		if at < 0 {
			continue
		}
		x := p.together[i] - float64(mean*s.aspects[i])
		sums.C[p.column*sums.K+at] += x
		sums.C[at*sums.K+p.column] += x
	}
}
