package mine

import (
	"fmt"
	"testing"
)

// saidSame lists the intents of which it is said that the groups agree, at any look.
func saidSame(t *testing.T, w world, p Params) map[string]int64 {
	t.Helper()
	said := map[string]int64{}
	mineWorld(t, w, p, func(bucket int64, m *Miner) {
		for _, s := range m.RuleSet().Seen {
			if _, ok := said[s.Intent]; s.Same && !ok {
				said[s.Intent] = bucket
			}
		}
	})
	return said
}

func TestSameIsNeverSaidOfAPlantedDifference(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n, users int
		apart    float64
	}{
		// Few data.
		{1500, 500, 0.3},
		{6000, 500, 0.2},
		{12_000, 2000, 0.12},
		// Few users, much data from each.
		{20_000, 30, 0.3},
		{40_000, 60, 0.12},
		{40_000, 200, 0.1},
		// Enough of both.
		{120_000, 4000, 0.1},
		{120_000, 4000, 0.2},
	} {
		t.Run(fmt.Sprintf("%d observations of %d users, %.2f apart", c.n, c.users, c.apart), func(t *testing.T) {
			t.Parallel()
			w := base(uint64(c.n + c.users))
			w.n, w.users, w.intents, w.aspects = c.n, c.users, 2, 6
			w.effect = differ(c.apart / 2)
			p := DefaultParams(day)
			p.CapIntent, p.CapUser, p.CapEpoch = 1000, 1000, 60_000
			if at, ok := saidSame(t, w, p)["intent_1"]; ok {
				t.Errorf("said at bucket %d", at)
			}
		})
	}
}

func TestSameIsSaidWhereEnoughDataShowAgreement(t *testing.T) {
	t.Parallel()
	w := base(31)
	w.n, w.intents, w.aspects = 150_000, 2, 6
	w.effect = func(_, _ int, _ string, aspect int) float64 { return 0.2 * float64(aspect%2) }
	if said := saidSame(t, w, DefaultParams(day)); len(said) != w.intents || said["intent_0"] < 3 {
		t.Errorf("said of %v, want both intents, and not after three days of data", said)
	}
}

func TestSameWaitsForTheGroupThatHasSeenLittle(t *testing.T) {
	t.Parallel()
	w := base(32)
	w.n, w.intents, w.aspects = 150_000, 1, 6
	w.share = func(_, _ int, group string, aspect int) float64 {
		if aspect == 2 && group == "expert" {
			return 0.0002
		}
		return 0.3
	}
	if said := saidSame(t, w, DefaultParams(day)); len(said) != 0 {
		t.Errorf("said of %v although experts have hardly met aspect 2", said)
	}
	w.share = func(_, _ int, _ string, aspect int) float64 {
		if aspect == 2 {
			return 0.0002
		}
		return 0.3
	}
	if said := saidSame(t, w, DefaultParams(day)); len(said) != 1 {
		t.Errorf("said of %v; an aspect that nobody meets is no reason to doubt", said)
	}
}

func TestSameIsTakenBackWhenGroupsComeApart(t *testing.T) {
	t.Parallel()
	w := base(33)
	w.n, w.buckets, w.intents, w.aspects = 300_000, 150, 2, 5
	w.effect = func(bucket, intent int, group string, aspect int) float64 {
		if bucket < 112 {
			return 0
		}
		return differ(0.2)(bucket, intent, group, aspect)
	}
	before, after := false, int64(-1)
	mineWorld(t, w, DefaultParams(day), func(bucket int64, m *Miner) {
		for _, s := range m.RuleSet().Seen {
			if s.Intent != "intent_1" || s.Group != "expert" {
				continue
			}
			if bucket == 111 {
				before = s.Same
			}
			if bucket > 111 && before && !s.Same && after < 0 {
				after = bucket
			}
		}
	})
	if !before || after < 0 || after > 122 {
		t.Errorf("same before: %v; taken back at bucket %d, want 113 to 122", before, after)
	}
}

func TestSameIsNotSaidWhileADifferenceTurnsAround(t *testing.T) {
	t.Parallel()
	w := base(34)
	w.n, w.buckets, w.intents, w.aspects = 250_000, 125, 2, 4
	w.effect = func(bucket, intent int, group string, aspect int) float64 {
		if bucket < 60 {
			return differ(0.07)(bucket, intent, group, aspect)
		}
		return -differ(0.07)(bucket, intent, group, aspect)
	}
	found := false
	said := map[string]int64{}
	mineWorld(t, w, DefaultParams(day), func(bucket int64, m *Miner) {
		set := m.RuleSet()
		for _, r := range set.Rules {
			found = found || r.Reason == "contradicted"
		}
		for _, s := range set.Seen {
			if _, ok := said[s.Intent]; s.Same && !ok {
				said[s.Intent] = bucket
			}
		}
	})
	if at, ok := said["intent_1"]; ok || !found {
		t.Errorf("said at bucket %d, where before and after add up to nothing; a rule was contradicted: %v", at, found)
	}
	if _, ok := said["intent_0"]; !ok {
		t.Error("not said where groups agree all the time either: the test shows nothing")
	}
}
