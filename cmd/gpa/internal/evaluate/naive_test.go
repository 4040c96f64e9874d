package evaluate

import (
	"math"
	"testing"

	"github.com/gpa-stream/gpa/services/ruleminer"
)

// judged adds n judgements of which so many are SAT.
func (v *naive) judged(group int, present []bool, n, sat int) {
	for i := range n {
		o := ruleminer.Observation{Label: ruleminer.DSAT}
		if i < sat {
			o.Label = ruleminer.SAT
		}
		v.add(&o, group, 0, present)
	}
}

func TestZIsThatOfTwoShares(t *testing.T) {
	t.Parallel()
	v := newNaive(Scenario{Groups: []string{"a", "b"}, Intents: 1, Aspects: 1})
	v.judged(0, []bool{true}, 100, 70)
	v.judged(0, []bool{false}, 400, 200)
	estimate, variance, ok := v.test(0, 0, 0)
	// By hand: 0.7 - 0.5, and 0.7 x 0.3/100 + 0.5 x 0.5/400.
	if !ok || math.Abs(estimate-0.2) > 1e-12 || math.Abs(variance-(0.0021+0.000625)) > 1e-12 {
		t.Errorf("estimate %v, variance %v, %v", estimate, variance, ok)
	}
	c := newClaim(question{}, estimate, variance)
	if math.Abs(c.z-3.8313) > 1e-4 || math.Abs(c.p-0.0001275) > 1e-6 {
		t.Errorf("z %v, p %v", c.z, c.p)
	}
	if _, _, ok := v.test(1, 0, 0); ok {
		t.Error("nothing was judged there")
	}
	v.judged(1, []bool{true}, 100, 40)
	v.judged(1, []bool{false}, 400, 200)
	// The other group: -0.1, 0.4 x 0.6/100 + 0.5 x 0.5/400; it alone does not pass, the difference of 0.3 does.
	got := v.published(0.05)
	if len(got) != 2 || got[0].q.versus != -1 || got[1].q != (question{0, 0, 1, 0, false}) || math.Abs(got[1].z-0.3/math.Sqrt(0.00575)) > 1e-9 {
		t.Errorf("published %+v", got)
	}
}

func TestBenjaminiHochbergEqualsItsDefinition(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		p    []float64
		m    int
		want int
	}{
		{nil, 10, 0},
		{[]float64{0.004}, 10, 1},
		{[]float64{0.006}, 10, 0},
		{[]float64{0.9, 0.009, 0.009}, 10, 2},
		{[]float64{0.011, 0.009, 0.014}, 10, 3},
		{[]float64{0.04, 0.001}, 10, 1},
	} {
		var claims []claim
		for _, p := range c.p {
			claims = append(claims, claim{p: p})
		}
		if got := benjaminiHochberg(claims, c.m, 0.05); len(got) != c.want {
			t.Errorf("%v of %d: %d pass, want %d", c.p, c.m, len(got), c.want)
		}
	}
}
