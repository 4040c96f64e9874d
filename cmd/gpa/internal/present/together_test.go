package present

import (
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// together is a place whose only difference is about two aspects in one answer.
func together() Results {
	r := rule("code_debugging", schema.Conjunction("step_by_step", "code_share"), schema.Revealed, -0.31, 0.13, 19.8, -0.07, 0.24)
	return Results{
		Rules:   schema.Rules{Rules: []schema.Rule{r}},
		Rubrics: schema.Rubrics{Rubrics: []schema.Rubric{rubric("code_debugging", "expert", schema.Different), rubric("code_debugging", "novice", schema.Different)}},
		Why:     schema.Explanations{Rules: []schema.Explanation{grown(r.ID, 2, 9, 19)}},
	}
}

func TestTwoAspectsTogetherAreNamedBoth(t *testing.T) {
	t.Parallel()
	for width, want := range map[int]string{110: "share of code with step-by-step guidance", 80: "share of code with step-by-step guidance", 60: "share of code with step-by-step g…"} {
		if got := cards(t, width, false, together()); !strings.Contains(got, want) {
			t.Errorf("at width %d %q is missing in\n%s", width, want, got)
		}
	}
	s := page1(t, together(), Report{})
	for _, want := range []string{
		">share of code</text>", ">with step-by-step guidance</text>", ">share of … &#43; step-by-…</text>",
		"Novice users want share of code with step-by-step guidance, both in one answer (&#43;0.24);",
	} {
		if !strings.Contains(s, want) {
			t.Errorf("the report lacks %s", want)
		}
	}
	if got := string(Markdown(together())); !strings.Contains(got, "| share of code with step-by-step guidance |") {
		t.Errorf("rubrics.md reads\n%s", got)
	}
}
