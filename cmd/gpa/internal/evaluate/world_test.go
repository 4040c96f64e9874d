package evaluate

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/gpa-stream/gpa/services/ruleminer"
)

// parsed is one scenario.
func parsed(t *testing.T, text string) Scenario {
	t.Helper()
	all, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return all[0]
}

// counted are the outcomes in a world: how often users of a group were satisfied with answers to an intent that have an
// aspect, and with those that have not, labels made unbiased.
type counted struct{ n, sat [2]float64 }

func (c counted) effect() float64 { return c.sat[1]/c.n[1] - c.sat[0]/c.n[0] }

func (w *world) count(days int, group, intent, aspect int) counted {
	var c counted
	for day := range days {
		w.day(day, func(o ruleminer.Observation, who, in int, present []bool) {
			if who < 0 || in != intent || w.users[who].group != group {
				return
			}
			x := 0
			if present[aspect] {
				x = 1
			}
			flip, label := 1-o.Confidence, 0.0
			if o.Label == ruleminer.SAT {
				label = 1
			}
			weight := (1 - 2*flip) * (1 - 2*flip)
			c.n[x] += weight
			c.sat[x] += weight * (label - flip) / (1 - 2*flip)
		})
	}
	return c
}

func TestPlantedEffectsShowInTheOutcomes(t *testing.T) {
	t.Parallel()
	s := parsed(t, `
- name: x
  observations: 400000
  days: 10
  intents: 2
  aspects: 10
  groups: [a, b]
  together: 0.1
  change: 5
  planted:
    - {kind: divergence, effect: 0.4, count: 2}
    - {kind: preference, effect: 0.3, count: 1, then: flipped}`)
	w := newWorld(s, 7)
	for _, q := range w.truth.plantedQuestions() {
		want := w.looksLike(q)
		got := newWorld(s, 7).count(5, q.group, q.intent, q.aspect).effect()
		if q.versus >= 0 {
			got -= newWorld(s, 7).count(5, q.versus, q.intent, q.aspect).effect()
		}
		if math.Abs(got-want.before) > 0.03 {
			t.Errorf("%+v: effect %.3f, want %.3f", q, got, want.before)
		}
		own := w.truth.of(q)
		if flipped := w.truth.sizes[q].Then == Flipped; flipped != (own.after == -own.before) {
			t.Errorf("%+v becomes %v", q, own)
		}
	}
	if len(w.truth.sizes) != 3 {
		t.Errorf("planted %v", w.truth.sizes)
	}
}

func TestAspectsOfABundleGoAlongWithTheirEffect(t *testing.T) {
	t.Parallel()
	s := parsed(t, "- name: x\n  observations: 600000\n  days: 1\n  intents: 1\n  aspects: 5\n  groups: [a, b]\n  together: 0.14\n  planted: [{kind: preference, effect: 0.4, count: 1}]")
	w := newWorld(s, 3)
	q := w.truth.plantedQuestions()[0]
	other := q
	other.aspect = (q.aspect + 1) % 5
	want := w.looksLike(other).before
	if math.Abs(want) < 0.02 || w.truth.of(other).before != 0 {
		t.Fatalf("the other aspect looks like %v, is %v", want, w.truth.of(other).before)
	}
	if got := w.count(1, q.group, q.intent, other.aspect).effect(); math.Abs(got-want) > 0.015 {
		t.Errorf("looks like %.3f, want %.3f", got, want)
	}
}

func TestEqualSeedsGiveEqualWorlds(t *testing.T) {
	t.Parallel()
	s := parsed(t, "- name: x\n  observations: 500\n  days: 2\n  wishes: 0.5\n  taste: 0.1\n  heavy: {users: 3, share: 0.5, taste: 0.3}")
	text := func(seed uint64) string {
		out := ""
		w := newWorld(s, seed)
		for day := range 2 {
			w.day(day, func(o ruleminer.Observation, _, _ int, _ []bool) { out += fmt.Sprintln(o) })
		}
		return out
	}
	first, again, other := text(1), text(1), text(2)
	if first != again || first == other {
		t.Error("worlds do not follow their seeds")
	}
}

func TestHeavyUsersWriteTheirShare(t *testing.T) {
	t.Parallel()
	w := newWorld(parsed(t, "- name: x\n  observations: 20000\n  days: 1\n  heavy: {users: 3, share: 0.5, taste: 0.3}"), 1)
	heavy := 0
	w.day(0, func(_ ruleminer.Observation, who, _ int, _ []bool) {
		if who < 3 {
			heavy++
		}
	})
	if heavy < 9500 || heavy > 10_700 {
		t.Errorf("%d of 20,000 are theirs", heavy)
	}
}

