package scorecard

import (
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/agreement"
)

func TestTheReliabilityPlotShowsSurenessAgainstRight(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	page{&b}.reliability(agreement.Scores{Reliability: []agreement.Bin{
		{From: 0.5, Rows: 4, Confidence: 0.5, Accuracy: 0.75},
		{From: 0.9, Rows: 2, Confidence: 1, Accuracy: 1},
	}})
	want := "  how sure | is, x right; 0 to 1\n" +
		"  0.5–0.6  ....................|.........x..........  sure 0.50, right 0.75, 4 rows\n" +
		"  0.9–1.0  ........................................*  sure 1.00, right 1.00, 2 rows\n"
	if b.String() != want {
		t.Errorf("plot\n%s\nwant\n%s", b.String(), want)
	}
}

func TestTablesAlignNamesLeftAndNumbersRight(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	page{&b}.table([][]string{{"name", "n"}, {"é", "100"}, {"longer", "1"}})
	if want := "  name      n\n  é       100\n  longer    1\n"; b.String() != want {
		t.Errorf("table\n%s\nwant\n%s", b.String(), want)
	}
}
