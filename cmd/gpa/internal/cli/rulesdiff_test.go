package cli

import (
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func TestRulesDiffSaysWhatChanged(t *testing.T) {
	t.Parallel()
	same := func(*schema.Rule, *schema.Explanation) {}
	live := written(t, same)
	for name, c := range map[string]struct {
		change func(*schema.Rule, *schema.Explanation)
		want   []string
	}{
		"nothing":   {same, []string{"0 appeared, 0 gone, 0 moved beyond both intervals, 1 the same"}},
		"retracted": {func(r *schema.Rule, _ *schema.Explanation) { r.State = schema.Retracted }, []string{"- r1  plan · how_to: free want less length than paid (-0.25), now retracted", "0 appeared, 1 gone"}},
		"moved": {
			func(r *schema.Rule, _ *schema.Explanation) { r.Effect, r.Interval = -0.5, [2]float64{-0.6, -0.4} },
			[]string{"~ r1  plan · how_to: free want less length than paid (-0.50), was -0.25", "1 moved"},
		},
		"another": {func(r *schema.Rule, _ *schema.Explanation) { r.ID = "r2" }, []string{"+ r2  ", "- r1  ", "1 appeared, 1 gone"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := must(t, "rules", "diff", live, written(t, c.change))
			for _, want := range c.want {
				if !strings.Contains(out, want) {
					t.Errorf("%q is missing in\n%s", want, out)
				}
			}
		})
	}
}
