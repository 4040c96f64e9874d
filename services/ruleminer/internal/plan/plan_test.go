package plan

import (
	"math"
	"strings"
	"testing"
)

// example is that of the specification: kappa 0.41, p(1-p) 0.19, deff 1.2.
var example = Design{Information: 0.41 * 0.19, Noise: 0.25 * 1.2, Hypotheses: 1440, Rules: 40, Alpha: 0.05, Rho: 2}

func TestObservationsOfTheSpecificationsExample(t *testing.T) {
	t.Parallel()
	// By hand, at n = 6377: V = 124.2, z^2 = 2 (1.0161) (6.5793 + 2.0721 - 0.5) = 16.565, n = 1.2 z^2 / 0.003116 = 6379.
	for _, c := range []struct{ effect, want, within float64 }{{0.1, 6379, 5}, {-0.1, 6379, 5}, {0.3, 700, 10}} {
		if got := example.Observations(c.effect); math.Abs(got-c.want) > c.within {
			t.Errorf("an effect of %v takes %v, want %v", c.effect, got, c.want)
		}
	}
}

func TestEffectAndObservationsAreInverse(t *testing.T) {
	t.Parallel()
	for _, n := range []float64{50, 700, 12_345, 1e6} {
		if got := example.Observations(example.Effect(n)); math.Abs(got-n) > 1.5 {
			t.Errorf("the effect that %v show takes %v", n, got)
		}
	}
}

func TestMoreIsNeededForLess(t *testing.T) {
	t.Parallel()
	base := example.Observations(0.2)
	for name, change := range map[string]func(*Design){
		"a rarer aspect":        func(d *Design) { d.Information /= 2 },
		"users who come back":   func(d *Design) { d.Noise *= 1.5 },
		"more hypotheses":       func(d *Design) { d.Hypotheses *= 10 },
		"fewer rules beside it": func(d *Design) { d.Rules = 1 },
		"a stricter level":      func(d *Design) { d.Alpha /= 5 },
		"two groups to compare": func(d *Design) { d.Information = Between(d.Information, 0.5) },
	} {
		d := example
		change(&d)
		if got := d.Observations(0.2); got < 1.05*base {
			t.Errorf("%s: %v, no more than %v", name, got, base)
		}
	}
	d := example
	d.Information = Between(d.Information, 0.5)
	if got := d.Observations(0.2) / base; got < 3.9 || got > 4.3 {
		t.Errorf("a divergence takes %v times as much, want about 4: twice as much of each group", got)
	}
}

func TestInformationOfTheWorkedExample(t *testing.T) {
	t.Parallel()
	if got := Information(0.41, 0.255); math.Abs(got-0.41*0.189975) > 1e-12 {
		t.Errorf("information %v", got)
	}
}

func TestNoNumberShowsNothing(t *testing.T) {
	t.Parallel()
	for _, effect := range []float64{0, 1e-9, math.NaN()} {
		if got := example.Observations(effect); !math.IsInf(got, 1) {
			t.Errorf("an effect of %v takes %v", effect, got)
		}
	}
}

func TestWhatCannotBePlannedWithIsNamed(t *testing.T) {
	t.Parallel()
	if err := example.Validate(); err != nil {
		t.Error(err)
	}
	for want, change := range map[string]func(*Design){
		"tells 0;":      func(d *Design) { d.Information = 0 },
		"tells 0.3;":    func(d *Design) { d.Information = 0.3 },
		"noise is NaN":  func(d *Design) { d.Noise = math.NaN() },
		"0 hypotheses":  func(d *Design) { d.Hypotheses, d.Rules = 0, 0 },
		"expected 1 to": func(d *Design) { d.Rules = 1441 },
		"alpha is 1":    func(d *Design) { d.Alpha = 1 },
		"rho is -1":     func(d *Design) { d.Rho = -1 },
	} {
		d := example
		change(&d)
		if err := d.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not say %q", err, want)
		}
	}
}
