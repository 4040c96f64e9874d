package scorecard

import (
	"io"

	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// Reactions writes the measure of a set of judged reactions.
func Reactions(w io.Writer, m turnclassifier.ReactionMeasure) {
	p := page{w}
	p.line("%s: %d rows", m.Name, m.Scores.Rows)
	p.overall(m.Scores)
	p.classes(m.Scores)
	p.line("")
	p.confusion(m.Scores)
	p.line("")
	p.reliability(m.Scores)
	p.line("")
	p.others(m)
	if m.Kinds != nil {
		p.line("")
		p.line("  feedback type of dissatisfied rows that were found: right in %.1f %% of %d", 100*m.Kinds.Accuracy, m.Kinds.Rows)
		p.classes(*m.Kinds)
	}
	if e := m.Evidence; e != nil {
		p.line("")
		p.line("  evidence: given for %d of %d rows with the right label, half or more shared with the one marked by hand in %d", e.Given, e.Rows, e.Half)
	}
	p.parts("language", m.Languages)
	p.parts("tag", m.Tags)
	for _, c := range m.Cascade {
		p.curve(c)
	}
	p.line("")
}

// others are judges to compare with: baselines on the same rows, and what others published.
func (p page) others(m turnclassifier.ReactionMeasure) {
	rows := [][]string{{"compared with", "macro-F1", "accuracy", "kappa"}}
	for _, b := range m.Baselines {
		rows = append(rows, []string{b.Name, share(b.Scores.MacroF1), decimal(b.Scores.Accuracy), decimal(b.Scores.Kappa)})
	}
	for _, f := range m.Published {
		rows = append(rows, []string{f.Name + " (published, test part)", share(f.MacroF1), "", ""})
	}
	p.table(rows)
}

func (p page) parts(what string, parts []turnclassifier.MeasuredPart) {
	if len(parts) == 0 {
		return
	}
	p.line("")
	rows := [][]string{{what, "rows", "accuracy", "macro-F1", "kappa", "ECE"}}
	for _, x := range parts {
		s := x.Scores
		rows = append(rows, []string{x.Name, whole(s.Rows), decimal(s.Accuracy), share(s.MacroF1), decimal(s.Kappa), decimal(s.ECE)})
	}
	p.table(rows)
}

// curve is what asking a better judge would give.
func (p page) curve(c turnclassifier.ReactionCurve) {
	p.line("")
	p.line("  cascade, with a judge that is supposed to be right in %.0f %%:", 100*c.Better)
	rows := [][]string{{"asked below", "share asked", "macro-F1", "accuracy", "accuracy of the rest", "of those asked about before"}}
	for _, x := range c.Points {
		rows = append(rows, []string{decimal(x.Below), share(x.Asked), share(x.MacroF1), decimal(x.Accuracy), decimal(x.Left), decimal(x.Unsure)})
	}
	p.table(rows)
}
