package attrextractor_test

import (
	"bufio"
	"os"
	"path/filepath"
	"testing"

	"github.com/gpa-stream/gpa/services/attrextractor"
)

// answers are labelled answers whose texts lie in the folder that GPA_DATA names.
func answers(t *testing.T, name string) []attrextractor.LabelledRow {
	t.Helper()
	folder := os.Getenv("GPA_DATA")
	if folder == "" {
		t.Skip("GPA_DATA names no folder of real conversations: the meters are not held against labels")
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

func measured(t *testing.T, name string) map[string]float64 {
	t.Helper()
	stage, err := attrextractor.New(attrextractor.Config{Observations: 1, Exchanges: 1}, attrextractor.NoSpans{})
	if err != nil {
		t.Fatal(err)
	}
	auc := map[string]float64{}
	for _, a := range stage.MeasureRows(name, answers(t, name)).Aspects {
		if a.AUC != nil {
			auc[a.Aspect] = *a.AUC
		}
		t.Logf("%-21s AUC %.2f  of %3d labelled %2d judged %2d  precision %.2f recall %.2f kappa %5.2f",
			a.Aspect, auc[a.Aspect], a.Rows, a.Labelled, a.Judged, a.Precision, a.Recall, a.Kappa)
	}
	return auc
}

func TestMetersAgreeWithPeopleOnRealAnswers(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"answers_tuning.jsonl", "answers_test.jsonl"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if auc := measured(t, name); len(auc) < 27 {
				t.Errorf("%d aspects are measured, want all of which there are answers with and without", len(auc))
			}
		})
	}
}
