package evidence

import (
	"math"
	"testing"
)

// Golden values: mpmath with 40 digits, log(ncdf(z)).
func TestLogPhiIsExactInBothTails(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ z, want float64 }{
		{-40, -804.60844201375378817},
		{-20, -203.91715537109726394},
		{-9, -43.628149113332115497},
		{-8, -35.013437159914549896},
		{-7.5, -31.075890902890001243},
		{-1, -1.8410216450092635058},
		{0, -math.Ln2},
		{1, -0.17275377902344988953},
		{5, -2.8665161296376359338e-7},
		{6, -9.8658764552437573169e-10},
		{9, -1.1285884059538406478e-19},
	} {
		if got := LogPhi(c.z); math.Abs(got-c.want) > 1e-11*math.Abs(c.want) {
			t.Errorf("LogPhi(%v) = %.17g, want %.17g", c.z, got, c.want)
		}
	}
}

func TestPValueIsThatOfOneLook(t *testing.T) {
	t.Parallel()
	// scipy.stats.norm.sf(1.6448536269514722) = 0.05
	if got := PValue(2*1.6448536269514722, 4); math.Abs(got-0.05) > 1e-12 {
		t.Errorf("PValue = %v, want 0.05", got)
	}
	if got := PValue(-3, 1); got < 0.99 {
		t.Errorf("PValue against the direction = %v", got)
	}
	if got := PValue(1, 0); got != 1 {
		t.Errorf("PValue without variance = %v, want 1", got)
	}
}
