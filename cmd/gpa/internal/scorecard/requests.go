package scorecard

import (
	"io"

	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// Requests writes the measure of a set of requests.
func Requests(w io.Writer, m turnclassifier.RequestMeasure) {
	p := page{w}
	p.line("%s: %d rows, %d intents", m.Name, m.Scores.Rows, m.Intents)
	if m.Fitted > 0 {
		p.line("  fitted on %d examples", m.Fitted)
	}
	p.overall(m.Scores)
	if o := m.OutOfScope; o != nil {
		p.line("  out of scope: %d rows, %.1f %% found at 5 %% false alarms, AUC %.3f", o.Rows, 100*o.Recall, o.AUC)
	}
	p.classes(m.Scores)
	p.line("")
	p.reliability(m.Scores)
	p.line("")
	rows := [][]string{{"compared with", "macro-F1", "accuracy", "kappa"}}
	for _, b := range m.Baselines {
		rows = append(rows, []string{b.Name, share(b.Scores.MacroF1), decimal(b.Scores.Accuracy), decimal(b.Scores.Kappa)})
	}
	p.table(rows)
	if len(m.Confused) > 0 {
		p.line("")
		rows := [][]string{{"label", "taken for", "rows"}}
		for _, c := range m.Confused {
			rows = append(rows, []string{c.Label, c.Judged, whole(c.Rows)})
		}
		p.table(rows)
	}
	p.parts("language", m.Languages)
	p.parts("tag", m.Tags)
	p.line("")
}
