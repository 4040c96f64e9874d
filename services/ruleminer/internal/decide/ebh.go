package decide

import (
	"math"
	"slices"
)

// EBH is the e-BH procedure on a family of m hypotheses: confirmed are those whose logarithm of the e-value is at
// least threshold; there are k of them. Under any dependence the expected share of false ones among them is at most
// alpha. Hypotheses that are left out of logE count as e-value 0. Without any confirmed, threshold is +Inf.
func EBH(logE []float64, m int, alpha float64) (threshold float64, k int) {
	// Nothing below 1/alpha can be confirmed, so only what lies above is sorted.
	least := -math.Log(alpha)
	var high []float64
	for _, l := range logE {
		if l >= least-1e-9 {
			high = append(high, l)
		}
	}
	slices.Sort(high)
	for k = min(len(high), m); k > 0; k-- {
		threshold = math.Log(float64(m) / (alpha * float64(k)))
		if high[len(high)-k] >= threshold {
			return threshold, k
		}
	}
	return math.Inf(1), 0
}

// BH is the Benjamini-Hochberg procedure on a family of m hypotheses: those with a p-value of at most the result pass.
// Hypotheses that are left out of p count as 1. Without any passing it is negative.
func BH(p []float64, m int, q float64) float64 {
	sorted := slices.Clone(p)
	slices.Sort(sorted)
	for k := min(len(sorted), m); k > 0; k-- {
		if limit := q * float64(k) / float64(m); sorted[k-1] <= limit {
			return limit
		}
	}
	return -1
}
