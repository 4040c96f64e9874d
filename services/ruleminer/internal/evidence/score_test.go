package evidence

import (
	"math"
	"testing"
)

func TestDivergenceIsTheDifferenceOfEstimates(t *testing.T) {
	t.Parallel()
	a, b := Score{S: 60, D: 300, V: 80}, Score{S: -20, D: 200, V: 45}
	d := Divergence(a, b)
	near(t, "estimate", d.Estimate(), a.Estimate()-b.Estimate())
	near(t, "standard error", math.Sqrt(d.V)/d.D, math.Sqrt(80.0/(300*300)+45.0/(200*200)))
	near(t, "information", d.D, 120)
	back := Divergence(b, a)
	near(t, "turned around", back.S, -d.S)
	if got := d.Signed(-1); got.S != -d.S || got.V != d.V {
		t.Errorf("Signed(-1) = %+v of %+v", got, d)
	}
	if got := d.Signed(1); got != d {
		t.Errorf("Signed(1) = %+v of %+v", got, d)
	}
}

func TestDivergenceNeedsBothGroups(t *testing.T) {
	t.Parallel()
	s := Score{S: 1, D: 2, V: 3}
	for _, d := range []Score{Divergence(s, Score{}), Divergence(Score{}, s), Divergence(s, Score{S: 1, D: 1})} {
		if d.Usable() {
			t.Errorf("%+v is usable", d)
		}
	}
}
