package scorecard

import (
	"io"

	"github.com/gpa-stream/gpa/services/attrextractor"
)

// Rows writes the measure of aspects and stated wishes of a set.
func Rows(w io.Writer, m attrextractor.RowMeasure) {
	p := page{w}
	p.line("%s: %d rows", m.Name, m.Rows)
	p.extracted(m)
	for _, part := range m.Languages {
		p.line("")
		p.line("  language %s: %d rows", part.Name, part.Rows)
		p.extracted(part)
	}
	for _, part := range m.Tags {
		p.line("")
		p.line("  tag %s: %d rows", part.Name, part.Rows)
		p.extracted(part)
	}
	p.line("")
}

func (p page) extracted(m attrextractor.RowMeasure) {
	if len(m.Aspects) > 0 {
		p.line("  aspects: macro-F1 %.1f", 100*m.MacroF1)
		rows := [][]string{{"aspect", "rows", "labelled", "judged", "precision", "recall", "F1", "accuracy", "majority", "kappa", "AUC"}}
		for _, a := range m.Aspects {
			auc := "–"
			if a.AUC != nil {
				auc = decimal(*a.AUC)
			}
			rows = append(rows, []string{
				a.Aspect, whole(a.Rows), whole(a.Labelled), whole(a.Judged), share(a.Precision), share(a.Recall), share(a.F1),
				decimal(a.Accuracy), decimal(a.Majority), decimal(a.Kappa), auc,
			})
		}
		p.table(rows)
	}
	if s := m.Stated; s != nil {
		p.line("  stated wishes: %d labelled in %d rows, %d found, %d right: precision %.1f, recall %.1f, F1 %.1f",
			s.Labelled, s.Rows, s.Found, s.Right, 100*s.Precision, 100*s.Recall, 100*s.F1)
		if s.Marked > 0 {
			p.line("  evidence meets the words marked by hand in %d of %d", s.Half, s.Marked)
		}
		if s.Found > 0 {
			p.line("  confidence of what was found: ECE %.3f, Brier %.3f", s.Confidence.ECE, s.Confidence.Brier)
			p.reliability(s.Confidence)
		}
	}
}
