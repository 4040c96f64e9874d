package mine

import (
	"math"
	"testing"

	"github.com/gpa-stream/gpa/services/ruleminer/internal/evidence"
)

// said is a view with those e-values, in favour of more, from a start bucket.
func said(plus float64, start int64) view {
	return view{
		supported: true, start: start, plus: math.Log(plus), minus: math.Log(0.1),
		marginal: evidence.Score{S: 10, D: 100, V: 25},
	}
}

func TestGenerationsAverage(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	for _, c := range []struct {
		name  string
		views [generations]view
		want  float64
		best  int
	}{
		{"one alone, others count as 1", [generations]view{old: said(100, 0)}, (100 + 4) / 5.0, old},
		{"all four", [generations]view{said(10, 0), said(20, 0), said(30, 0), said(40, 0)}, (100 + 1) / 5.0, longYoung},
		{"the strongest carries", [generations]view{old: said(10, 0), reset: said(90, 0)}, (100 + 3) / 5.0, reset},
		{"none", [generations]view{}, 0, -1},
	} {
		logE, best := p.weigh(&c.views, 1, false, 0)
		if math.Abs(math.Exp(logE)-c.want) > 1e-6 || best != c.best {
			t.Errorf("%s: e %v from %d, want %v from %d", c.name, math.Exp(logE), best, c.want, c.best)
		}
	}
}

func TestGatesCountAsNothing(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	views := [generations]view{old: said(100, 3), young: said(50, 8)}
	if logE, best := p.weigh(&views, 1, true, 5); math.Abs(math.Exp(logE)-(50+3)/5.0) > 1e-6 || best != young {
		t.Errorf("old blocked: e %v from %d", math.Exp(logE), best)
	}
	if logE, best := p.weigh(&views, 1, true, 8); !math.IsInf(logE, -1) || best >= 0 {
		t.Errorf("all blocked: log e %v from %d", logE, best)
	}
	if logE, _ := p.weigh(&views, -1, false, 0); !math.IsInf(logE, -1) {
		t.Errorf("against the estimate: log e %v", logE)
	}
	p.MinEffect = 0.11
	if logE, _ := p.weigh(&views, 1, false, 0); !math.IsInf(logE, -1) {
		t.Errorf("estimate 0.10 under a least effect of 0.11: log e %v", logE)
	}
	p.MinEffect = 0.10
	if logE, _ := p.weigh(&views, 1, false, 0); math.IsInf(logE, -1) {
		t.Error("an estimate at the least effect is blocked")
	}
}

func TestUnionNullTakesTheSmallerEValue(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	strong, weak := evidence.Score{S: 40, D: 200, V: 50}, evidence.Score{S: 5, D: 150, V: 40}
	want, _ := evidence.LogE(weak.S, weak.V, p.Rho)
	for _, v := range []view{{marginal: strong, adjusted: weak}, {marginal: weak, adjusted: strong}} {
		if got := p.withE(v, revealed); got.plus != want {
			t.Errorf("log e %v, want %v", got.plus, want)
		}
	}
	if v := p.withE(view{marginal: strong}, revealed); !math.IsInf(v.plus, -1) {
		t.Errorf("without an adjusted score: log e %v, want none", v.plus)
	}
	alone, _ := evidence.LogE(strong.S, strong.V, p.Rho)
	if v := p.withE(view{marginal: strong}, stated); v.plus != alone {
		t.Errorf("wishes need no adjustment: log e %v, want %v", v.plus, alone)
	}
}

func TestOneLookTakesTheLargerPValue(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	v := view{
		supported: true, marginal: evidence.Score{S: 20, D: 100, V: 25}, adjusted: evidence.Score{S: 10, D: 90, V: 25},
	}
	if got, want := p.oneLook(&v, 1), evidence.PValue(10, 25); got != want {
		t.Errorf("p %v, want %v", got, want)
	}
	if got := p.oneLook(&v, -1); got != 1 {
		t.Errorf("against the estimate p is %v, want 1", got)
	}
	v.supported = false
	if got := p.oneLook(&v, 1); got != 1 {
		t.Errorf("without support p is %v, want 1", got)
	}
}
