package simulate

import (
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func TestCompareCountsFoundWrongAndOpen(t *testing.T) {
	t.Parallel()
	truth := Truth{
		Planted: []Difference{
			{"expertise", "expert", "novice", "debug", "steps", "less", -0.3},
			{"expertise", "expert", "novice", "debug", "depth", "more", 0.3},
		},
		Dimensions: []string{"expertise"}, Intents: []string{"debug", "review"},
	}
	live := func(intent, aspect, direction, channel, state string) schema.Rule {
		return schema.Rule{
			Kind: schema.Divergence, Dimension: "expertise", Group: "expert", Versus: "novice", Intent: intent, Aspect: aspect,
			Direction: direction, Channel: channel, State: state,
		}
	}
	preference := live("review", "steps", "more", "revealed", "confirmed")
	preference.Kind = schema.Preference
	foreign := live("debug", "warmth", "more", "revealed", "confirmed")
	foreign.Dimension = "locale"
	for name, c := range map[string]struct {
		rules              []schema.Rule
		found, wrong, open int
	}{
		"nothing mined":              {nil, 0, 0, 2},
		"both channels count once":   {[]schema.Rule{live("debug", "steps", "less", "revealed", "confirmed"), live("debug", "steps", "less", "stated", "kept")}, 1, 0, 1},
		"emerging is not found":      {[]schema.Rule{live("debug", "steps", "less", "revealed", "emerging")}, 0, 0, 2},
		"retracted is not wrong":     {[]schema.Rule{live("review", "steps", "less", "revealed", "retracted")}, 0, 0, 2},
		"opposite direction":         {[]schema.Rule{live("debug", "depth", "less", "revealed", "confirmed")}, 0, 1, 2},
		"where groups agree":         {[]schema.Rule{live("review", "steps", "less", "stated", "confirmed")}, 0, 1, 2},
		"another aspect":             {[]schema.Rule{live("debug", "warmth", "more", "revealed", "confirmed")}, 0, 1, 2},
		"preferences are no claim":   {[]schema.Rule{preference}, 0, 0, 2},
		"dimension of nobody's":      {[]schema.Rule{foreign}, 0, 0, 2},
		"intent that was not played": {[]schema.Rule{live("chat", "steps", "less", "revealed", "confirmed")}, 0, 0, 2},
		"everything": {[]schema.Rule{
			live("debug", "steps", "less", "revealed", "confirmed"), live("debug", "depth", "more", "stated", "kept"),
		}, 2, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, wrong, open := Compare(truth, c.rules)
			if found != c.found || wrong != c.wrong || open != c.open {
				t.Errorf("found %d, wrong %d, open %d; want %d, %d, %d", found, wrong, open, c.found, c.wrong, c.open)
			}
		})
	}
}

func TestTheLineSaysItInOneSentence(t *testing.T) {
	t.Parallel()
	truth := mustShipped(t, "demo").Truth(1)
	if got, want := Line(truth, nil), "planted by the simulator: 4 differences. found 0, wrong 0, still open 4"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	truth.Planted = truth.Planted[:1]
	if got, want := Line(truth, nil), "planted by the simulator: 1 difference. found 0, wrong 0, still open 1"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
