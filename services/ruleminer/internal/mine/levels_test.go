package mine

import (
	"strconv"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// levelled gives every answer exactly one of three tones, a column each; friends of the plain one are more satisfied.
func levelled(seed uint64, effect float64) world {
	w := base(seed)
	w.intents, w.n, w.aspects = 2, 60_000, 5
	tones := []string{"tone_formal", "tone_plain", "tone_warm"}
	w.level = func(int, int, string) float64 { return 0.5 }
	w.extra = func(i int) (extra []string, bonus float64) {
		tone := tones[int(spread(strconv.Itoa(i))%3)]
		if tone == "tone_plain" {
			bonus = effect
		}
		return []string{tone}, bonus
	}
	return w
}

func TestLevelsOfAPropertyAreColumnsOfTheirOwn(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{1, 2} {
		found := map[string]string{}
		for _, r := range live(mineWorld(t, levelled(seed, 0.25), DefaultParams(day), nil), schema.Preference) {
			found[r.Aspect] += r.Direction + " "
			// The liked tone is better than the mix of both others, and they are worse than the mix that holds it.
			if want := map[string]float64{"tone_plain": 0.25, "tone_formal": -0.125, "tone_warm": -0.125}[r.Aspect]; r.Interval[0] > want || r.Interval[1] < want {
				t.Errorf("seed %d: %s has effect %v in %v, want %v", seed, r.Aspect, r.Effect, r.Interval, want)
			}
		}
		// Two intents and two groups.
		if found["tone_plain"] != "more more more more " {
			t.Errorf("seed %d: found %v, want the liked tone everywhere", seed, found)
		}
		for aspect, directions := range found {
			if aspect != "tone_plain" && (aspect[:4] != "tone" || directions[0] == 'm') {
				t.Errorf("seed %d: %s is said to be wanted %s", seed, aspect, directions)
			}
		}
	}
}

func TestLevelsThatDoNotMatterStaySilent(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{3, 4} {
		m := mineWorld(t, levelled(seed, 0), DefaultParams(day), func(bucket int64, m *Miner) {
			if n := len(live(m, schema.Preference)) + len(live(m, schema.Divergence)); n > 0 {
				t.Errorf("seed %d, bucket %d: %d rules", seed, bucket, n)
			}
		})
		if in := m.intents["intent_0"]; in.column(revealed, "tone_plain") < 0 {
			t.Error("the levels were not tested")
		}
	}
}
