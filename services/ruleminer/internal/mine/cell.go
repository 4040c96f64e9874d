package mine

// cell is the tally of judgements of one group, intent and stratum. Cells are never changed once they are made, so
// tallies may share them.
//
// With q the reliability of a label: w = q^2, 2wy = q(1000+q) for SAT and -q(1000-q) for DSAT, 4wy^2 = (1000+q)^2 or
// (1000-q)^2. Sums are in those units.
type cell struct {
	n, yy int64
	table
	// w and wy are sums per shard.
	w, wy []int64
	// wa and way are sums over observations with the aspect, aspects x shards.
	wa, way []int64
	// pairs are the weights of observations with both aspects i < j, at pair(i, j).
	pairs  []int64
	sample sample
}

// table says which aspects and shards a cell holds, both in increasing order, and who was exposed.
type table struct {
	names  []string
	shards []uint8
	// n observations with the aspect, and the set of their users.
	n     []int64
	users []userSet
}

// pair is where two aspects i < j stand in a triangle.
func pair(i, j int) int { return j*(j-1)/2 + i }

func pairsOf(k int) int { return k * (k - 1) / 2 }

// weight, weighted outcome and its square of a judgement, in a cell's units.
func judgement(label Label, q int64) (w, wy2, wyy4 int64) {
	if label == SAT {
		return q * q, q * (1000 + q), (1000 + q) * (1000 + q)
	}
	return q * q, -q * (1000 - q), (1000 - q) * (1000 - q)
}

// merge is the sum of two cells.
func (c *cell) merge(o *cell) *cell {
	t, fromC, fromO := c.table.merge(&o.table)
	k, s := len(t.names), len(t.shards)
	sum := &cell{
		n: c.n + o.n, yy: c.yy + o.yy, table: t,
		w: make([]int64, s), wy: make([]int64, s),
		wa: make([]int64, k*s), way: make([]int64, k*s),
		pairs: make([]int64, pairsOf(k)),
	}
	sum.add(c, fromC)
	sum.add(o, fromO)
	sum.sample = c.sample.unite(o.sample, fromC.names, fromO.names)
	return sum
}

func (c *cell) add(o *cell, at places) {
	for i, s := range at.shards {
		c.w[s] += o.w[i]
		c.wy[s] += o.wy[i]
	}
	at.addMatrix(c.wa, o.wa, len(c.shards))
	at.addMatrix(c.way, o.way, len(c.shards))
	for j, toJ := range at.names {
		for i, toI := range at.names[:j] {
			// Names are in order on both sides, so i < j holds after the move as well.
			c.pairs[pair(toI, toJ)] += o.pairs[pair(i, j)]
		}
	}
}
