package attrextractor_test

import (
	"bufio"
	"os"
	"path/filepath"
	"testing"

	"github.com/gpa-stream/gpa/pkg/agreement"
	"github.com/gpa-stream/gpa/services/attrextractor"
)

// labelled are rows that a reader labelled; their texts lie in the folder that GPA_DATA names.
func labelled(t *testing.T, name string) []attrextractor.LabelledRow {
	t.Helper()
	folder := os.Getenv("GPA_DATA")
	if folder == "" {
		t.Skip("GPA_DATA names no folder of real conversations: aspects and wishes are not held against labels")
	}
	texts := attrextractor.LabelledTextsIn(os.DirFS(folder))
	f, err := os.Open(filepath.Join("internal", "evaluate", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	var rows []attrextractor.LabelledRow
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		r, err := attrextractor.ParseLabelledRow(lines.Bytes())
		if err == nil {
			err = texts.Fill(&r)
		}
		if err != nil {
			t.Fatalf("%s, row %d: %v", name, len(rows)+1, err)
		}
		rows = append(rows, r)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

func measured(t *testing.T, name string) attrextractor.RowMeasure {
	t.Helper()
	return measure(t, name, labelled(t, name))
}

func measure(t *testing.T, name string, rows []attrextractor.LabelledRow) attrextractor.RowMeasure {
	t.Helper()
	stage, err := attrextractor.New(attrextractor.Config{Observations: 1, Exchanges: 1}, attrextractor.NoSpans{})
	if err != nil {
		t.Fatal(err)
	}
	return stage.MeasureRows(name, rows)
}

// floors are what the AUC of each aspect must not fall below: two hundredths under what it was when the table in
// docs/evaluation.md was made. Those under .85 are known to be weak.
var floors = map[string]float64{
	"alternatives": 0.83, "analogy": 0.85, "answer_first": 0.85, "code_share": 0.98, "constraint_adherence": 0.73, "definitions": 0.84,
	"directness": 0.82, "edge_cases": 0.9, "emoji": 0.98, "example": 0.92, "explains_why": 0.87, "follow_up_question": 0.92,
	"formality": 0.86, "hedging": 0.93, "humour": 0.94, "length": 0.97, "locale_conventions": 0.92, "restates_request": 0.82,
	"runnable_code": 0.95, "sources": 0.85, "step_by_step": 0.9, "structure": 0.95, "summary": 0.94, "table": 0.88,
	"technical_depth": 0.9, "verification": 0.87, "warmth": 0.81, "warnings": 0.83,
}

func TestMetersAgreeWithAReaderOnRealAnswers(t *testing.T) {
	t.Parallel()
	aspects := measured(t, "answers_test.jsonl").Aspects
	if len(aspects) != len(floors) {
		t.Errorf("%d aspects are labelled, want %d", len(aspects), len(floors))
	}
	for _, a := range aspects {
		if a.AUC == nil {
			t.Errorf("%s: all rows are labelled alike", a.Aspect)
			continue
		}
		t.Logf("%-21s AUC %.2f  of %3d labelled %2d judged %2d  precision %.2f recall %.2f kappa %5.2f",
			a.Aspect, *a.AUC, a.Rows, a.Labelled, a.Judged, a.Precision, a.Recall, a.Kappa)
		if *a.AUC < floors[a.Aspect] {
			t.Errorf("%s: AUC %.3f, want at least %.2f", a.Aspect, *a.AUC, floors[a.Aspect])
		}
	}
}

// agreed keeps of rows the labels in which the second reader's are the same, and says of each aspect how both labelled it.
func agreed(rows, second []attrextractor.LabelledRow) (both []attrextractor.LabelledRow, outcomes map[string][]agreement.Outcome) {
	outcomes = map[string][]agreement.Outcome{}
	for i, r := range rows {
		same := map[string]bool{}
		for aspect, has := range second[i].Aspects {
			first, labelled := r.Aspects[aspect]
			if !labelled {
				continue
			}
			outcomes[aspect] = append(outcomes[aspect], agreement.Certain(agreement.ClassOf(first), agreement.ClassOf(has), 2))
			if first == has {
				same[aspect] = has
			}
		}
		r.Aspects = same
		both = append(both, r)
	}
	return both, outcomes
}

// TestTwoReadersAgreeAndMetersWithThem holds twelve aspects against a second reader, who labelled the same answers without
// knowing the first one's labels or the meters.
func TestTwoReadersAgreeAndMetersWithThem(t *testing.T) {
	t.Parallel()
	rows, second := labelled(t, "answers_test.jsonl"), labelled(t, "answers_second.jsonl")
	for i := range max(len(rows), len(second)) {
		if *rows[i].At != *second[i].At {
			t.Fatalf("row %d is %v with one reader and %v with the other", i+1, rows[i].At, second[i].At)
		}
	}
	both, outcomes := agreed(rows, second)
	aspects := measure(t, "both", both).Aspects
	if len(aspects) != 12 {
		t.Errorf("%d aspects were labelled twice, want 12", len(aspects))
	}
	for _, a := range aspects {
		readers := agreement.Of(outcomes[a.Aspect], agreement.YesNo)
		t.Logf("%-21s readers: kappa %.2f of %3d; meter where they agree: AUC %.3f of %3d", a.Aspect, readers.Kappa, readers.Rows, *a.AUC, a.Rows)
		if readers.Kappa < 0.4 {
			t.Errorf("%s: readers agree with kappa %.2f; a label that two people cannot give alike measures nothing", a.Aspect, readers.Kappa)
		}
		if want := floors[a.Aspect]; *a.AUC < want {
			t.Errorf("%s: AUC %.3f where readers agree, want at least %.2f", a.Aspect, *a.AUC, want)
		}
	}
}

// TestLabelsForTuningAreOfOtherAnswers keeps what is tuned on apart from what is measured on.
func TestLabelsForTuningAreOfOtherAnswers(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, r := range labelled(t, "answers_test.jsonl") {
		seen[r.At.File+r.At.ID] = true
	}
	for _, r := range labelled(t, "answers_tuning.jsonl") {
		if seen[r.At.File+r.At.ID] {
			t.Errorf("%s of %s is in both sets", r.At.ID, r.At.File)
		}
	}
}

// TestWishesFoundInRealReactionsAreStated holds a little less than was reached when docs/evaluation.md was written: on the
// reactions that were looked at, and on those that were not.
func TestWishesFoundInRealReactionsAreStated(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rows              string
		precision, recall float64
	}{{"wishes_test.jsonl", 0.85, 0.5}, {"wishes_more.jsonl", 0.7, 0.45}} {
		s := measured(t, tt.rows).Stated
		t.Logf("%s: %d labelled in %d rows, %d found, %d right: precision %.2f, recall %.2f", tt.rows, s.Labelled, s.Rows, s.Found, s.Right, s.Precision, s.Recall)
		if s.Precision < tt.precision || s.Recall < tt.recall {
			t.Errorf("%s: precision %.2f, recall %.2f; want at least %.2f and %.2f", tt.rows, s.Precision, s.Recall, tt.precision, tt.recall)
		}
	}
}
