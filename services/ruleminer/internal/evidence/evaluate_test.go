package evidence

import (
	"math"
	"math/rand/v2"
	"testing"
)

// plain sums: every shard equal, so that only the model's variance counts.
func plain(n, n1 int64, d, effect float64) *Sums {
	s := NewSums(1)
	s.N, s.N1[0], s.C[0] = n, n1, d
	s.SS, s.Dof = 0.25*float64(n-1), float64(n-1)
	for j := range Shards {
		s.X[j] = d * effect / Shards
	}
	return s
}

func TestEligibleNeedsBothArmsAndSpread(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		n, n1  int64
		spread float64
		want   bool
	}{
		{"enough of both", 100, 50, 25, true},
		{"just enough", 60, 30, 15, true},
		{"too few with", 100, 29, 20, false},
		{"too few without", 100, 71, 20, false},
		{"no spread within strata", 100, 50, 0, false},
	} {
		if got := plain(c.n, c.n1, c.spread, 0.1).Evaluate(30, 25).Eligible[0]; got != c.want {
			t.Errorf("%s: eligible %v, want %v", c.name, got, c.want)
		}
	}
}

func TestVarianceIsTheModelsWhenShardsAgree(t *testing.T) {
	t.Parallel()
	e := plain(1000, 500, 250, 0.2).Evaluate(30, 0)
	got := e.Marginal[0]
	if math.Abs(got.S-50) > 1e-9 || got.D != 250 || math.Abs(got.V-62.5) > 1e-9 || e.Deff != 1 {
		t.Errorf("score %+v, deff %v, want S 50, D 250, V 62.5, deff 1", got, e.Deff)
	}
	if math.Abs(e.Adjusted[0].S-got.S) > 1e-9 || math.Abs(e.Adjusted[0].V-got.V) > 1e-9 {
		t.Errorf("one aspect alone: adjusted %+v differs from marginal %+v", e.Adjusted[0], got)
	}
}

func TestOneGiantUserBringsItsOwnVariance(t *testing.T) {
	t.Parallel()
	s := plain(1000, 500, 250, 0)
	s.X[5] = 60
	got := s.Evaluate(30, 25).Marginal[0]
	if got.V < 0.95*got.S*got.S {
		t.Fatalf("V %v with S %v in one shard, want about S squared", got.V, got.S)
	}
	if plus, _ := LogE(got.S, got.V, 2); plus > 0.5 {
		t.Errorf("log e %v from one user", plus)
	}
}

func TestDesignEffectRaisesAllAspectsOfACell(t *testing.T) {
	t.Parallel()
	s := NewSums(3)
	s.N, s.Dof, s.SS = 1000, 999, 0.25*999
	for a := range 3 {
		s.N1[a], s.C[a*3+a] = 500, 250
		for j := range Shards {
			// Shards differ by +-d around 0: spread 64/63 * 64 d^2.
			d := []float64{2, 2, 0.1}[a]
			s.Row(a)[j] = d * float64(1-2*(j%2))
		}
	}
	e := s.Evaluate(30, 25)
	between := 64.0 / 63 * 64 * 4
	if want := between / 62.5; math.Abs(e.Deff-want) > 1e-9 {
		t.Fatalf("deff %v, want %v", e.Deff, want)
	}
	if got := e.Marginal[2].V; math.Abs(got-between) > 1e-9 {
		t.Errorf("the calm aspect has V %v, want it raised to %v", got, between)
	}
}

func TestNothingToSayIsNotUsable(t *testing.T) {
	t.Parallel()
	s := plain(1000, 500, 250, 0)
	s.SS = 0
	e := s.Evaluate(30, 25)
	if !e.Eligible[0] || e.Marginal[0].Usable() || e.Adjusted[0].Usable() {
		t.Errorf("all satisfied: %+v, want eligible but not usable", e)
	}
	if e := NewSums(2).Evaluate(30, 25); e.Eligible[0] || e.Marginal[1].Usable() {
		t.Errorf("empty sums: %+v", e)
	}
}

