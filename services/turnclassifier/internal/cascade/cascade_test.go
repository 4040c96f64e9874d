package cascade

import (
	"math"
	"os"
	"testing"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/weights"
)

// three rows: right and sure, wrong and unsure, right and unsure.
var three = []Row{
	{classify.SAT, [3]float64{0.9, 0.05, 0.05}},
	{classify.DSAT, [3]float64{0.5, 0.3, 0.2}},
	{classify.Neutral, [3]float64{0.2, 0.6, 0.2}},
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-12 }

func TestAskingNobodyIsTheLocalTier(t *testing.T) {
	t.Parallel()
	p := Curve(three, 0.9, []float64{0})[0]
	// F1: SAT 2/3, neutral 1, DSAT 0.
	if p.Asked != 0 || !near(p.Accuracy, 2.0/3) || !near(p.MacroF1, 5.0/9) || !near(p.Left, 2.0/3) || p.Unsure != 0 {
		t.Errorf("got %+v", p)
	}
}

func TestAskingAboutAllIsTheBetterJudge(t *testing.T) {
	t.Parallel()
	p := Curve(three, 0.8, []float64{2})[0]
	if p.Asked != 1 || !near(p.Accuracy, 0.8) || !near(p.MacroF1, 0.8) || p.Left != 0 || !near(p.Unsure, 2.0/3) {
		t.Errorf("got %+v", p)
	}
	if p := Curve(three, 1, []float64{2})[0]; !near(p.Accuracy, 1) || !near(p.MacroF1, 1) {
		t.Errorf("a judge that is always right gives %+v", p)
	}
}

func TestOnlyTheUnsureAreAskedAbout(t *testing.T) {
	t.Parallel()
	got := Curve(three, 1, []float64{0.5, 0.55, 0.6, 0.61, 0.91})
	for i, want := range []struct{ asked, accuracy float64 }{{0, 2.0 / 3}, {1.0 / 3, 1}, {1.0 / 3, 1}, {2.0 / 3, 1}, {1, 1}} {
		if !near(got[i].Asked, want.asked) || !near(got[i].Accuracy, want.accuracy) {
			t.Errorf("below %g: %+v, want %+v", got[i].Below, got[i], want)
		}
	}
	if p := Curve(nil, 0.9, []float64{0.5})[0]; p.Asked != 0 || p.MacroF1 != 0 {
		t.Errorf("no rows give %+v", p)
	}
}

// TestDoubtMeansSomething holds the local tier to what a cascade rests on: where it is unsure, it is wrong more often.
func TestDoubtMeansSomething(t *testing.T) {
	t.Parallel()
	data := os.Getenv("GPA_DATA")
	if data == "" {
		t.Skip("GPA_DATA is not set: it names the folder of the labelled data")
	}
	file, err := weights.Decode(weights.Shipped)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"mwoz", "sgd", "redial"} {
		rows, err := corpus.Dialogues(os.DirFS(data), name, "valid")
		if err != nil {
			t.Fatal(err)
		}
		doubt(t, name, file.Tasks, rows)
	}
	rows, err := corpus.Chats(classify.SealedRows())
	if err != nil {
		t.Fatal(err)
	}
	doubt(t, "chats (own sealed part)", file.Chats, rows)
	known, err := corpus.Real(os.DirFS(data), classify.RealRows)
	if err != nil {
		t.Fatal(err)
	}
	doubt(t, "real chats", file.Chats, known)
}

func doubt(t *testing.T, name string, m *classify.Model, rows []corpus.Row) {
	t.Helper()
	var judged []Row
	for _, r := range rows {
		judged = append(judged, Row{r.Label, m.Judge(r.Input).P})
	}
	points := Curve(judged, 0.9, []float64{0, 0.5, 0.6, 0.7, 0.8, 0.9, 2})
	for i := 1; i < len(points); i++ {
		if points[i].Asked < points[i-1].Asked {
			t.Errorf("%s: the share falls from %g to %g", name, points[i-1].Asked, points[i].Asked)
		}
	}
	if p := points[3]; p.Unsure >= p.Left {
		t.Errorf("%s: below %g it is right in %.2f of the cases, elsewhere in %.2f", name, p.Below, p.Unsure, p.Left)
	}
}
