package fit

import (
	"fmt"
	"strings"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/evaluate"
)

// adversarial measures the model of chats on rows that are easily misread.
func adversarial(m *classify.Model) (evaluate.Set, error) {
	rows, err := corpus.Chats(classify.AdversarialRows)
	if err != nil {
		return evaluate.Set{}, fmt.Errorf("read adversarial rows: %w", err)
	}
	return set("chats (own adversarial part)", m, rows), nil
}

// tags is the part of the card on rows that are easily misread.
func (r *Report) tags(b *strings.Builder) {
	s := r.Adversarial
	if s.Scores.Rows == 0 {
		return
	}
	fmt.Fprintf(b, "\nThe adversarial part are own rows that are easily misread: words that blame or praise in a quotation, a\n"+
		"supposition, a negation, of somebody else, in irony, in code or in an order to the judge, beside near misses of each\n"+
		"class. They measure only; what was changed for such rows was changed by looking at their twins in other words. Labels\n"+
		"right: %.0f of %d. A row may have several tags:\n\n| tag | rows | right | accuracy |\n|---|---|---|---|\n", s.Scores.Accuracy*float64(s.Scores.Rows), s.Scores.Rows)
	for _, t := range s.Tags {
		fmt.Fprintf(b, "| %s | %d | %.0f | %.2f |\n", strings.ReplaceAll(t.Name, "_", " "), t.Scores.Rows, t.Scores.Accuracy*float64(t.Scores.Rows), t.Scores.Accuracy)
	}
}
