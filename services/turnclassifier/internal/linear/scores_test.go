package linear

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

// TestScoresAreThoseOfPlainSums compares, to the bit, with sums one by one.
func TestScoresAreThoseOfPlainSums(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	for classes := 1; classes <= 33; classes++ {
		w := NewWeights(classes, 6)
		for i := range w.Rows {
			w.Rows[i] = rng.Float32() - 0.5
		}
		for i := range w.Bias {
			w.Bias[i] = rng.Float32()
		}
		for _, n := range []int{0, 1, 2, 100} {
			features := make([]Feature, n)
			for i := range features {
				features[i] = Feature{Index: rng.Uint32(), Value: rng.Float32() - 0.3}
			}
			if n > 1 {
				features[n-1].Index = math.MaxUint32 // the last row
			}
			got, want := make([]float64, classes), make([]float64, classes)
			for c := range want {
				want[c] = float64(w.Bias[c])
			}
			w.plainScore(features, want)
			w.Scores(features, got)
			for c := range want {
				if math.Float64bits(got[c]) != math.Float64bits(want[c]) {
					t.Fatalf("%d classes, %d features: score of class %d = %v, want %v", classes, n, c, got[c], want[c])
				}
			}
		}
	}
}

func BenchmarkScores(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, classes := range []int{3, 9, 16} {
		w := NewWeights(classes, 15)
		for i := range w.Rows {
			w.Rows[i] = rng.Float32()
		}
		features := make([]Feature, 500)
		for i := range features {
			features[i] = Feature{Index: rng.Uint32(), Value: 0.1}
		}
		out := make([]float64, classes)
		b.Run(strconv.Itoa(classes), func(b *testing.B) {
			for b.Loop() {
				w.Scores(features, out)
			}
		})
		b.Run(strconv.Itoa(classes)+"-plain", func(b *testing.B) {
			for b.Loop() {
				w.plainScore(features, out)
			}
		})
	}
}
