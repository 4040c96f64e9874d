package decide

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// closedByDefinition is closed e-BH on all m e-values, every set of hypotheses looked at.
func closedByDefinition(e []float64, alpha, least float64) int {
	sorted := slices.Clone(e)
	slices.SortFunc(sorted, func(a, b float64) int { return cmp.Compare(b, a) })
	for k := len(sorted); k > 0; k-- {
		if sorted[k-1] < least || (k < len(sorted) && sorted[k] == sorted[k-1]) {
			continue
		}
		if everySetHolds(sorted, k, alpha) {
			return k
		}
	}
	return 0
}

func everySetHolds(e []float64, k int, alpha float64) bool {
	for set := 1; set < 1<<len(e); set++ {
		sum, size, both := 0.0, 0, 0
		for i, x := range e {
			if set>>i&1 == 0 {
				continue
			}
			sum += x
			size++
			if i < k {
				both++
			}
		}
		if sum/float64(size) < float64(both)/(alpha*float64(k)) {
			return false
		}
	}
	return true
}

func TestClosedEBHEqualsItsDefinition(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(2, 1))
	found, more := 0, 0
	for range 1500 {
		m := 1 + rng.IntN(10)
		var logs, all []float64
		for i := range m {
			if rng.IntN(4) == 0 {
				all = append(all, 0)
				continue
			}
			l := rng.ExpFloat64()*2.5 - 1
			if i > 0 && len(logs) > 0 && rng.IntN(5) == 0 {
				l = logs[len(logs)-1]
			}
			logs, all = append(logs, l), append(all, math.Exp(l))
		}
		alpha, least := []float64{0.05, 0.2}[rng.IntN(2)], []float64{math.Inf(-1), math.Log(3)}[rng.IntN(2)]
		want := closedByDefinition(all, alpha, math.Exp(least))
		threshold, k := ClosedEBH(logs, m, alpha, least)
		reached := 0
		for _, l := range logs {
			if l >= threshold {
				reached++
			}
		}
		if k != want || reached != k {
			t.Fatalf("ClosedEBH(%v, %d, %v, %v) = %v, %d (%d reach it), want %d", logs, m, alpha, least, threshold, k, reached, want)
		}
		_, plain := EBH(logs, m, alpha)
		if k < plain {
			t.Fatalf("closed e-BH confirms %d of %v, e-BH %d", k, logs, plain)
		}
		if found += k; k > plain {
			more++
		}
	}
	if found == 0 || more == 0 {
		t.Errorf("%d confirmed, %d times more than by e-BH: the test shows nothing", found, more)
	}
}

func TestClosedEBHByHand(t *testing.T) {
	t.Parallel()
	// m = 2, alpha = 0.1. e-BH wants 10 of both, or 20 of one. With 12 and 9: R of both needs 5 of each and a mean of
	// 10 for the two: 10.5 will do.
	logs := []float64{math.Log(12), math.Log(9)}
	if _, k := EBH(logs, 2, 0.1); k != 0 {
		t.Errorf("e-BH confirms %d, want none", k)
	}
	if threshold, k := ClosedEBH(logs, 2, 0.1, 0); k != 2 || threshold != logs[1] {
		t.Errorf("closed e-BH confirms %d from %v on, want both", k, threshold)
	}
	// None below least: R of one needs 10 of it, and a mean of 5 with the other.
	if _, k := ClosedEBH(logs, 2, 0.1, math.Log(10)); k != 1 {
		t.Errorf("closed e-BH confirms %d of those above 10, want one", k)
	}
	if threshold, k := ClosedEBH(nil, 0, 0.1, 0); k != 0 || !math.IsInf(threshold, 1) {
		t.Errorf("an empty family: %d, %v", k, threshold)
	}
	// What is as good as infinite.
	if _, k := ClosedEBH([]float64{5000, 800, 900}, 100_000, 0.05, 0); k != 3 {
		t.Errorf("three beyond doubt: %d", k)
	}
}

// The e-values of true nulls are the hardest there are, large or nothing, so that the level is nearly used up where
// nothing is true; where a third is true the share of nulls among the confirmed stays below it on average.
func TestClosedEBHKeepsItsLevel(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		effects     int
		least, most float64
	}{
		{"nothing to find", 0, 0.15, 0.21},
		{"a third to find", 20, 0.001, 0.2},
	} {
		rng := rand.New(rand.NewPCG(3, 1))
		const runs, m, alpha, large = 4000, 60, 0.2, 301
		sum := 0.0
		for range runs {
			logs := make([]float64, m)
			for i := range logs {
				logs[i] = math.Inf(-1)
				if rng.IntN(large) == 0 {
					logs[i] = math.Log(large)
				}
				if i < c.effects {
					logs[i] = 4 + 2*rng.NormFloat64()
				}
			}
			threshold, k := ClosedEBH(logs, m, alpha, 0)
			for _, l := range logs[c.effects:] {
				if k > 0 && l >= threshold {
					sum += 1 / float64(k)
				}
			}
		}
		if share := sum / runs; share < c.least || share > c.most {
			t.Errorf("%s: a share of %.3f of the confirmed is false, want %v to %v", c.name, share, c.least, c.most)
		}
	}
}

func BenchmarkClosedEBH24000(b *testing.B) {
	rng := rand.New(rand.NewPCG(4, 1))
	logs := make([]float64, 24_000)
	for i := range logs {
		logs[i] = 2*rng.NormFloat64() - 2
		if i < 500 {
			logs[i] += 12
		}
	}
	for b.Loop() {
		ClosedEBH(logs, len(logs), 0.05, math.Log(10))
	}
}
