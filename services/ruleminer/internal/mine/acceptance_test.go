package mine

import (
	"fmt"
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

// differ gives an aspect of an intent opposite effects in the two groups.
func differ(half float64) func(int, int, string, int) float64 {
	return func(_, intent int, group string, aspect int) float64 {
		if intent != 1 || aspect != 3 {
			return 0
		}
		if group == "expert" {
			return -half
		}
		return half
	}
}

func TestPlantedDivergenceIsFoundWithItsDirection(t *testing.T) {
	t.Parallel()
	w := base(1)
	w.effect = differ(0.15)
	m := mineWorld(t, w, DefaultParams(day), nil)
	rules := live(m, schema.Divergence)
	if len(rules) != 1 {
		t.Fatalf("live divergences: %+v, want one", rules)
	}
	r := rules[0]
	if r.Intent != "intent_1" || r.Aspect != "aspect_03" || r.Group != "expert" || r.Versus != "novice" ||
		r.Direction != schema.Less || r.Channel != schema.Revealed || r.State != schema.Confirmed {
		t.Errorf("found %+v", r)
	}
	if r.Interval[0] > -0.3 || r.Interval[1] < -0.3 || r.Interval[1]-r.Interval[0] > 0.2 || r.Effect < r.Interval[0] || r.Effect > r.Interval[1] {
		t.Errorf("effect %v in %v, want about -0.3", r.Effect, r.Interval)
	}
	if r.GroupEffect > -0.08 || r.VersusEffect < 0.08 || r.GroupEffect-r.VersusEffect-r.Effect > 1e-6 {
		t.Errorf("effects %v and %v make %v", r.GroupEffect, r.VersusEffect, r.Effect)
	}
	if s := r.Support; s.Observations < 20_000 || s.Observations > 26_000 || s.WithAspect < s.Observations/4 ||
		s.UsersAtLeast < 500 || s.UsersAtLeast > 1024 || s.Conversations < 3000 || s.Conversations > 4096 {
		t.Errorf("support %+v", s)
	}
	if r.FirstConfirmed.Unix()%86400 != 0 || r.FirstConfirmed.Unix() > 20*86400 {
		t.Errorf("first confirmed %v, want the end of an early bucket", r.FirstConfirmed)
	}
	// Both groups' own preferences are rules too, with the same numbers.
	if own := live(m, schema.Preference); len(own) != 2 || own[0].Direction == own[1].Direction || own[0].Versus != "" {
		t.Errorf("preferences %+v, want those of the two groups", own)
	}
}

// traps are worlds in which the groups do not differ, although a simple comparison would say so.
var traps = map[string]func(*world){
	"no effects at all": func(*world) {},
	"both groups like the same": func(w *world) {
		w.effect = func(_, _ int, _ string, aspect int) float64 { return 0.2 * float64(aspect%2) }
	},
	"a model that has more of an aspect and is better, met more by one group": func(w *world) {
		w.share = func(_, stratum int, group string, aspect int) float64 {
			switch {
			case aspect != 2:
				return 0.3
			case stratum == 1:
				return 0.7
			case group == "expert":
				return 0.2
			}
			return 0.1
		}
		w.level = func(_, stratum int, group string) float64 {
			if stratum == 1 {
				return 0.75
			}
			return 0.4
		}
	},
	"a release in mid-stream that changes aspects and quality": func(w *world) {
		w.share = func(bucket, _ int, group string, aspect int) float64 {
			if aspect < 4 && bucket >= 20 {
				return 0.6
			}
			return 0.25
		}
		w.level = func(bucket, _ int, group string) float64 {
			switch {
			case bucket < 20:
				return 0.6
			case group == "expert":
				return 0.35
			}
			return 0.8
		}
	},
	"twenty users with strong tastes write a third": func(w *world) {
		w.heavy, w.heavyShare, w.taste = 20, 0.33, 0.3
	},
}

func TestNothingIsPublishedWhereGroupsAgree(t *testing.T) {
	t.Parallel()
	for name, set := range traps {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := base(100)
			w.n = 80_000
			set(&w)
			// Every rule ever confirmed is listed, so looking at the end sees all of them.
			for _, r := range mineWorld(t, w, DefaultParams(day), nil).RuleSet().Rules {
				if r.State != schema.Emerging && (r.Kind == schema.Divergence || w.effect == nil) {
					t.Errorf("published %+v", r)
				}
			}
		})
	}
}

