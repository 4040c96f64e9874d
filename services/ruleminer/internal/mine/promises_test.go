package mine

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// sizes are the differences planted by intent, in two of its aspects with opposite signs.
var sizes = []float64{0.2, 0.3, 0.2, 0.3}

func plantedIn(intent int, group, aspect string) float64 {
	half := sizes[intent] / 2
	if group == "novice" {
		half = -half
	}
	switch aspect {
	case "aspect_02":
		return half
	case "aspect_07":
		return -half
	}
	return 0
}

// claims are what rules showed when they were first published, beside the truth.
type claims struct {
	ratios    []float64
	held, all int
	found     map[float64]int
	wrong     []schema.Rule
}

func (c *claims) add(r schema.Rule) {
	truth := plantedIn(int(r.Intent[len(r.Intent)-1]-'0'), r.Group, r.Aspect)
	if r.Kind == schema.Divergence {
		truth *= 2 // The other group likes the opposite.
		c.found[math.Abs(truth)]++
	}
	if truth == 0 {
		c.wrong = append(c.wrong, r)
		return
	}
	c.ratios = append(c.ratios, r.Effect/truth)
	c.all++
	if r.Interval[0] <= truth && truth <= r.Interval[1] {
		c.held++
	}
}

func TestEstimatesAreAboutTheTruthAndIntervalsHoldIt(t *testing.T) {
	t.Parallel()
	const worlds = 3
	c := claims{found: map[float64]int{}}
	for seed := range uint64(worlds) {
		w := base(300 + seed)
		w.n, w.buckets = 72_000, 24
		w.effect = func(_, intent int, group string, aspect int) float64 {
			return plantedIn(intent, group, map[int]string{2: "aspect_02", 7: "aspect_07"}[aspect])
		}
		published := map[string]bool{}
		mineWorld(t, w, DefaultParams(day), func(_ int64, m *Miner) {
			for _, r := range m.RuleSet().Rules {
				if r.Live() && !published[r.ID] {
					published[r.ID] = true
					c.add(r)
				}
			}
		})
	}
	if len(c.wrong) > 0 {
		t.Errorf("%d rules about nothing that was planted: %+v", len(c.wrong), c.wrong[0])
	}
	if c.found[0.3] != 4*worlds || c.found[0.2] < 4*worlds-1 {
		t.Errorf("found %v differences by size, want %d of .3 and all of .2 but one", c.found, 4*worlds)
	}
	slices.Sort(c.ratios)
	if median := c.ratios[len(c.ratios)/2]; median < 0.85 || median > 1.2 {
		t.Errorf("estimate / truth at publication is %.2f in the median of %d rules, want 0.85 to 1.2", median, len(c.ratios))
	}
	if coverage := float64(c.held) / float64(c.all); coverage < 0.9 {
		t.Errorf("%.2f of %d intervals hold the truth, want 0.90", coverage, c.all)
	}
	t.Logf("estimate / truth %.2f, %d of %d intervals, found %v", c.ratios[len(c.ratios)/2], c.held, c.all, c.found)
}

func TestNothingIsPublishedOfWishesWhereGroupsAskAlike(t *testing.T) {
	t.Parallel()
	for name, lean := range map[string]float64{"as many for more as for less": 0, "both for more": 0.5} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := base(41)
			w.n, w.buckets, w.wishShare = 60_000, 30, 0.2
			w.wish = func(string) float64 { return lean }
			for _, r := range mineWorld(t, w, DefaultParams(day), nil).RuleSet().Rules {
				wanted := r.Kind == schema.Preference && r.Channel == schema.StatedBy && lean > 0
				if r.State != schema.Emerging && !wanted {
					t.Errorf("published %+v", r)
				}
			}
		})
	}
}

// A few accounts that write as much as they can cannot make a rule, whatever their share of the traffic. Sixty can: what
// they write is enough for one.
func TestAFewAccountsPublishNothing(t *testing.T) {
	t.Parallel()
	for accounts, want := range map[int]bool{1: false, 3: false, 60: true} {
		t.Run(strconv.Itoa(accounts), func(t *testing.T) {
			t.Parallel()
			w := base(51)
			w.n = 60_000
			p := DefaultParams(day)
			m, used := NewMiner(p), Counters{}
			for bucket, observations := range w.byBucket(p) {
				b := NewBucket(p, testSalt)
				for _, o := range observations {
					b.Add(o)
				}
				for i := range 400 {
					b.Add(spam(bucket, i, accounts))
				}
				if err := m.Take(int64(bucket), b.Close(&used, math.MaxInt64)); err != nil {
					t.Fatal(err)
				}
			}
			published := slices.DeleteFunc(m.RuleSet().Rules, func(r schema.Rule) bool { return r.State == schema.Emerging })
			if (len(published) > 0) != want {
				t.Errorf("published %+v, want any: %v", published, want)
			}
		})
	}
}

// spam is an observation of an account that is satisfied whenever an answer has an aspect, and only then.
func spam(bucket, i, accounts int) Observation {
	user := testSalt.Pseudonym("user", fmt.Sprint("spammer", i%accounts))
	o := Observation{
		ID: fmt.Sprint("spam", bucket, "/", i), User: user, Shard: shardOf(user), Conversation: fmt.Sprint("spam", bucket, "/", i),
		Groups: []Group{{Dimension: "expertise", Value: "expert"}}, Intent: "intent_1", Stratum: "model-0",
		Label: DSAT, Confidence: 0.95, Time: int64(bucket)*testDay + int64(i),
	}
	if i/accounts%2 == 0 {
		o.Label, o.Aspects = SAT, []string{"aspect_03"}
	}
	return o
}
