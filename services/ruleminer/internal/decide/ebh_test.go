package decide

import (
	"math"
	"math/rand/v2"
	"testing"
)

// bruteForce is e-BH by its definition, on all m e-values.
func bruteForce(logE []float64, m int, alpha float64) map[int]bool {
	best := 0
	for k := 1; k <= m; k++ {
		n := 0
		for _, l := range logE {
			if l >= math.Log(float64(m)/(alpha*float64(k))) {
				n++
			}
		}
		if n >= k {
			best = k
		}
	}
	confirmed := map[int]bool{}
	for i, l := range logE {
		if best > 0 && l >= math.Log(float64(m)/(alpha*float64(best))) {
			confirmed[i] = true
		}
	}
	return confirmed
}

func TestEBHEqualsItsDefinition(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 1))
	found := 0
	for range 2000 {
		m := 1 + rng.IntN(30)
		logE := make([]float64, rng.IntN(m+1))
		for i := range logE {
			logE[i] = rng.ExpFloat64()*4 - 2
			if rng.IntN(5) == 0 {
				logE[i] = math.Inf(-1)
			}
			if i > 0 && rng.IntN(4) == 0 {
				logE[i] = logE[i-1]
			}
		}
		alpha := []float64{0.05, 0.2}[rng.IntN(2)]
		want := bruteForce(logE, m, alpha)
		threshold, k := EBH(logE, m, alpha)
		found += k
		for i, l := range logE {
			if (l >= threshold) != want[i] {
				t.Fatalf("EBH(%v, %d, %v) = %v: hypothesis %d confirmed %v, want %v", logE, m, alpha, threshold, i, !want[i], want[i])
			}
		}
	}
	if found == 0 {
		t.Error("nothing was ever confirmed")
	}
}

func TestTiesEnterTogether(t *testing.T) {
	t.Parallel()
	// m/(alpha k) with m = 4, alpha = 0.05: 80 for one, 40 for two, 26.7 for three.
	tie := math.Log(41)
	threshold, k := EBH([]float64{tie, tie}, 4, 0.05)
	if k != 2 || tie < threshold {
		t.Errorf("a tie of two: k %d, threshold %v", k, threshold)
	}
	if _, k := EBH([]float64{tie}, 4, 0.05); k != 0 {
		t.Errorf("one alone: k %d, want 0", k)
	}
	if _, k := EBH(nil, 0, 0.05); k != 0 {
		t.Errorf("an empty family: k %d", k)
	}
	if threshold, _ := EBH([]float64{2}, 10, 0.05); !math.IsInf(threshold, 1) {
		t.Errorf("nothing confirmed: threshold %v, want +Inf", threshold)
	}
}

func TestBHPassesTheStepUpSet(t *testing.T) {
	t.Parallel()
	// By hand, m = 5, q = 0.05: limits 0.01, 0.02, 0.03, 0.04, 0.05. 0.028 passes for its rank, and carries 0.021.
	if got := BH([]float64{0.5, 0.028, 0.021, 0.005}, 5, 0.05); math.Abs(got-0.03) > 1e-15 {
		t.Errorf("limit %v, want 0.03", got)
	}
	if got := BH([]float64{0.02}, 5, 0.05); got >= 0 {
		t.Errorf("limit %v, want none", got)
	}
}
