package simulate

import (
	"fmt"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// Compare holds what was mined against what was planted. found counts the planted differences with a live rule in
// their direction, on any channel; open those without one; wrong the other live divergences on dimensions and intents
// of the scenario: in the opposite direction, or where the groups agree.
func Compare(truth Truth, rules []schema.Rule) (found, wrong, open int) {
	type place struct{ dimension, group, versus, intent, aspect string }
	planted := map[place]string{}
	for _, d := range truth.Planted {
		planted[place{d.Dimension, d.Group, d.Versus, d.Intent, d.Aspect}] = d.Direction
	}
	hit := map[place]bool{}
	for _, r := range rules {
		if r.Kind != schema.Divergence || !r.Live() {
			continue
		}
		at := place{r.Dimension, r.Group, r.Versus, r.Intent, r.Aspect}
		if planted[at] == r.Direction {
			hit[at] = true
			continue
		}
		if slices.Contains(truth.Dimensions, r.Dimension) && slices.Contains(truth.Intents, r.Intent) {
			wrong++
		}
	}
	return len(hit), wrong, len(planted) - len(hit)
}

// Line is the comparison in one line, for people.
func Line(truth Truth, rules []schema.Rule) string {
	found, wrong, open := Compare(truth, rules)
	noun := "differences"
	if len(truth.Planted) == 1 {
		noun = "difference"
	}
	return fmt.Sprintf("planted by the simulator: %d %s. found %d, wrong %d, still open %d", len(truth.Planted), noun, found, wrong, open)
}
