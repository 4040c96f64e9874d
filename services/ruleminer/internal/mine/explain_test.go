package mine

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func explained(t *testing.T, m *Miner) (map[string]schema.Rule, map[string]schema.Explanation) {
	t.Helper()
	rules, why := map[string]schema.Rule{}, map[string]schema.Explanation{}
	for _, r := range m.RuleSet().Rules {
		rules[r.ID] = r
	}
	for _, x := range m.Explain().Rules {
		why[x.Rule] = x
	}
	return rules, why
}

func TestEveryRuleIsExplained(t *testing.T) {
	t.Parallel()
	w := base(1)
	w.effect = differ(0.15)
	m := mineWorld(t, w, DefaultParams(day), nil)
	rules, why := explained(t, m)
	if len(rules) != len(why) || len(rules) < 3 {
		t.Fatalf("%d rules, %d explanations", len(rules), len(why))
	}
	for id, r := range rules {
		x := why[id]
		if r.State == schema.Emerging {
			continue
		}
		if x.Hypotheses != m.size(family{r.Dimension, r.Kind, revealed}) || x.Confirmed < 1 || r.LogE < x.Needed {
			t.Errorf("%s: %d hypotheses, %d confirmed, log e %v of %v needed", id, x.Hypotheses, x.Confirmed, r.LogE, x.Needed)
		}
		last := x.Looks[len(x.Looks)-1]
		if last.LogE == nil || *last.LogE != r.LogE || !last.At.After(*r.FirstConfirmed) {
			t.Errorf("%s: the last look is %+v, the rule says %v", id, last, r.LogE)
		}
		// Evidence was remembered before it was enough.
		if first := x.Looks[0]; first.At.After(*r.FirstConfirmed) || *first.LogE > *last.LogE/2 {
			t.Errorf("%s: the first look is %+v, confirmed %v", id, first, r.FirstConfirmed)
		}
		if x.Shards.Agree < 50 || x.Shards.Of != 64 {
			t.Errorf("%s: shards %+v", id, x.Shards)
		}
		if x.Expected != nil || x.Limit != 200 {
			t.Errorf("%s: a live rule expects %v more; limit %v", id, x.Expected, x.Limit)
		}
		if len(x.Channels) != 1 || x.Channels[0].Channel != schema.Revealed {
			t.Errorf("%s: channels %+v", id, x.Channels)
		}
	}
}

func TestWindowsAreExplainedWithTheRulesNumbers(t *testing.T) {
	t.Parallel()
	w := base(1)
	w.effect = differ(0.15)
	rules, why := explained(t, mineWorld(t, w, DefaultParams(day), nil))
	checked := 0
	for id, r := range rules {
		if r.Kind != schema.Divergence || !r.Live() {
			continue
		}
		checked++
		windows := map[string]schema.Window{}
		for _, x := range why[id].Windows {
			windows[x.Name] = x
		}
		long, young := windows["long_old"], windows["young"]
		if long.SameAs != "old" || windows["old"].SameAs != "" || young.SameAs != "" || windows["reset"].Name != "" {
			t.Errorf("windows %+v", windows)
		}
		if *long.Effect != r.Effect || *long.Interval != r.Interval || long.Observations != r.Support.Observations || long.UsersAtLeast != r.Support.UsersAtLeast {
			t.Errorf("the long window says %+v, the rule %+v", long, r)
		}
		if long.Since.Unix() != 0 || young.Since.Unix() != 28*86400 || young.Observations >= long.Observations {
			t.Errorf("since %v and %v", long.Since, young.Since)
		}
		if math.Abs(*long.Adjusted-r.Effect) > 0.05 {
			t.Errorf("adjusted %v, marginal %v", *long.Adjusted, r.Effect)
		}
	}
	if checked != 1 {
		t.Errorf("%d divergences", checked)
	}
}

