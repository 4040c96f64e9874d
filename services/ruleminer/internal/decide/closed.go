package decide

import (
	"math"
	"slices"
)

// ClosedEBH is the closed e-BH procedure (arXiv:2504.11759) on a family of m hypotheses: those whose logarithm of the
// e-value is at least threshold are confirmed; there are k of them. They are the largest set R of the largest e-values, none
// of them below least, for which every set S of hypotheses has
//
//	mean of the e-values of S >= |R and S| / (alpha |R|)
//
// The mean of e-values is an e-value for "all of S are null". So, whatever is true, the share of nulls in R is at most
// alpha times an e-value: on average at most alpha, under any dependence and for whichever such R is chosen. All that EBH
// confirms is in the set. Hypotheses that are left out of logE count as e-value 0. Without any confirmed, threshold is
// +Inf.
func ClosedEBH(logE []float64, m int, alpha, least float64) (threshold float64, k int) {
	c := newClosure(logE, m)
	for k = c.atLeast(least); k > 0; k-- {
		// Ties enter together.
		if first := len(c.e) - k; (first == 0 || c.e[first-1] < c.e[first]) && c.holds(k, alpha) {
			return c.logs[first], k
		}
	}
	return math.Inf(1), 0
}

// largestLog keeps sums finite. An e-value that is made smaller stays one.
const largestLog = 60

// closure holds the e-values of a family in increasing order, zeros left out.
type closure struct {
	logs, e []float64
	// sums[i] is that of the i smallest, zeros are how many hypotheses are left out.
	sums  []float64
	zeros int
}

func newClosure(logE []float64, m int) *closure {
	c := &closure{logs: slices.Clone(logE)}
	slices.Sort(c.logs)
	if extra := len(c.logs) - m; extra > 0 {
		c.logs = c.logs[extra:]
	}
	c.zeros = m - len(c.logs)
	c.e, c.sums = make([]float64, len(c.logs)), make([]float64, len(c.logs)+1)
	for i, l := range c.logs {
		c.e[i] = math.Exp(min(l, largestLog))
		c.sums[i+1] = c.sums[i] + c.e[i]
	}
	return c
}

// atLeast is how many reach that logarithm.
func (c *closure) atLeast(least float64) int {
	first, _ := slices.BinarySearch(c.logs, least)
	return len(c.logs) - first
}

// holds checks the k largest against every S. Of all S with a in R and b outside the worst has the smallest of both, and of
// all b the worst takes in what lies below a/(alpha k), for each of those lowers the left side by less than the right.
func (c *closure) holds(k int, alpha float64) bool {
	outside := len(c.e) - k
	b := 0
	for a := 1; a <= k; a++ {
		each := float64(a) / (alpha * float64(k))
		for b < outside && c.e[b] < each {
			b++
		}
		inside := c.sums[outside+a] - c.sums[outside]
		if inside+c.sums[b] < each*float64(a+b+c.zeros) {
			return false
		}
	}
	return true
}