func TestFlippedDifferenceIsRetractedAndTheOppositeLearned(t *testing.T) {
	t.Parallel()
	w := base(5)
	w.n, w.buckets, w.intents = 150_000, 120, 2
	before := differ(0.15)
	w.effect = func(bucket, intent int, group string, aspect int) float64 {
		if bucket < 60 {
			return before(bucket, intent, group, aspect)
		}
		return -before(bucket, intent, group, aspect)
	}
	retracted, opposite := int64(-1), int64(-1)
	var final schema.Rule
	mineWorld(t, w, DefaultParams(day), func(bucket int64, m *Miner) {
		for _, r := range m.RuleSet().Rules {
			if r.Kind != schema.Divergence || r.Intent != "intent_1" || r.Aspect != "aspect_03" {
				continue
			}
			switch {
			case r.Direction == schema.Less && r.State == schema.Retracted:
				final = r
				if retracted < 0 {
					retracted = bucket
				}
			case r.Direction == schema.More && r.Live() && opposite < 0:
				opposite = bucket
			}
		}
	})
	if retracted < 60 || retracted > 68 {
		t.Errorf("retracted at bucket %d, want 60 to 68", retracted)
	}
	if opposite < 60 || opposite > 90 {
		t.Errorf("the opposite published at bucket %d, want 60 to 90", opposite)
	}
	if final.Reason != "contradicted" || final.Effect > -0.1 || final.FirstConfirmed.Unix() > 60*86400 {
		t.Errorf("retracted rule %+v, want it as it was when live", final)
	}
	if got, want := final.LastChanged.Unix(), (retracted+1)*86400; got != want {
		t.Errorf("last changed %v, want the end of bucket %d", final.LastChanged, retracted)
	}
}

func TestEvidenceThatIsNoLongerRenewedExpires(t *testing.T) {
	t.Parallel()
	w := base(6)
	w.n, w.buckets, w.intents = 60_000, 30, 2
	w.effect = differ(0.15)
	p := DefaultParams(day)
	m := mineWorld(t, w, p, nil)
	if len(live(m, schema.Divergence)) != 1 {
		t.Fatalf("live before: %+v", live(m, schema.Divergence))
	}
	if err := m.Take(100_000, nil); err != nil {
		t.Fatal(err)
	}
	if rules := live(m, schema.Divergence); len(rules) != 0 {
		t.Errorf("after centuries of silence: %+v", rules)
	}
	for _, r := range m.RuleSet().Rules {
		if r.Kind != schema.Divergence || r.State == schema.Emerging {
			continue
		}
		// Evidence of epochs 0 and 1 is in the long windows until epoch 8 begins.
		if r.Reason != "evidence expired" || r.LastChanged.Unix() != (8*28+1)*86400 {
			t.Errorf("%+v, want it expired at the end of bucket 224, not %v", r, r.LastChanged)
		}
	}
}

func TestStatedWishesMakeTheirOwnRules(t *testing.T) {
	t.Parallel()
	w := base(7)
	w.n, w.buckets, w.wishShare = 40_000, 20, 0.1
	w.wish = func(group string) float64 {
		if group == "novice" {
			return 0.5
		}
		return -0.3
	}
	m := mineWorld(t, w, DefaultParams(day), nil)
	rules := live(m, schema.Divergence)
	if len(rules) != w.intents {
		t.Fatalf("found %+v, want one for each of %d intents", rules, w.intents)
	}
	for _, r := range rules {
		// Wishes are read with confidence 0.9 and counted as they are read.
		if r.Channel != schema.StatedBy || r.Direction != schema.Less || r.Aspect != "aspect_00" || r.Interval[0] > -0.8 || r.Interval[1] < -0.8 {
			t.Errorf("found %+v", r)
		}
	}
}

func TestNoRuleRestsOnTooFewUsers(t *testing.T) {
	t.Parallel()
	w := base(8)
	w.n, w.buckets, w.intents, w.aspects, w.effect = 40_000, 40, 2, 5, differ(0.25)
	w.users, w.taste, w.mood = 120, 0, 0
	p := DefaultParams(day)
	p.CapIntent, p.CapUser, p.CapEpoch = 1000, 1000, 60_000
	p.MinUsers = 50
	if rules := live(mineWorld(t, w, p, nil), schema.Divergence); len(rules) != 1 || rules[0].Support.UsersAtLeast < 50 {
		t.Errorf("sixty users a group, fifty wanted: %+v", rules)
	}
	p.MinUsers = 61
	if rules := mineWorld(t, w, p, nil).RuleSet().Rules; len(rules) != 0 {
		t.Errorf("sixty users a group, sixty-one wanted: %+v", rules)
	}
}

func TestThreeGroupsAreComparedInPairs(t *testing.T) {
	t.Parallel()
	w := base(9)
	w.groups, w.intents, w.n = []string{"b", "c", "a"}, 2, 90_000
	w.effect = func(_, intent int, group string, aspect int) float64 {
		if intent == 1 && aspect == 3 && group == "b" {
			return 0.3
		}
		return 0
	}
	got := map[string]string{}
	for _, r := range live(mineWorld(t, w, DefaultParams(day), nil), schema.Divergence) {
		got[r.Group+" "+r.Versus] = r.Direction
	}
	if want := map[string]string{"a b": "less", "b c": "more"}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("pairs %v, want %v", got, want)
	}
}
