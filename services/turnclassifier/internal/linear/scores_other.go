//go:build !amd64

package linear

// score adds the products of the features to the sums.
func (w *Weights) score(features []Feature, sums []float64) { w.plainScore(features, sums) }
