package linear

import "unsafe"

// eight adds the products of n features, at least one, to the sums of eight classes that lie side by side; rows is where
// the first of them stands in row 0, stride the bytes from one row to the next.
//
//go:noescape
func eight(sums *[block]float64, rows *float32, features *Feature, n int, mask uint32, stride int)

// score adds the products of the features to the sums, eight classes at a time. What lies behind the last class of a row
// is read with it, and its sums are thrown away.
func (w *Weights) score(features []Feature, sums []float64) {
	if len(features) == 0 || cap(w.Rows) < len(w.Rows)+block-1 {
		w.plainScore(features, sums)
		return
	}
	stride := w.Classes * int(unsafe.Sizeof(w.Rows[0]))
	for from := 0; from < w.Classes; from += block {
		var part [block]float64
		copy(part[:], sums[from:])
		eight(&part, &w.Rows[from], &features[0], len(features), 1<<w.Bits-1, stride)
		copy(sums[from:], part[:])
	}
}
