package protocol

import (
	"context"
	"fmt"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// judge decides by a hash of all that an exchange sees, so that a turn too many or too few changes the judgement. Novices
// like steps and experts do not, mostly: there are rules to be found.
type judge struct{ slots int }

// Slots is how many exchanges it wants in hand.
func (j judge) Slots() int { return j.slots }

func (judge) Judge(_ context.Context, c turnclassifier.Case, given string, out *gpav1.Exchange) error {
	seen := []string{c.Response.GetId()}
	for _, turns := range [][]*gpav1.Turn{c.Earlier, c.Prompt, c.Reaction} {
		seen = append(seen, "then")
		for _, t := range turns {
			seen = append(seen, t.GetId())
		}
	}
	if c.Feedback != nil {
		seen = append(seen, c.Feedback.GetId())
	}
	h := hash(seen...)
	steps := c.Response.GetContent()[0] == '1'
	likes := (out.GetGroups()[0].GetValue() == "novice") == steps
	if h%17 == 0 {
		likes = !likes
	}
	j := &gpav1.Judgement{Model: fmt.Sprintf("saw %x", h), Tier: "local", PSat: 0.8 + float64(h%19)/100}
	j.Label = gpav1.Label_LABEL_SAT
	if !likes {
		j.Label, j.PSat, j.PDsat = gpav1.Label_LABEL_DSAT, 0, j.GetPSat()
	}
	j.PNeutral = 1 - j.GetPSat() - j.GetPDsat()
	if h%19 == 0 {
		j.Label = gpav1.Label_LABEL_NEUTRAL
	}
	out.Intent, out.IntentConfidence, out.Judgement = given, 1, j
	return nil
}
