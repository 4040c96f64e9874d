// Package evidence turns sums into e-values: how much money a fair bet against "no effect" would have made.
//
// It is arithmetic only. Products stand in float64() so that no compiler fuses them with a sum: equal sums give equal
// bits on every architecture, as far as math.Exp and math.Log do.
package evidence
