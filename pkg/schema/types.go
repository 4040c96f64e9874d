package schema

// Record types: the ce_type header of what stands in the topics.
const (
	TypeTurns       = "io.gpa.turns.v1"
	TypeExchange    = "io.gpa.exchange.v1"
	TypeObservation = "io.gpa.observation.v1"
	TypeStatement   = "io.gpa.statement.v1"
	TypeDeadLetter  = "io.gpa.deadletter.v1"

	TypeRuleChanged     = "io.gpa.rule.changed.v1"
	TypeRubricPublished = "io.gpa.rubric.published.v1"
	TypeRubricRetired   = "io.gpa.rubric.retired.v1"
)

// Headers that `gpa import` puts on raw records, and that ingest heeds.
const (
	// HeaderFormat names the log format; without it ingest recognises the format by itself.
	HeaderFormat = "gpa-format"
	// HeaderComplete marks a record that holds a whole conversation.
	HeaderComplete = "gpa-complete"
	// HeaderDefaultTime is the time (RFC 3339) of turns without one; without it the record's own timestamp.
	HeaderDefaultTime = "gpa-default-time"
	// HeaderEnd marks an end record: every source that has passed its k-th end lets open buckets close.
	HeaderEnd = "gpa-end"
	// HeaderFile and HeaderLine name the file and line that a record was imported from.
	HeaderFile = "gpa-file"
	HeaderLine = "gpa-line"
)

// FeedbackTypes are the kinds of reaction, in the order of the contract.
var FeedbackTypes = []string{
	"positive", "correction", "error_report", "clarification", "rephrase", "more_detail", "less_detail",
	"style", "refusal_complaint", "ignored", "none",
}
