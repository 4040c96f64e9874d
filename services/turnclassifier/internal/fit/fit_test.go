package fit

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/agreement"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/evaluate"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/weights"
)

// data is the folder of labelled data beside the repository; GPA_DATA names another.
func data(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("GPA_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "..", "shared", "data")
	}
	if _, err := os.Stat(filepath.Join(dir, "satisfaction")); err != nil {
		t.Skipf("no labelled data in %s: set GPA_DATA", dir)
	}
	return dir
}

func TestShippedWeightsReachWhatTheCardSays(t *testing.T) {
	t.Parallel()
	file, err := weights.Decode(weights.Shipped)
	if err != nil {
		t.Fatal(err)
	}
	report := &Report{}
	if err := judge(os.DirFS(data(t)), file, report); err != nil {
		t.Fatal(err)
	}
	floors := map[string]float64{"mwoz": 0.495, "sgd": 0.615, "redial": 0.54, "jddc": 0.60, "chats": 0.60, "real": 0.40}
	for _, s := range report.Sets {
		for name, floor := range floors {
			if strings.HasPrefix(s.Name, name) && s.Scores.MacroF1 < floor {
				t.Errorf("%s: macro-F1 %.3f, want at least %.3f", s.Name, s.Scores.MacroF1, floor)
			}
		}
		// Real chats hold a handful of satisfied rows only: there the list's luck is as good.
		if s.Scores.MacroF1 <= s.Baseline(evaluate.WordList).MacroF1 && !strings.HasPrefix(s.Name, "real") {
			t.Errorf("%s: macro-F1 %.3f is not above the word list's %.3f", s.Name, s.Scores.MacroF1, s.Baseline(evaluate.WordList).MacroF1)
		}
	}
}

func TestMissingDataIsAnError(t *testing.T) {
	t.Parallel()
	if _, _, err := Train(t.Context(), os.DirFS(t.TempDir()), nil); err == nil || !strings.Contains(err.Error(), "uss_mwoz") {
		t.Errorf("Train of an empty folder = %v, want the name of the missing file", err)
	}
}

func TestBalanceMakesRareLabelsHeavier(t *testing.T) {
	t.Parallel()
	rows := []corpus.Row{{Label: classify.SAT}, {Label: classify.SAT}, {Label: classify.SAT}, {Label: classify.DSAT}}
	even := examples(rows, classify.Chats, 1)
	if math.Abs(float64(even[0].Weight*3-even[3].Weight)) > 1e-6 {
		t.Errorf("weights %v and %v, want three of the first as heavy as one of the other", even[0].Weight, even[3].Weight)
	}
	if plain := examples(rows, classify.Chats, 0); plain[0].Weight != 1 || plain[3].Weight != 1 {
		t.Errorf("without balance: %v and %v, want 1", plain[0].Weight, plain[3].Weight)
	}
}

func TestOddRowsCountLess(t *testing.T) {
	t.Parallel()
	rows := []corpus.Row{{}, {Tags: []string{odd}}}
	all := examples(rows, classify.Chats, 0)
	lighten(all, rows)
	if all[0].Weight != 1 || all[1].Weight != oddWeight {
		t.Errorf("weights %v and %v, want 1 and %v", all[0].Weight, all[1].Weight, oddWeight)
	}
}

func TestTemperatureCoolsWhatIsTooSure(t *testing.T) {
	t.Parallel()
	var known []scored
	for i := range 100 {
		want := 0
		if i < 40 {
			want = 1
		}
		known = append(known, scored{want, []float64{2, 0}})
	}
	got := temperature(known)
	if p := (scored{0, []float64{2, 0}}).at(got)[0]; math.Abs(p-0.6) > 0.05 {
		t.Errorf("at temperature %v p = %v, want near 0.6", got, p)
	}
}

func TestTheCardSaysWhatWasMeasured(t *testing.T) {
	t.Parallel()
	part := evaluate.Part{Name: "en", Scores: agreement.Scores{Rows: 3, Accuracy: 2.0 / 3}}
	r := &Report{Version: "local-x", Sets: []evaluate.Set{{Name: "somewhere"}}, Sealed: evaluate.Set{Languages: []evaluate.Part{part}}, Intents: []Intents{{Pack: "garden", Rows: 4, Right: 3}, {Pack: "sea"}}}
	card := string(r.Markdown())
	for _, want := range []string{"local-x", "somewhere", "en 2 of 3", "garden", "75.0 % of 4", "| sea | 0 | 0 | 0 | – | – |", "licence"} {
		if !strings.Contains(card, want) {
			t.Errorf("the card lacks %q", want)
		}
	}
}
