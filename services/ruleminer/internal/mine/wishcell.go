package mine

// wishCell is the tally of stated wishes of one group and intent. With q the reliability: w = q^2. Like a cell it
// never changes once it is made.
type wishCell struct {
	n int64
	table
	// x is the sum of w times direction, aspects x shards.
	x []int64
	// d is the sum of w, v that of w^2 in millionths, per aspect.
	d, v []int64
}

func squaredWeight(q int64) int64 {
	w := q * q
	return (w*w + 999_999) / 1_000_000
}

// merge is the sum of two cells.
func (c *wishCell) merge(o *wishCell) *wishCell {
	t, fromC, fromO := c.table.merge(&o.table)
	k := len(t.names)
	sum := &wishCell{
		n: c.n + o.n, table: t,
		x: make([]int64, k*len(t.shards)), d: make([]int64, k), v: make([]int64, k),
	}
	sum.add(c, fromC)
	sum.add(o, fromO)
	return sum
}

func (c *wishCell) add(o *wishCell, at places) {
	at.addMatrix(c.x, o.x, len(c.shards))
	for i, a := range at.names {
		c.d[a] += o.d[i]
		c.v[a] += o.v[i]
	}
}
