package mine

import (
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/evidence"
)

// Tallies are integers in these units of w, wy, wyy and w^2.
const (
	unitW   = 1e-6
	unitWY  = 0.5e-6
	unitWYY = 0.25e-6
)

// scores adds a cell's tally to a flush: its centred sums, with the dictionary's places for the aspects.
//
// With weighted means over the cell: u_ja = WAY_ja - ybar WA_ja - abar_a (WY_j - ybar W_j) and
// c_ab = P_ab - W abar_a abar_b.
func (g *generation) scores(stratum string, c *cell, place func(string) int) {
	w, wy := unitW*float64(total(c.w)), unitWY*float64(total(c.wy))
	if c.n == 0 || w == 0 {
		return
	}
	ybar := wy / w
	s := g.aspects
	s.N += c.n
	s.Dof += float64(c.n - 1)
	s.SS += float64(unitWYY*float64(c.yy)) - float64(wy*ybar)
	residual := make([]float64, len(c.shards))
	for i := range residual {
		residual[i] = float64(unitWY*float64(c.wy[i])) - float64(ybar*float64(unitW*float64(c.w[i])))
	}
	beside := g.strata.at(stratum, false, s.K)
	beside.n += c.n
	width := len(c.shards)
	at, weight := make([]int, len(c.names)), make([]float64, len(c.names))
	for i, name := range c.names {
		wa, way := c.wa[i*width:(i+1)*width], c.way[i*width:(i+1)*width]
		at[i], weight[i] = place(name), unitW*float64(total(wa))
		if at[i] < 0 {
			continue
		}
		abar := weight[i] / w
		row := s.Row(at[i])
		for j, shard := range c.shards {
			u := float64(unitWY*float64(way[j])) - float64(ybar*float64(unitW*float64(wa[j])))
			u -= float64(abar * residual[j])
			row[shard] += u
			beside.s[at[i]] += u
		}
		beside.d[at[i]] += weight[i] - float64(weight[i]*weight[i])/w
		s.N1[at[i]] += c.table.n[i]
		g.users[at[i]].unite(&c.table.users[i])
	}
	addGram(s, c, at, weight, w)
}

func addGram(s *evidence.Sums, c *cell, at []int, weight []float64, w float64) {
	for j, b := range at {
		if b < 0 {
			continue
		}
		s.C[b*s.K+b] += weight[j] - float64(weight[j]*weight[j])/w
		for i, a := range at[:j] {
			if a < 0 {
				continue
			}
			x := float64(unitW*float64(c.pairs[pair(i, j)])) - float64(weight[i]*weight[j])/w
			s.C[a*s.K+b] += x
			s.C[b*s.K+a] += x
		}
	}
}

// addWishes adds a cell's wishes to a flush.
func (g *generation) addWishes(c *wishCell, place func(string) int) {
	s := g.wishes
	s.N += c.n
	width := len(c.shards)
	for i, name := range c.names {
		a := place(name)
		if a < 0 {
			continue
		}
		row := s.Row(a)
		for j, shard := range c.shards {
			row[shard] += float64(unitW * float64(c.x[i*width+j]))
		}
		s.D[a] += float64(unitW * float64(c.d[i]))
		s.V[a] += float64(unitW * float64(c.v[i]))
		s.N1[a] += c.table.n[i]
		g.wishUsers[a].unite(&c.table.users[i])
	}
}

func total(x []int64) int64 {
	sum := int64(0)
	for _, v := range x {
		sum += v
	}
	return sum
}

// The evidence counts on the same shards as the observations.
var _ [schema.Shards]struct{} = [evidence.Shards]struct{}{}
