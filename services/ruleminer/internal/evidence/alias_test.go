package evidence

import (
	"math"
	"slices"
	"testing"
)

// correlated are sums of three aspects: the first two correlate by r, the third is on its own. All have an effect of 0.2
// when looked at alone.
func correlated(r float64) *Sums {
	s := NewSums(3)
	s.N, s.Dof, s.SS = 1000, 999, 0.25*999
	for a := range 3 {
		s.N1[a] = 500
		s.C[a*3+a] = 250
		for j := range Shards {
			s.Row(a)[j] = 50.0 / Shards
		}
	}
	s.C[1], s.C[3] = 250*r, 250*r
	return s
}

func TestAliasesAreToldApartFromNothingElse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		r    float64
		want []int
	}{{0.9, nil}, {0.949, nil}, {0.951, []int{1}}, {1, []int{1}}, {-0.96, []int{1}}} {
		s := correlated(c.r)
		if got := s.Aliases(0, 30); !slices.Equal(got, c.want) {
			t.Errorf("correlation %v: aliases %v, want %v", c.r, got, c.want)
		}
		if got := s.Aliases(2, 30); got != nil {
			t.Errorf("the third aspect has aliases %v", got)
		}
	}
	if got := correlated(1).Aliases(0, 501); got != nil {
		t.Errorf("too few observations: aliases %v", got)
	}
}

func TestAliasesDoNotExplainEachOtherAway(t *testing.T) {
	t.Parallel()
	e := correlated(0.99).Evaluate(30, 0)
	for a, score := range e.Adjusted {
		if math.Abs(score.Estimate()-0.2) > 1e-9 || math.Abs(score.V-62.5) > 1e-9 {
			t.Errorf("aspect %d: adjusted %+v, want the effect of 0.2 that it has alone", a, score)
		}
	}
	// Aspects that can be told apart do share an effect that both go along with: 0.2/(1+r) each.
	e = correlated(0.9).Evaluate(30, 0)
	for a, want := range []float64{0.2 / 1.9, 0.2 / 1.9, 0.2} {
		if got := e.Adjusted[a].Estimate(); math.Abs(got-want) > 1e-9 {
			t.Errorf("aspect %d: adjusted effect %v, want %v", a, got, want)
		}
	}
	// The same in another order of the aspects.
	moved := correlated(0.99).Select([]int{2, 1, 0}).Evaluate(30, 0)
	for a, score := range moved.Adjusted {
		if math.Abs(score.Estimate()-0.2) > 1e-9 {
			t.Errorf("moved aspect %d: adjusted %+v", a, score)
		}
	}
}

// Three columns that sum to one: what is told of each is about what it tells on its own.
func TestRedundantColumnsKeepTheirInformation(t *testing.T) {
	t.Parallel()
	const k, n = 3, 3000
	s := NewSums(k)
	s.N, s.Dof, s.SS = n, n-1, 0.25*n
	for a := range k {
		s.N1[a] = n / k
		for b := range k {
			s.C[a*k+b] = -float64(n) / (k * k)
		}
		s.C[a*k+a] += float64(n) / k
	}
	_, d, info, ok := s.adjust([]int{0, 1, 2}, 25)
	if !ok {
		t.Fatal("adjust gave up")
	}
	for a := range k {
		if own := s.C[a*k+a]; d[a] != info[a] || d[a] < own/2 || d[a] > 2*own {
			t.Errorf("column %d: D %v, I %v, alone %v", a, d[a], info[a], own)
		}
	}
}
