package decide

import (
	"math"
	"math/rand/v2"
	"testing"
)

// flushes until the detector fires on scores around effect, at most limit; information 30, variance 7.5 per flush.
func flushes(rng *rand.Rand, ref, effect float64, limit int) int {
	const d, v = 30.0, 7.5
	s := Detector{Ref: ref}
	for i := range limit {
		s = s.Next(effect*d+math.Sqrt(v)*rng.NormFloat64(), d, v)
		if s.Fired(200) {
			return i + 1
		}
	}
	return limit
}

func TestDetectorKnowsWhatIsStillThere(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		effect      float64
		least, most float64
	}{
		// A rule exactly at half its published effect: one false alarm in 200 flushes or more.
		{"at the reference", 0.15, 200, 1000},
		{"at the published effect", 0.30, 900, 1000},
		{"gone", 0, 1, 30},
		{"turned around", -0.30, 1, 8},
	} {
		rng := rand.New(rand.NewPCG(11, 3))
		sum := 0.0
		const runs = 200
		for range runs {
			sum += float64(flushes(rng, 0.15, c.effect, 1000))
		}
		if mean := sum / runs; mean < c.least || mean > c.most {
			t.Errorf("%s: %.0f flushes on average, want %v to %v", c.name, mean, c.least, c.most)
		}
	}
}

func TestDetectorStepsByHand(t *testing.T) {
	t.Parallel()
	// ref 0.1, D 10, v 2: lambda 0.5; U 0: exp(0.5*1 - 0.25*2/2) = exp(0.25).
	s := Watch(0.2).Next(0, 10, 2)
	if want := math.Exp(0.25); math.Abs(s.R-want) > 1e-12 {
		t.Errorf("R %v, want %v", s.R, want)
	}
	s = s.Next(0, 10, 2)
	if want := (1 + math.Exp(0.25)) * math.Exp(0.25); math.Abs(s.R-want) > 1e-12 {
		t.Errorf("second R %v, want %v", s.R, want)
	}
	for _, idle := range []Detector{s.Next(1, 0, 1), s.Next(1, 1, 0)} {
		if idle != s {
			t.Errorf("a flush that says nothing moved %v to %v", s, idle)
		}
	}
	if !(Detector{R: 200}).Fired(200) || (Detector{R: 199}).Fired(200) {
		t.Error("fires at arl, not below")
	}
}