// What is expected is what it takes: a world is mined with a share of the data, then with as much as it asked for.
func TestExpectedObservationsAreAboutWhatItTakes(t *testing.T) {
	t.Parallel()
	w := base(51)
	w.n, w.buckets, w.intents, w.aspects, w.taste = 40_000, 27, 2, 8, 0
	w.effect = differ(0.08)
	asked, had := int64(0), int64(0)
	confirmed := int64(0)
	mineWorld(t, w, DefaultParams(day), func(_ int64, m *Miner) {
		rules, why := explained(t, m)
		for id, r := range rules {
			if r.Kind != schema.Divergence || r.Intent != "intent_1" || r.Aspect != "aspect_03" {
				continue
			}
			if x := why[id]; asked == 0 && r.State == schema.Emerging && x.Expected != nil && r.Support.Observations > 4000 {
				asked, had = *x.Expected, r.Support.Observations
			}
			if confirmed == 0 && r.Live() {
				confirmed = r.Support.Observations
			}
		}
	})
	if asked <= 0 || confirmed == 0 {
		t.Fatalf("asked for %d at %d, confirmed at %d", asked, had, confirmed)
	}
	if took := confirmed - had; took < asked/4 || took > 4*asked {
		t.Errorf("asked for %d more at %d, took %d", asked, had, took)
	}
}

func TestRetractedRulesSayWhatSpokeAgainstThem(t *testing.T) {
	t.Parallel()
	w := base(5)
	w.n, w.buckets, w.intents = 150_000, 80, 2
	before := differ(0.15)
	w.effect = func(bucket, intent int, group string, aspect int) float64 {
		if bucket < 60 {
			return before(bucket, intent, group, aspect)
		}
		return -before(bucket, intent, group, aspect)
	}
	rules, why := explained(t, mineWorld(t, w, DefaultParams(day), nil))
	found := false
	for id, r := range rules {
		if r.Kind != schema.Divergence || r.State != schema.Retracted {
			continue
		}
		found = true
		x := why[id]
		if x.Contradiction < x.Limit {
			t.Errorf("contradicted at %v of %v", x.Contradiction, x.Limit)
		}
		last := x.Looks[len(x.Looks)-1]
		if last.LogE != nil && *last.LogE > 0 {
			t.Errorf("after the contradiction the e-value is still %v", *last.LogE)
		}
		reset := x.Windows[len(x.Windows)-1]
		if reset.Name != "reset" || reset.Since.Before(*r.LastChanged) || x.Windows[0].Note == "" {
			t.Errorf("windows %+v", x.Windows)
		}
	}
	if !found {
		t.Error("nothing was retracted")
	}
}

func TestAspectsThatCannotBeToldApartAreNamedTogether(t *testing.T) {
	t.Parallel()
	w := base(52)
	w.n, w.intents, w.aspects = 60_000, 2, 6
	w.effect = differ(0.15)
	var (
		set schema.RuleSet
		why schema.Explanations
	)
	p := DefaultParams(day)
	m, used, b, at := NewMiner(p), Counters{}, NewBucket(p, testSalt), int64(0)
	take := func() {
		if err := m.Take(at, b.Close(&used, math.MaxInt64)); err != nil {
			t.Fatal(err)
		}
	}
	w.each(func(o Observation) {
		if now := p.BucketOf(o.Time); now != at {
			take()
			b, at = NewBucket(p, testSalt), now
		}
		if slices.Contains(o.Aspects, "aspect_03") {
			o.Aspects = append(o.Aspects, "twin")
		}
		b.Add(o)
	})
	take()
	set, why = m.RuleSet(), m.Explain()
	found := map[string]bool{}
	for i, r := range set.Rules {
		if r.Kind == schema.Divergence && r.Live() {
			found[r.Aspect] = true
			want := []string{"twin"}
			if r.Aspect == "twin" {
				want = []string{"aspect_03"}
			}
			if !reflect.DeepEqual(why.Rules[i].Aliases, want) {
				t.Errorf("%s has aliases %v, want %v", r.Aspect, why.Rules[i].Aliases, want)
			}
		}
	}
	if len(found) != 2 || !found["twin"] {
		t.Errorf("found %v, want the aspect and its twin", found)
	}
}

func TestExplanationsAreTheSameAfterResumption(t *testing.T) {
	t.Parallel()
	w := base(1)
	w.n, w.effect = 50_000, differ(0.2)
	p := DefaultParams(day)
	m := mineWorld(t, w, p, nil)
	back := NewMiner(p)
	if err := back.UnmarshalBinary(encoded(t, m)); err != nil {
		t.Fatal(err)
	}
	var docs [2]string
	for i, m := range []*Miner{m, back} {
		b, err := json.Marshal(m.Explain())
		if err != nil {
			t.Fatal(err)
		}
		docs[i] = string(b)
	}
	if docs[0] != docs[1] || len(docs[0]) < 1000 {
		t.Errorf("%s\nand after resumption\n%s", docs[0], docs[1])
	}
}

