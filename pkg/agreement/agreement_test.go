package agreement_test

import (
	"math"
	"testing"

	"github.com/gpa-stream/gpa/pkg/agreement"
)

var abc = []string{"a", "b", "c"}

func near(t *testing.T, name string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-12 {
		t.Errorf("%s = %v, want %v", name, got, want)
	}
}

func TestScoresAreThoseOfAHandComputation(t *testing.T) {
	t.Parallel()
	// F1 of a = 1/2, of b = 4/5, of c = 2/3; agreement 4/6, by chance 1/3.
	want, got := []int{0, 0, 1, 1, 2, 2}, []int{0, 1, 1, 1, 2, 0}
	var outcomes []agreement.Outcome
	for i := range want {
		outcomes = append(outcomes, agreement.Certain(want[i], got[i], 3))
	}
	s := agreement.Of(outcomes, abc)
	near(t, "accuracy", s.Accuracy, 4.0/6)
	near(t, "precision of b", s.Classes[1].Precision, 2.0/3)
	near(t, "recall of b", s.Classes[1].Recall, 1)
	near(t, "F1 of a", s.Classes[0].F1, 0.5)
	near(t, "F1 of b", s.Classes[1].F1, 0.8)
	near(t, "F1 of c", s.Classes[2].F1, 2.0/3)
	near(t, "macro-F1", s.MacroF1, (0.5+0.8+2.0/3)/3)
	near(t, "kappa", s.Kappa, 0.5)
	near(t, "ECE", s.ECE, 2.0/6)
	near(t, "Brier", s.Brier, 4.0/6)
	if s.Confusion[2][0] != 1 || s.Confusion[0][2] != 0 || s.Classes[1].Labelled != 2 || s.Classes[1].Judged != 3 {
		t.Errorf("confusion %v, class b %+v; want c judged a once, and b labelled 2 times, judged 3 times", s.Confusion, s.Classes[1])
	}
}

func TestAClassThatNeverComesUpIsLeftOutOfTheMean(t *testing.T) {
	t.Parallel()
	s := agreement.Of([]agreement.Outcome{agreement.Certain(0, 0, 3), agreement.Certain(1, 1, 3)}, abc)
	near(t, "macro-F1", s.MacroF1, 1)
}

func TestCalibrationErrorIsNothingWhenProbabilitiesHold(t *testing.T) {
	t.Parallel()
	var outcomes []agreement.Outcome
	for i := range 10 {
		want := 0
		if i < 3 {
			want = 1
		}
		outcomes = append(outcomes, agreement.Outcome{Want: want, P: []float64{0.7, 0.3}})
	}
	s := agreement.Of(outcomes, abc[:2])
	if s.ECE > 1e-9 {
		t.Errorf("ECE = %v, want 0", s.ECE)
	}
	near(t, "Brier", s.Brier, (7*2*0.09+3*2*0.49)/10)
	if len(s.Reliability) != 1 || s.Reliability[0].Rows != 10 || s.Reliability[0].From != 0.7 {
		t.Errorf("reliability %+v, want one bin of ten rows from 0.7 on", s.Reliability)
	}
}

func TestNothingMeasuredIsZero(t *testing.T) {
	t.Parallel()
	if s := agreement.Of(nil, abc); s.Rows != 0 || s.MacroF1 != 0 || len(s.Classes) != 3 {
		t.Errorf("Of(nil) = %+v, want zeros", s)
	}
}

func TestKappaOfAConstantJudgeIsZero(t *testing.T) {
	t.Parallel()
	var outcomes []agreement.Outcome
	for i := range 6 {
		outcomes = append(outcomes, agreement.Certain(i%3, 1, 3))
	}
	near(t, "kappa", agreement.Of(outcomes, abc).Kappa, 0)
}

func TestAUCIsTheShareOfPairsInOrder(t *testing.T) {
	t.Parallel()
	rows := []agreement.Ranked{{0.1, false}, {0.4, true}, {0.35, false}, {0.8, true}, {0.4, false}}
	got, ok := agreement.AUC(rows)
	if !ok {
		t.Fatal("no AUC of rows of both kinds")
	}
	near(t, "AUC", got, (3+2+0.5)/6)
	if _, ok := agreement.AUC(rows[:1]); ok {
		t.Error("an AUC of rows of one kind")
	}
}

func TestRecallAtAllowsSoManyFalseAlarms(t *testing.T) {
	t.Parallel()
	rows := []agreement.Ranked{{0.9, false}, {0.5, false}, {0.4, false}, {0.1, false}, {0.95, true}, {0.6, true}, {0.45, true}, {0.2, true}}
	for _, c := range []struct{ alarms, want float64 }{{0, 0.25}, {0.25, 0.5}, {0.5, 0.75}, {1, 1}} {
		near(t, "recall", agreement.RecallAt(c.alarms, rows), c.want)
	}
}