func TestModelsMeetGroupsAndReleasesChangeHabits(t *testing.T) {
	t.Parallel()
	w := newWorld(parsed(t, `
- name: x
  observations: 60000
  days: 2
  groups: [a, b]
  models:
    - {name: good, share: 0.5, groups: {a: 3}, aspects: 1, more: 0.3}
    - {name: bad, share: 0.5}
  releases:
    - {day: 1, group: b, satisfied: 0.3, aspects: 2, more: 0.2}`), 1)
	good, has, sat := map[string]float64{}, map[string][2]float64{}, map[string][2]float64{}
	n := map[string]float64{}
	for day := range 2 {
		w.day(day, func(o ruleminer.Observation, who, _ int, present []bool) {
			g := w.s.Groups[w.users[who].group]
			key := fmt.Sprint(g, day)
			n[key]++
			if o.Stratum == "good" {
				good[key]++
			}
			h := has[key]
			for a := range h {
				if present[a] {
					h[a]++
				}
			}
			has[key] = h
			if o.Label == ruleminer.SAT {
				v := sat[key]
				v[0]++
				sat[key] = v
			}
		})
	}
	if a, b := good["a0"]/n["a0"], good["b0"]/n["b0"]; math.Abs(a-0.75) > 0.02 || math.Abs(b-0.5) > 0.02 {
		t.Errorf("the good model answers %.2f and %.2f", a, b)
	}
	if more := has["a1"][1]/n["a1"] - has["a0"][1]/n["a0"]; math.Abs(more-0.2) > 0.02 {
		t.Errorf("the release adds %.2f to the second aspect", more)
	}
	if a, b := sat["a1"][0]/n["a1"]-sat["a0"][0]/n["a0"], sat["b1"][0]/n["b1"]-sat["b0"][0]/n["b0"]; math.Abs(a) > 0.03 || b < 0.12 {
		t.Errorf("the release moves satisfaction by %.2f and %.2f", a, b)
	}
}

func TestWrongAnswersAreReportedAsSuch(t *testing.T) {
	t.Parallel()
	w := newWorld(parsed(t, "- name: x\n  observations: 30000\n  days: 1\n  groups: [a, b]\n  errors: [{group: b, share: 0.1, with: 0.4}]"), 1)
	n, wrong := [2]float64{}, [2]float64{}
	w.day(0, func(o ruleminer.Observation, who, _ int, present []bool) {
		if w.users[who].group == 0 {
			if o.Defect != 0 {
				t.Fatal("a group without wrong answers reports one")
			}
			return
		}
		x := 0
		if present[0] {
			x = 1
		}
		n[x]++
		if o.Defect == ruleminer.ErrorReport {
			wrong[x]++
		}
	})
	if math.Abs(wrong[0]/n[0]-0.1) > 0.02 || math.Abs(wrong[1]/n[1]-0.4) > 0.03 {
		t.Errorf("reported %.2f without and %.2f with the aspect", wrong[0]/n[0], wrong[1]/n[1])
	}
}

func TestWishesFollowTheirMean(t *testing.T) {
	t.Parallel()
	w := newWorld(parsed(t, "- name: x\n  observations: 60000\n  days: 1\n  intents: 1\n  groups: [a, b]\n  wishes: 0.5\n  planted: [{kind: wish, effect: 0.8, count: 1}]"), 1)
	q := w.truth.plantedQuestions()[0]
	sum, n := [2]float64{}, [2]float64{}
	w.day(0, func(o ruleminer.Observation, who, _ int, _ []bool) {
		for _, s := range o.Stated {
			if s.Aspect == w.aspects[q.aspect] {
				sum[w.users[who].group] += float64(s.Direction)
				n[w.users[who].group]++
			}
		}
	})
	if got, want := sum[q.group]/n[q.group]-sum[q.versus]/n[q.versus], w.truth.of(q).before; !q.stated || math.Abs(got-want) > 0.06 || n[0] < 1000 {
		t.Errorf("mean directions differ by %.2f, want %.2f, from %v", got, want, n)
	}
}

func TestSpamComesFromItsAccountsAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(parsed(t, "- name: x\n  observations: 100\n  days: 2\n  spam: {accounts: 3, per_day: 5}"), 1)
	var users []string
	for day := range 2 {
		w.day(day, func(o ruleminer.Observation, who, intent int, present []bool) {
			if who >= 0 {
				return
			}
			users = append(users, o.User)
			if intent != 0 || present[0] != (o.Label == ruleminer.SAT) || o.Groups[0].Value != w.s.Groups[0] {
				t.Errorf("spam %+v", o)
			}
		})
	}
	if slices.Sort(users); len(users) != 30 || len(slices.Compact(users)) != 3 {
		t.Errorf("%d spam observations", len(users))
	}
}