func TestHistoriesAreBoundedAndKeepTheNewest(t *testing.T) {
	t.Parallel()
	var h history
	for i := range int64(5000) {
		h = h.add(look{bucket: i, logE: float64(i)})
		l := h.looks
		if len(l) > mostLooks+1 || l[0].bucket != 0 || l[len(l)-1].bucket != i {
			t.Fatalf("after %d looks: %d of them, from %+v to %+v", i, len(l), l[0], l[len(l)-1])
		}
		for k := 2; k < len(l)-1; k++ {
			if l[k].bucket-l[k-1].bucket != l[1].bucket-l[0].bucket || l[k].logE != float64(l[k].bucket) {
				t.Fatalf("after %d looks they stand unevenly: %v", i, l)
			}
		}
	}
	if len(h.looks) < mostLooks/2 {
		t.Errorf("only %d looks", len(h.looks))
	}
}

func TestStrataAreShownBesideAnEffect(t *testing.T) {
	t.Parallel()
	w := base(7)
	w.strata = 2
	w.effect = differ(0.2)
	m := mineWorld(t, w, DefaultParams(day), nil)
	rules, why := explained(t, m)
	checked := 0
	for id, r := range rules {
		if r.Kind != schema.Divergence || !r.Live() {
			continue
		}
		checked++
		sum, n, names := 0.0, int64(0), []string{}
		for _, x := range why[id].Strata {
			names, n = append(names, x.Stratum), n+x.Observations
			sum += x.Effect * float64(x.Observations)
			if x.Interval[0] > x.Effect || x.Effect > x.Interval[1] || x.Interval[1]-x.Interval[0] <= r.Interval[1]-r.Interval[0] {
				t.Errorf("%s: %+v, the whole is %v", id, x, r.Interval)
			}
		}
		if !slices.Equal(names, []string{"model-0", "model-1"}) {
			t.Errorf("%s: strata %v", id, names)
		}
		// The whole is about the mean of its parts.
		if mean := sum / float64(n); n != r.Support.Observations || math.Abs(mean-r.Effect) > 0.02 {
			t.Errorf("%s: strata hold %d observations with mean effect %v, the rule %d with %v", id, n, mean, r.Support.Observations, r.Effect)
		}
	}
	if checked == 0 {
		t.Error("no divergence was found")
	}
}

func TestManyStrataAreBounded(t *testing.T) {
	t.Parallel()
	var st strata
	for round := range 2 {
		for i := range 20 {
			var other strata
			x := other.at(string(rune('a'+i)), false, 1)
			x.n, x.s[0] = 1, float64(i)
			st.add(other)
		}
		if len(st) != mostStrata+1 || !st[mostStrata].rest {
			t.Fatalf("round %d: %d strata", round, len(st))
		}
	}
	n, sum := int64(0), 0.0
	for _, x := range st {
		n, sum = n+x.n, sum+x.s[0]
	}
	if n != 40 || sum != 380 {
		t.Errorf("they hold %d observations and %v, want 40 and 380", n, sum)
	}
}

func TestDaysFollowTheRate(t *testing.T) {
	t.Parallel()
	w := base(51)
	w.n, w.buckets, w.intents, w.aspects, w.taste = 20_000, 20, 2, 8, 0
	w.effect = differ(0.08)
	rules, why := map[string]schema.Rule{}, map[string]schema.Explanation{}
	mineWorld(t, w, DefaultParams(day), func(bucket int64, m *Miner) {
		if bucket == 11 {
			rules, why = explained(t, m)
		}
	})
	checked := 0
	for id, r := range rules {
		x := why[id]
		if (x.Expected == nil) != (x.Days == nil) {
			t.Errorf("%s: %v observations in %v days", id, x.Expected, x.Days)
		}
		if x.Expected == nil || r.Kind != schema.Divergence {
			continue
		}
		checked++
		perDay := float64(*x.Expected) / *x.Days
		if kept := float64(r.Support.Observations) / 12; math.Abs(perDay-kept) > 0.05*kept {
			t.Errorf("%s: %v a day, want about %v", id, perDay, kept)
		}
	}
	if checked == 0 {
		t.Error("nothing is expected")
	}
}
