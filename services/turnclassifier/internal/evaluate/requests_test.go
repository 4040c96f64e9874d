package evaluate

import (
	"fmt"
	"math"
	"testing"

	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/intent"
)

// garden are requests of two intents that differ in a word or two.
func garden(n int) []corpus.Request {
	var out []corpus.Request
	for i := range n {
		out = append(out,
			corpus.Request{Text: fmt.Sprintf("plant number %d in the bed", i), Intent: "planting", Lang: "en"},
			corpus.Request{Text: fmt.Sprintf("snails ate leaf %d again", i), Intent: "pests", Tags: []string{"angry"}},
		)
	}
	return out
}

func TestATrialMeasuresOnRowsThatItDidNotFitOn(t *testing.T) {
	t.Parallel()
	strange := corpus.Request{Text: "what is the capital of France", Intent: "oos"}
	for name, trial := range map[string]Trial{
		"train": {Train: garden(10), OutOfScope: "oos", Rows: append(garden(3), strange)},
		"folds": {Folds: 5, OutOfScope: "oos", Rows: append(garden(10), strange)},
	} {
		s, err := trial.Measure(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		if want := len(trial.Rows) - 1; s.Scores.Rows != want || s.Scores.Accuracy != 1 || s.Intents != 2 {
			t.Errorf("%s: %d rows, accuracy %v, %d intents; want %d, all right, 2", name, s.Scores.Rows, s.Scores.Accuracy, s.Intents, want)
		}
		if o := s.OutOfScope; o == nil || o.Rows != 1 || o.Recall != 1 || o.AUC != 1 {
			t.Errorf("%s: out of scope %+v, want the one row found", name, o)
		}
		if len(s.Languages) != 1 || len(s.Tags) != 1 || len(s.Baselines) != 2 || s.Baselines[1].Scores.Accuracy != 1 {
			t.Errorf("%s: languages %v, tags %v, baselines %v", name, s.Languages, s.Tags, s.Baselines)
		}
	}
}

func TestATrialTakesSoManyExamplesSpreadEvenly(t *testing.T) {
	t.Parallel()
	trial := Trial{Train: garden(10), Examples: 2, OutOfScope: "oos", Rows: garden(1)}
	if got := trial.some("planting", trial.Train); len(got) != 2 || got[0] != "plant number 0 in the bed" || got[1] != "plant number 5 in the bed" {
		t.Errorf("examples %q", got)
	}
	s, err := trial.Measure(t.Context(), "few")
	if err != nil || s.Fitted != 4 {
		t.Errorf("fitted on %d examples (%v), want 4", s.Fitted, err)
	}
}

func TestAPackIsMeasuredAsItAnswers(t *testing.T) {
	t.Parallel()
	p, err := pack.Parse([]byte("name: garden\nintents:\n" +
		" - {name: planting, examples: [plant a hedge, plant tulip bulbs, sow carrots]}\n" +
		" - {name: pests, examples: [snails ate it, aphids on roses, mice eat roots]}\nother: [the capital of France, write a poem]\n"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := intent.Fit(t.Context(), p, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	rows := []corpus.Request{
		{Text: "plant tulip bulbs", Intent: "planting"},
		{Text: "snails ate roses", Intent: "pests"},
		{Text: "xyzzy", Intent: "other"},
		{Text: "plant a hedge", Intent: "pests"},
	}
	s := ByPack("rows", p, c, rows)
	if s.Scores.Accuracy != 0.75 || len(s.Confused) != 1 || s.Confused[0] != (Confused{"pests", "planting", 1}) {
		t.Errorf("accuracy %v, confused %v; want 3 of 4, and pests for planting", s.Scores.Accuracy, s.Confused)
	}
	if s.OutOfScope == nil || s.OutOfScope.Rows != 1 {
		t.Errorf("out of scope %+v, want one row", s.OutOfScope)
	}
}

func TestOtherIsAnsweredWithTheProbabilityThatIsStated(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want []float64 }{
		{[]float64{0.2, 0.3, 0.5}, []float64{0.12, 0.18, 0.7}},
		{[]float64{0, 0, 1}, []float64{0, 0, 1}},
	} {
		got := other(append([]float64{}, c.in...))
		for i := range got {
			if math.Abs(got[i]-c.want[i]) > 1e-9 {
				t.Errorf("other(%v) = %v, want %v", c.in, got, c.want)
				break
			}
		}
	}
}
