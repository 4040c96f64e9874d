package attrextractor_test

import (
	"bufio"
	"os"
	"path/filepath"
	"testing"

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
	stage, err := attrextractor.New(attrextractor.Config{Observations: 1, Exchanges: 1}, attrextractor.NoSpans{})
	if err != nil {
		t.Fatal(err)
	}
	return stage.MeasureRows(name, labelled(t, name))
}

// floors are what the AUC of each aspect must not fall below: two hundredths under what it was when the table in
// docs/evaluation.md was made. Those under .85 are known to be weak.
var floors = map[string]float64{
	"alternatives": 0.75, "analogy": 0.85, "answer_first": 0.85, "code_share": 0.98, "constraint_adherence": 0.63, "definitions": 0.8,
	"directness": 0.8, "edge_cases": 0.74, "emoji": 0.98, "example": 0.92, "explains_why": 0.87, "follow_up_question": 0.92,
	"formality": 0.86, "hedging": 0.93, "humour": 0.66, "length": 0.97, "locale_conventions": 0.92, "restates_request": 0.82,
	"runnable_code": 0.95, "sources": 0.75, "step_by_step": 0.9, "structure": 0.95, "summary": 0.94, "table": 0.88,
	"technical_depth": 0.9, "verification": 0.86, "warmth": 0.79, "warnings": 0.83,
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
