package mine

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func TestRuleSetIsSortedAndRounded(t *testing.T) {
	t.Parallel()
	w := small(1)
	p := DefaultParams(day)
	set := mineWorld(t, w, p, nil).RuleSet()
	if len(set.Rules) < 3 || !slices.IsSortedFunc(set.Rules, func(a, b schema.Rule) int { return cmp.Compare(a.ID, b.ID) }) {
		t.Errorf("%d rules, sorted by id?", len(set.Rules))
	}
	ids := map[string]bool{}
	for _, r := range set.Rules {
		if ids[r.ID] || r.ID != schema.RuleID(r.Kind, r.Dimension, r.Group, r.Versus, r.Intent, r.Aspect, r.Direction, r.Channel) {
			t.Errorf("id %s", r.ID)
		}
		ids[r.ID] = true
		for _, x := range []float64{r.Effect, r.Interval[0], r.Interval[1], r.LogE, r.GroupEffect, r.VersusEffect} {
			if x != schema.Round(x) || math.IsInf(x, 0) {
				t.Errorf("%s: %v is not rounded", r.ID, x)
			}
		}
		if (r.Effect > 0) != (r.Direction == schema.More) || r.Effect < r.Interval[0] || r.Effect > r.Interval[1] {
			t.Errorf("%s: effect %v is %s, in %v", r.ID, r.Effect, r.Direction, r.Interval)
		}
		if (r.State == schema.Emerging) != (r.FirstConfirmed == nil) {
			t.Errorf("%s: %s since %v", r.ID, r.State, r.FirstConfirmed)
		}
	}
	want := []schema.Seen{
		{Dimension: "expertise", Group: "expert", Intent: "intent_0", Groups: 2},
		{Dimension: "expertise", Group: "expert", Intent: "intent_1", Groups: 2},
		{Dimension: "expertise", Group: "novice", Intent: "intent_0", Groups: 2},
		{Dimension: "expertise", Group: "novice", Intent: "intent_1", Groups: 2},
	}
	for i := range set.Seen {
		if q := set.Seen[i].Quality; q == nil || q.Judged < 100 || q.Defective != 0 {
			t.Errorf("quality of %+v is %+v", set.Seen[i], q)
		}
		set.Seen[i].Quality = nil
	}
	if !slices.Equal(set.Seen, want) {
		t.Errorf("seen %+v, want %+v", set.Seen, want)
	}
	if empty := NewMiner(p).RuleSet(); empty.Rules == nil || empty.Seen == nil || len(empty.Rules) != 0 {
		t.Errorf("a new miner knows %+v", empty)
	}
}

func TestSameNeedsEveryWellSupportedAspect(t *testing.T) {
	t.Parallel()
	w := base(11)
	w.n, w.intents, w.aspects, w.buckets, w.users, w.taste, w.mood = 120_000, 2, 3, 30, 8000, 0, 0
	w.effect = func(_, intent int, group string, aspect int) float64 {
		if intent == 1 && aspect == 1 && group == "novice" {
			return 0.25
		}
		return 0.1
	}
	m := mineWorld(t, w, DefaultParams(day), nil)
	same := map[string]bool{}
	for _, s := range m.RuleSet().Seen {
		same[s.Intent+" "+s.Group] = s.Same
	}
	for key, want := range map[string]bool{
		"intent_0 expert": true, "intent_0 novice": true, "intent_1 expert": false, "intent_1 novice": false,
	} {
		if same[key] != want {
			t.Errorf("%s: same %v, want %v", key, same[key], want)
		}
	}
	// Another group that is hardly known, or a single group, shows nothing.
	m.seen[groupKey{"expertise", "unknown", "intent_0"}] = struct{}{}
	for _, s := range m.RuleSet().Seen {
		if s.Intent == "intent_0" && s.Same {
			t.Errorf("%s: the same as a group that nobody knows", s.Group)
		}
	}
	w.groups, w.n = []string{"alone"}, 30_000
	for _, s := range mineWorld(t, w, DefaultParams(day), nil).RuleSet().Seen {
		if s.Same || s.Groups != 1 {
			t.Errorf("a single group: %+v", s)
		}
	}
}

func TestSmallDataIsNeverTheSame(t *testing.T) {
	t.Parallel()
	w := base(12)
	w.n, w.intents, w.buckets = 3000, 1, 5
	for _, s := range mineWorld(t, w, DefaultParams(day), nil).RuleSet().Seen {
		if s.Same {
			t.Errorf("%+v", s)
		}
	}
}

func TestEmergingRulesComeBeforeConfirmedOnes(t *testing.T) {
	t.Parallel()
	w := base(13)
	w.n, w.buckets, w.intents, w.effect = 24_000, 24, 2, differ(0.1)
	emerging, confirmed := int64(-1), int64(-1)
	mineWorld(t, w, DefaultParams(day), func(bucket int64, m *Miner) {
		for _, r := range m.RuleSet().Rules {
			if r.Kind != schema.Divergence || r.Intent != "intent_1" || r.Aspect != "aspect_03" {
				continue
			}
			if r.State == schema.Emerging && emerging < 0 {
				emerging = bucket
			}
			if r.Live() && confirmed < 0 {
				confirmed = bucket
			}
			if r.State == schema.Emerging && confirmed >= 0 {
				t.Errorf("bucket %d: emerging after it was confirmed", bucket)
			}
		}
	})
	if emerging < 0 || confirmed < 0 || emerging >= confirmed {
		t.Errorf("emerging at %d, confirmed at %d", emerging, confirmed)
	}
}
