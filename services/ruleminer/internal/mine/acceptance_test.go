package mine

import (
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// base is a world without effects: users with moods and tastes of their own, two strata.
func base(seed uint64) world {
	return world{
		seed: seed, n: 100_000, users: 4000, buckets: 40, intents: 4, aspects: 12, strata: 2,
		groups: []string{"expert", "novice"}, taste: 0.1, mood: 0.1,
	}
}

func TestPlantedDivergenceIsFoundWithItsDirection(t *testing.T) {
	t.Parallel()
	w := base(1)
	w.effect = func(_, intent int, group string, aspect int) float64 {
		if intent != 1 || aspect != 3 {
			return 0
		}
		if group == "expert" {
			return -0.15
		}
		return 0.15
	}
	m := mineWorld(t, w, DefaultParams(day), nil)
	rules := live(m, schema.Divergence)
	if len(rules) != 1 {
		t.Fatalf("live divergences: %+v, want one", rules)
	}
	r := rules[0]
	if r.Intent != "intent_1" || r.Aspect != "aspect_03" || r.Group != "expert" || r.Versus != "novice" || r.Direction != schema.Less {
		t.Errorf("found %+v", r)
	}
	if r.Effect < -0.4 || r.Effect > -0.2 || r.Interval[0] > -0.3 || r.Interval[1] < -0.3 {
		t.Errorf("effect %v in %v, want about -0.3", r.Effect, r.Interval)
	}
	t.Logf("%+v", r)
}
