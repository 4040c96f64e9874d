package measure

import (
	"math"
	"testing"
)

func certain(class, classes int) []float64 {
	p := make([]float64, classes)
	p[class] = 1
	return p
}

func TestScoresAreThoseOfAHandComputation(t *testing.T) {
	t.Parallel()
	// Labels 0 0 1 1 2 2, judged 0 1 1 1 2 0: F1 of 0 = 1/2, of 1 = 4/5, of 2 = 2/3; agreement 4/6, by chance 1/3.
	want, got := []int{0, 0, 1, 1, 2, 2}, []int{0, 1, 1, 1, 2, 0}
	var outcomes []Outcome
	for i := range want {
		outcomes = append(outcomes, Outcome{Want: want[i], P: certain(got[i], 3)})
	}
	s := Of(outcomes, 3)
	near := func(name string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-12 {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
	near("accuracy", s.Accuracy, 4.0/6)
	near("F1 of 0", s.F1[0], 0.5)
	near("F1 of 1", s.F1[1], 0.8)
	near("F1 of 2", s.F1[2], 2.0/3)
	near("macro-F1", s.MacroF1, (0.5+0.8+2.0/3)/3)
	near("kappa", s.Kappa, 0.5)
	near("ECE", s.ECE, 2.0/6)
}

func TestCalibrationErrorIsNothingWhenProbabilitiesHold(t *testing.T) {
	t.Parallel()
	var outcomes []Outcome
	for i := range 10 {
		want := 0
		if i < 3 {
			want = 1
		}
		outcomes = append(outcomes, Outcome{Want: want, P: []float64{0.7, 0.3}})
	}
	if e := Of(outcomes, 2).ECE; e > 1e-9 {
		t.Errorf("ECE = %v, want 0", e)
	}
}

func TestNothingMeasuredIsZero(t *testing.T) {
	t.Parallel()
	if s := Of(nil, 3); s.Count != 0 || s.MacroF1 != 0 || len(s.F1) != 3 {
		t.Errorf("Of(nil) = %+v, want zeros", s)
	}
}

func TestKappaOfAConstantJudgeIsZero(t *testing.T) {
	t.Parallel()
	var outcomes []Outcome
	for i := range 6 {
		outcomes = append(outcomes, Outcome{Want: i % 3, P: certain(1, 3)})
	}
	if k := Of(outcomes, 3).Kappa; math.Abs(k) > 1e-12 {
		t.Errorf("kappa = %v, want 0", k)
	}
}
