package fit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/pkg/agreement"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/evaluate"
)

// adversarial measures the model of chats on rows that are easily misread.
func adversarial(m *classify.Model, name string, labelled []byte) (evaluate.Set, error) {
	rows, err := corpus.Chats(labelled)
	if err != nil {
		return evaluate.Set{}, fmt.Errorf("read %s: %w", name, err)
	}
	return set(name, m, rows), nil
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
		"right: %.0f of %d. Those of the other author are not twins of anything: %.0f of %d. A row may have several tags:\n\n"+
		"| tag | rows | right | accuracy | rows of the other author | right | accuracy |\n|---|---|---|---|---|---|---|\n",
		hits(s.Scores), s.Scores.Rows, hits(r.Others.Scores), r.Others.Scores.Rows)
	for _, t := range s.Tags {
		fmt.Fprintf(b, "| %s | %d | %.0f | %.2f |", strings.ReplaceAll(t.Name, "_", " "), t.Scores.Rows, hits(t.Scores), t.Scores.Accuracy)
		i := slices.IndexFunc(r.Others.Tags, func(o evaluate.Part) bool { return o.Name == t.Name })
		if i < 0 {
			b.WriteString(" 0 | – | – |\n")
			continue
		}
		o := r.Others.Tags[i].Scores
		fmt.Fprintf(b, " %d | %.0f | %.2f |\n", o.Rows, hits(o), o.Accuracy)
	}
}

// hits is how many rows were judged as they are labelled.
func hits(s agreement.Scores) float64 { return s.Accuracy * float64(s.Rows) }
