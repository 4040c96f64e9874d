package fit

import "github.com/gpa-stream/gpa/services/turnclassifier/internal/measure"

// Report says how good the fitted models are, on what they were not fitted on.
type Report struct {
	Version string `json:"version"`
	// Bytes is the size of the weights.
	Bytes   int     `json:"bytes"`
	Trained []Count `json:"trained"`
	Sets    []Set   `json:"sets"`
	// Crossed is the cross-validation on the own chat rows.
	Crossed Set       `json:"crossed"`
	Sealed  Sealed    `json:"sealed"`
	Intents []Intents `json:"intents"`
}

// Count is how many rows of a set were fitted on.
type Count struct {
	Name string `json:"name"`
	Rows int    `json:"rows"`
}

// Set is the measure of one set of rows, beside two baselines: always the most frequent label, and a list of words.
type Set struct {
	Name     string         `json:"name"`
	Scores   measure.Scores `json:"scores"`
	Majority measure.Scores `json:"majority"`
	WordList measure.Scores `json:"word_list"`
}

// Sealed is what else the sealed rows say, where the label was right.
type Sealed struct {
	// Kinds are the dissatisfied rows, KindsRight those with the right feedback type.
	Kinds      int `json:"kinds"`
	KindsRight int `json:"kinds_right"`
	// Spans are the rows with evidence, SpansRight those that share half with the span marked by hand.
	Spans      int        `json:"spans"`
	SpansRight int        `json:"spans_right"`
	Languages  []Language `json:"languages"`
}

// Language is the share of right labels in one language.
type Language struct {
	Lang  string `json:"lang"`
	Rows  int    `json:"rows"`
	Right int    `json:"right"`
}

// Intents is the measure of a pack on requests kept apart.
type Intents struct {
	Pack    string `json:"pack"`
	Intents int    `json:"intents"`
	// Own are the pack's examples, More the labelled requests fitted on beside them.
	Own  int `json:"own"`
	More int `json:"more"`
	Rows int `json:"rows"`
	// Right is how many of Rows got their intent; RightAlone with the pack's examples only.
	Right      int `json:"right"`
	RightAlone int `json:"right_alone"`
}
