package classify

import "github.com/gpa-stream/gpa/services/turnclassifier/internal/linear"

// Kinds are the feedback types that the model tells apart among dissatisfied reactions, in the order of its weights.
var Kinds = []string{
	"correction", "error_report", "clarification", "rephrase", "more_detail", "less_detail", "style", "refusal_complaint", "ignored",
}

// The feedback types of the other reactions.
const (
	positive      = "positive"
	clarification = "clarification"
	none          = "none"
)

var idConfused = words.ID("confused")

// kind is the feedback type that fits the label.
func (m *Model) kind(mem *memory, l Label) string {
	switch l {
	case SAT:
		return positive
	case Neutral:
		if asksMeaning(&mem.reading) {
			return clarification
		}
		return none
	case DSAT:
	}
	scores := mem.floats.take(len(Kinds))
	m.Kinds.Scores(mem.collected.features, scores)
	return Kinds[linear.Best(scores)]
}

// asksMeaning says whether the user asks what was meant, without complaint.
func asksMeaning(r *reading) bool {
	for i := range r.turns {
		t := &r.turns[i]
		for _, h := range t.hits {
			if h.Concept == idConfused && h.scope&quoted == 0 && isQuestion(t.tokens) {
				return true
			}
		}
	}
	return false
}
