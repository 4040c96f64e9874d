package ask

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
)

// kept is a verdict as it is stored: numbers and names, no word of a user.
type kept struct {
	Label string                   `json:"label"`
	P     [classify.Labels]float64 `json:"p"` // SAT, neutral, DSAT
	Type  string                   `json:"type"`
	// Evidence is reaction, start and end.
	Evidence *[3]int `json:"evidence,omitempty"`
	Dropped  bool    `json:"dropped,omitempty"`
}

// Keep is the verdict as text that holds no word of a user, so that it may be stored where texts may not.
func Keep(v Verdict) (string, error) {
	k := kept{Label: v.Label.String(), P: v.P, Type: v.FeedbackType, Dropped: v.Dropped}
	if e := v.Evidence; e != nil {
		k.Evidence = &[3]int{e.Reaction, e.Start, e.End}
	}
	b, err := json.Marshal(k)
	if err != nil {
		return "", fmt.Errorf("encode a verdict: %w", err)
	}
	return string(b), nil
}

// Recall is the verdict of what Keep made, about the same exchange.
func Recall(text string, in Input) (Verdict, error) {
	var k kept
	if err := json.Unmarshal([]byte(text), &k); err != nil {
		return Verdict{}, fmt.Errorf("decode a verdict: %w", err)
	}
	v := Verdict{Dropped: k.Dropped}
	label, ok := classify.ParseLabel(k.Label)
	var sum float64
	for _, p := range k.P {
		ok = ok && p >= 0 && p <= k.P[label]
		sum += p
	}
	if !ok || math.Abs(sum-1) > 1e-6 {
		return Verdict{}, errors.New("decode a verdict: label and probabilities do not fit")
	}
	v.Label, v.P, v.FeedbackType = label, k.P, k.Type
	if e := k.Evidence; e != nil {
		if e[0] < 0 || e[0] >= len(in.Reaction) {
			return Verdict{}, errors.New("decode a verdict: its evidence stands in no reaction")
		}
		if v.Evidence = span(in.Reaction[e[0]], e[0], e[1], e[2]); v.Evidence == nil {
			return Verdict{}, errors.New("decode a verdict: its evidence stands in no reaction")
		}
	}
	return v, nil
}
