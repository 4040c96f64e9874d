package cli

import (
	"testing"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/present"
	"github.com/gpa-stream/gpa/pkg/schema"
)

func rate(group, intent string, observations int64, days float64) schema.Rate {
	return schema.Rate{
		Dimension: "plan", Group: group, Intent: intent, Days: days, Observations: observations, UsersAtLeast: observations/3 + 1, Noise: 0.3,
		Hypotheses: 1000, Aspects: []schema.AspectRate{{Aspect: "length", Share: 0.3, Information: 0.1}},
	}
}

func TestCardsSayHowLongADifferenceTakes(t *testing.T) {
	t.Parallel()
	got := lacking(schema.Explanations{Rates: []schema.Rate{
		rate("free", "many", 50_000, 50), rate("paid", "many", 50_000, 50),
		rate("free", "some", 500, 10), rate("paid", "some", 500, 10),
		rate("free", "alone", 500, 10),
	}})
	for intent, want := range map[string]string{
		"many":  "a difference of 0.20 would have shown; smaller ones take longer",
		"some":  "a difference of 0.20 would show after about 59 more days at this rate",
		"alone": "",
	} {
		if text := got[present.Place("plan", intent)]; text != want {
			t.Errorf("%s: %q, want %q", intent, text, want)
		}
	}
	if got := lacking(schema.Explanations{}); len(got) != 0 {
		t.Errorf("without rates: %v", got)
	}
}
