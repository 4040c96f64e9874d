package rubricpublisher

import (
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/tell"
)

// A Line is one thing that is said of a rule.
type Line = tell.Line

// OverTime is what the line about e-values over time is about.
const OverTime = tell.OverTime

// More says how many more days something takes.
func More(days float64) string { return tell.More(days) }

// Tell puts a rule and what stands behind it into words, the same that the HTTP interface gives; names from logs stand in
// them as they are.
func Tell(r schema.Rule, x schema.Explanation) []Line { return tell.Rule(r, x) }

// Finding is a rule in one sentence.
func Finding(r schema.Rule) string { return tell.Finding(r) }
