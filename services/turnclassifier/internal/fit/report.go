package fit

import (
	"github.com/gpa-stream/gpa/pkg/agreement"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/evaluate"
)

// Report says how good the fitted models are, on what they were not fitted on.
type Report struct {
	Version string `json:"version"`
	// Bytes is the size of the weights.
	Bytes   int            `json:"bytes"`
	Trained []Count        `json:"trained"`
	Sets    []evaluate.Set `json:"sets"`
	// Crossed is the cross-validation on the own chat rows.
	Crossed evaluate.Part `json:"crossed"`
	// Sealed is one of Sets: own rows that no model is fitted on.
	Sealed evaluate.Set `json:"-"`
	// Adversarial is one of Sets: own rows that are easily misread, by tag.
	Adversarial evaluate.Set `json:"-"`
	// Others is one of Sets, too: such rows by an author who knew neither the model nor the rows of the fit.
	Others evaluate.Set `json:"-"`
	// Readers says how far two readers of the real chats agree.
	Readers agreement.Scores `json:"-"`
	Intents []Intents        `json:"intents"`
}

// Count is how many rows of a set were fitted on.
type Count struct {
	Name string `json:"name"`
	Rows int    `json:"rows"`
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
	// Crossed is the cross-validation on the pack's own examples, other ones included.
	Crossed agreement.Scores `json:"crossed"`
}
