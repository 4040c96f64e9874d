// Package scorecard writes measures of judgements as text for people: tables and a reliability plot.
//
// It measures nothing and decides nothing.
package scorecard

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gpa-stream/gpa/pkg/agreement"
)

// A page writes; the first failure stays, and the caller who has gone away wants nothing more.
type page struct{ io.Writer }

func (p page) line(format string, args ...any) { _, _ = fmt.Fprintf(p, format+"\n", args...) }

// table writes rows of cells, aligned; the first row is the head, the first column a name, which reads best from the left.
func (p page) table(rows [][]string) {
	wide := make([]int, len(rows[0]))
	for _, r := range rows {
		for i, cell := range r {
			wide[i] = max(wide[i], utf8.RuneCountInString(cell))
		}
	}
	for _, r := range rows {
		cells := []string{"", r[0] + strings.Repeat(" ", wide[0]-utf8.RuneCountInString(r[0]))}
		for i, cell := range r[1:] {
			cells = append(cells, strings.Repeat(" ", wide[i+1]-utf8.RuneCountInString(cell))+cell)
		}
		p.line("%s", strings.TrimRight(strings.Join(cells, "  "), " "))
	}
}

func share(x float64) string   { return fmt.Sprintf("%.1f", 100*x) }
func decimal(x float64) string { return fmt.Sprintf("%.3f", x) }
func whole(n int) string       { return strconv.Itoa(n) }

// overall is the line of figures over all classes.
func (p page) overall(s agreement.Scores) {
	p.line("  accuracy %.3f, macro-F1 %.1f, kappa %.2f, ECE %.3f, Brier %.3f", s.Accuracy, 100*s.MacroF1, s.Kappa, s.ECE, s.Brier)
}

// classes is the table of classes that are labelled or judged, at most so many, the most frequent labels first.
func (p page) classes(s agreement.Scores) {
	rows := [][]string{{"class", "precision", "recall", "F1", "labelled", "judged"}}
	for _, c := range s.Classes {
		if c.Labelled+c.Judged > 0 {
			rows = append(rows, []string{c.Name, share(c.Precision), share(c.Recall), share(c.F1), whole(c.Labelled), whole(c.Judged)})
		}
	}
	p.table(rows)
}

// confusion is the table of labels against judgements.
func (p page) confusion(s agreement.Scores) {
	head := []string{"label \\ judged"}
	for _, c := range s.Classes {
		head = append(head, c.Name)
	}
	rows := [][]string{head}
	for i, c := range s.Classes {
		row := []string{c.Name}
		for _, n := range s.Confusion[i] {
			row = append(row, whole(n))
		}
		rows = append(rows, row)
	}
	p.table(rows)
}

// plotted is the width of the reliability plot in characters.
const plotted = 40

// reliability draws how often judgements of each sureness are right: x is the share of right ones, | how sure they are.
func (p page) reliability(s agreement.Scores) {
	p.line("  how sure | is, x right; 0 to 1")
	for _, b := range s.Reliability {
		line := []byte(strings.Repeat(".", plotted+1))
		line[int(b.Confidence*plotted+0.5)] = '|'
		at := int(b.Accuracy*plotted + 0.5)
		if line[at] == '|' {
			line[at] = '*'
		} else {
			line[at] = 'x'
		}
		p.line("  %.1f–%.1f  %s  sure %.2f, right %.2f, %d rows", b.From, b.From+0.1, line, b.Confidence, b.Accuracy, b.Rows)
	}
}
