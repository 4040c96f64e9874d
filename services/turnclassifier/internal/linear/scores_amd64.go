package linear

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// eight adds the products of n features, at least one, to the sums of eight classes that lie side by side; rows is where
// the first of them stands in row 0, stride the bytes from one row to the next.
//
//go:noescape
func eight(sums *[8]float64, rows *float32, features *Feature, n int, mask uint32, stride int)

// sixteen is eight for sixteen classes, where the machine is wide.
//
//go:noescape
func sixteen(sums *[16]float64, rows *float32, features *Feature, n int, mask uint32, stride int)

var wide = cpu.X86.HasAVX

// score adds the products of the features to the sums, eight or sixteen classes at a time. What lies behind the last
// class of a row is read with it, and its sums are thrown away.
func (w *Weights) score(features []Feature, sums []float64) {
	if len(features) == 0 || cap(w.Rows) < len(w.Rows)+spare {
		w.plainScore(features, sums)
		return
	}
	n, mask, stride := len(features), uint32(1<<w.Bits-1), w.Classes*int(unsafe.Sizeof(w.Rows[0]))
	for from := 0; from < len(sums); {
		rest := sums[from:]
		if wide && len(rest) > 8 {
			var part [16]float64
			copy(part[:], rest)
			sixteen(&part, &w.Rows[from], &features[0], n, mask, stride)
			from += copy(rest, part[:])
			continue
		}
		var part [8]float64
		copy(part[:], rest)
		eight(&part, &w.Rows[from], &features[0], n, mask, stride)
		from += copy(rest, part[:])
	}
}