func TestSumsAddAndMove(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	a := randomSums(rng, 3)
	sum := a.Select([]int{0, 1, 2})
	sum.Add(a)
	for i, x := range sum.X {
		if x != 2*a.X[i] {
			t.Fatalf("X[%d] = %v, want %v", i, x, 2*a.X[i])
		}
	}
	if sum.N != 2*a.N || sum.SS != 2*a.SS || sum.Dof != 2*a.Dof || sum.N1[2] != 2*a.N1[2] || sum.C[5] != 2*a.C[5] {
		t.Error("sums do not add")
	}
	moved := a.Select([]int{2, -1, 0})
	if moved.C[2] != a.C[6] || moved.C[0] != a.C[8] || moved.C[4] != 0 || moved.N1[0] != a.N1[2] || moved.N1[1] != 0 {
		t.Errorf("moved %+v", moved)
	}
	if moved.Row(2)[7] != a.Row(0)[7] || moved.N != a.N {
		t.Error("shard scores did not move")
	}
}

func randomSums(rng *rand.Rand, k int) *Sums {
	s := NewSums(k)
	s.N, s.Dof, s.SS = 5000, 4999, 1200
	// A Gram matrix of random columns is positive definite.
	const rows = 200
	columns := make([][]float64, k)
	for a := range columns {
		columns[a] = make([]float64, rows)
		for i := range columns[a] {
			columns[a][i] = rng.NormFloat64()
		}
		s.N1[a] = 1000
		for j := range Shards {
			s.Row(a)[j] = rng.NormFloat64()
		}
	}
	for a := range k {
		for b := range k {
			for i := range rows {
				s.C[a*k+b] += columns[a][i] * columns[b][i]
			}
		}
	}
	return s
}

func TestAdjustEqualsItsDefinition(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 4))
	for _, k := range []int{1, 2, 5, 9} {
		s := randomSums(rng, k)
		const ridgeN = 25
		eligible := make([]int, k)
		p := make([]float64, k*k)
		copy(p, s.C)
		for i := range eligible {
			eligible[i] = i
			p[i*k+i] += s.C[i*k+i] * ridgeN / float64(s.N)
		}
		if !invert(p, k) {
			t.Fatal("not positive definite")
		}
		rows, d, info, ok := s.adjust(eligible, ridgeN)
		if !ok {
			t.Fatal("adjust gave up")
		}
		pc := product(p, s.C, k)
		pcp := product(pc, p, k)
		for a := range k {
			paa := p[a*k+a]
			near(t, "D", d[a], pc[a*k+a]/paa)
			near(t, "I", info[a], pcp[a*k+a]/(paa*paa))
			for j := range Shards {
				want := 0.0
				for b := range k {
					want += p[a*k+b] * s.Row(b)[j]
				}
				near(t, "Xt", rows[a][j], want/paa)
			}
		}
	}
}

func TestInvertGivesTheInverse(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 6))
	for _, k := range []int{1, 3, 8, 17} {
		c := randomSums(rng, k).C
		p := make([]float64, len(c))
		copy(p, c)
		if !invert(p, k) {
			t.Fatal("not positive definite")
		}
		for i, x := range product(p, c, k) {
			want := 0.0
			if i/k == i%k {
				want = 1
			}
			if math.Abs(x-want) > 1e-9 {
				t.Fatalf("k %d: product[%d] = %v, want %v", k, i, x, want)
			}
		}
	}
	if invert([]float64{1, 2, 2, 1}, 2) || invert([]float64{0}, 1) || invert([]float64{math.NaN()}, 1) {
		t.Error("inverted what has no inverse of use")
	}
}

func product(a, b []float64, n int) []float64 {
	c := make([]float64, n*n)
	for i := range n {
		for j := range n {
			for k := range n {
				c[i*n+j] += a[i*n+k] * b[k*n+j]
			}
		}
	}
	return c
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*(1+math.Abs(want)) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}
