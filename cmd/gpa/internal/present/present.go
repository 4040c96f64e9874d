// Package present shows what was mined to people: cards on a terminal, rubrics.md and report.html. Values in, bytes
// out. Names come from logs and may be hostile: none reaches a terminal, Markdown or HTML unescaped. It decides nothing.
package present

import (
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// Results are what is shown.
type Results struct {
	Rules   schema.Rules
	Rubrics schema.Rubrics
	// Start is the first moment of the input, from which days are counted. Zero: dates are shown in place of days.
	Start time.Time
	// Why is what stands behind the rules; without it less is told.
	Why schema.Explanations
	// Lacking says in plain words what is missing to know more of a place, by Place(dimension, intent). May be nil.
	Lacking map[string]string
}

// Place is the key of a dimension and an intent in Results.Lacking.
func Place(dimension, intent string) string { return dimension + "/" + intent }
