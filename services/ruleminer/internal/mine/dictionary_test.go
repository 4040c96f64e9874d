package mine

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// told is the tally of n observations of a group and intent that all have those aspects.
func told(bucket int64, group, intent string, n int, aspects ...string) *Tally {
	b := NewBucket(DefaultParams(day), testSalt)
	for i := range n {
		user := "u" + strconv.Itoa(i)
		b.Add(Observation{
			ID: user, User: user, Shard: shardOf(user), Groups: []Group{{"d", group}}, Intent: intent,
			Aspects: aspects, Label: SAT, Confidence: 0.9, Time: bucket * testDay,
		})
	}
	var used Counters
	return b.Close(&used, math.MaxInt64)
}

func take(t *testing.T, m *Miner, bucket int64, parts ...*Tally) {
	t.Helper()
	sum := &Tally{}
	for _, part := range parts {
		sum.Merge(part)
	}
	if err := m.Take(bucket, sum); err != nil {
		t.Fatal(err)
	}
}

func TestFamiliesCountWhatIsAdmitted(t *testing.T) {
	t.Parallel()
	m := NewMiner(DefaultParams(day))
	take(t, m, 0,
		told(0, "a", "i", 5, "x", "y"), told(0, "b", "i", 5, "x"), told(0, "c", "j", 5, "x", "z", "y"))
	for kind, want := range map[string]int{
		// Five aspects in two intents, three groups, two directions.
		schema.Preference: 2 * 5 * 3, schema.Divergence: 2 * 5 * 3 * 2 / 2,
	} {
		if got := m.size(family{"d", kind, revealed}); got != want {
			t.Errorf("%s: %d hypotheses, want %d", kind, got, want)
		}
	}
	take(t, m, 1, told(1, "d", "i", 5, "w"))
	if got, want := m.size(family{"d", schema.Preference, revealed}), 2*6*4; got != want {
		t.Errorf("after another group and aspect: %d, want %d", got, want)
	}
	if got, want := m.size(family{"d", schema.Divergence, revealed}), 6*4*3; got != want {
		t.Errorf("after another group and aspect: %d pairs, want %d", got, want)
	}
	if got := m.size(family{"unknown", schema.Divergence, stated}); got != 0 {
		t.Errorf("an unknown dimension: %d", got)
	}
}

func TestNamesThatComeLateWaitForAnEpoch(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	p.EpochBuckets = 10
	m := NewMiner(p)
	known := func(intent, aspect string) bool {
		in := m.intents[intent]
		return in != nil && in.words[revealed].number(aspect) >= 0
	}
	take(t, m, 5, told(5, "a", "i", 5, "first"))
	take(t, m, 15, told(15, "a", "i", 5, "second"))
	if !known("i", "first") || !known("i", "second") {
		t.Error("the first two epochs admit names as they come")
	}
	take(t, m, 20, told(20, "a", "i", 5, "third"), told(20, "a", "j", 5, "x"), told(20, "b", "i", 5))
	if known("i", "third") || known("j", "x") || m.groups["d"].number("b") >= 0 {
		t.Error("the third epoch admits names in its midst")
	}
	before := m.size(family{"d", schema.Preference, revealed})
	take(t, m, 29, told(29, "a", "i", 5, "third"))
	if got := m.size(family{"d", schema.Preference, revealed}); got != before {
		t.Errorf("the family grew from %d to %d within an epoch", before, got)
	}
	take(t, m, 30, told(30, "a", "j", 5, "x"))
	if !known("i", "third") || !known("j", "x") || m.groups["d"].number("b") < 0 {
		t.Error("the next epoch does not admit them")
	}
}

func TestHostileNamesDoNotFillTheState(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	p.MaxIntents, p.MaxGroups, p.MaxDimensions = 2, 2, 2
	m := NewMiner(p)
	for i := range maxSeen {
		m.seen[groupKey{"d", strconv.Itoa(i), "i"}] = struct{}{}
	}
	sum := &Tally{}
	for i := range 40 {
		sum.Merge(told(0, "g"+strconv.Itoa(i), "i"+strconv.Itoa(i), 1, "x"))
	}
	b := NewBucket(p, testSalt)
	for i := range 40 {
		o := simple("o" + strconv.Itoa(i))
		o.User, o.Groups = o.ID, []Group{{"dimension" + strconv.Itoa(i), "g"}}
		b.Add(o)
	}
	var used Counters
	take(t, m, 0, sum, b.Close(&used, math.MaxInt64))
	if len(m.seen) != maxSeen || len(m.intents) != 2 || len(m.waiting) != 8 || len(m.groups) != 8 {
		t.Errorf("%d seen, %d intents, %d waiting, %d dimensions", len(m.seen), len(m.intents), len(m.waiting), len(m.groups))
	}
	state := encoded(t, m)
	back := NewMiner(p)
	if err := back.UnmarshalBinary(state); err != nil || !slices.Equal(state, encoded(t, back)) {
		t.Errorf("the state came back differently: %v", err)
	}
}

func TestEvictedNamesLoseTheirEvidence(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	p.EpochBuckets, p.MinFlush, p.MaxAspects, p.MaxGroups, p.MaxIntents = 10, 1, 2, 2, 1
	m := NewMiner(p)
	take(t, m, 0, told(0, "a", "i", 20, "weak", "strong"), told(0, "b", "i", 5, "strong"))
	take(t, m, 21, told(21, "c", "i", 30, "new"))
	if got := m.intents["i"].words[revealed].names; !slices.Equal(got, []string{"strong", "weak"}) {
		t.Fatalf("dictionary %v", got)
	}
	if m.intents["i"].cells[cellName{"d", "c"}] != nil || m.intents["i"].cells[cellName{"d", "b"}] == nil {
		t.Fatal("group c is in before its epoch, or b is not")
	}
	take(t, m, 30, told(30, "c", "i", 10, "new"))
	in := m.intents["i"]
	if got := in.words[revealed].names; !slices.Equal(got, []string{"strong", "new"}) {
		t.Errorf("dictionary %v, want the two best", got)
	}
	if in.cells[cellName{"d", "b"}] != nil || in.cells[cellName{"d", "c"}] == nil {
		t.Error("the least group keeps its evidence, or the new one has none")
	}
	a := in.cells[cellName{"d", "a"}][longOld].aspects
	if !slices.Equal(a.N1, []int64{20, 0}) {
		t.Errorf("evidence %v, want that of strong to stay and none of new", a.N1)
	}
	take(t, m, 35, told(35, "a", "k", 500, "x"))
	take(t, m, 40, told(40, "a", "k", 5, "x"))
	if m.intents["i"] != nil || m.intents["k"] == nil {
		t.Errorf("one intent only: %v", m.names.names)
	}
}

// A group that appears later has windows of its own age, so equal windows of one group may meet different ones of the
// other.
func TestPairsOfDifferentAgeAreReadWindowByWindow(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	p.MinUsers, p.MinArm = 1, 1
	with := func(start int64, effect float64) *generation {
		g := newGeneration(start, 1, 0)
		g.aspects.N, g.aspects.N1[0], g.aspects.SS, g.aspects.Dof = 1000, 500, 250, 999
		g.aspects.C[0] = 250
		for j := range g.aspects.X {
			g.aspects.X[j] = 250 * effect / float64(len(g.aspects.X))
		}
		g.users[0].add(1)
		g.conversations.add(1)
		return g
	}
	whole := with(7, 0.1)
	a := &windows{old: whole, young: whole, longOld: whole, longYoung: whole}
	b := &windows{old: with(3, 0.2), young: with(5, 0.3), longOld: with(1, 0.4), longYoung: with(2, 0.5)}
	want := map[int]float64{old: -0.1, young: -0.2, longOld: -0.3, longYoung: -0.4}
	for name, c := range map[string]struct {
		s    subject
		sign float64
	}{
		"the first is younger":  {subject{key: ruleKey{channel: revealed}, a: a, b: b}, 1},
		"the second is younger": {subject{key: ruleKey{channel: revealed}, a: b, b: a}, -1},
	} {
		views := c.s.views(p)
		for window, effect := range want {
			v := views[window]
			close9(t, name, v.marginal.Estimate(), c.sign*effect)
			if v.start != b[window].start {
				t.Errorf("%s: window %d starts at %d, want the earlier start %d", name, window, v.start, b[window].start)
			}
		}
		if views[reset].supported {
			t.Errorf("%s: there is no reset window", name)
		}
	}
}

func TestSupportIsThatOfTheSmallerGroup(t *testing.T) {
	t.Parallel()
	for _, groups := range [][]string{{"expert", "novice", "novice", "novice"}, {"novice", "expert", "expert", "expert"}} {
		w := base(21)
		w.n, w.buckets, w.intents, w.aspects, w.users, w.taste, w.mood, w.effect = 60_000, 30, 2, 4, 1200, 0, 0, differ(0.25)
		w.groups = groups
		rules := live(mineWorld(t, w, DefaultParams(day), nil), schema.Divergence)
		if len(rules) != 1 {
			t.Fatalf("found %+v", rules)
		}
		if got := rules[0].Support.UsersAtLeast; got < 200 || got > 300 {
			t.Errorf("few %ss: at least %d users, but the smaller group has 300", groups[0], got)
		}
	}
}

func TestNoRuleRestsOnTooFewConversations(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	g := newGeneration(0, 1, 1)
	s := g.aspects
	s.N, s.N1[0], s.SS, s.Dof, s.C[0] = 400, 200, 100, 400, 100
	for bit := range uint16(p.MinUsers) {
		g.users[0].add(bit)
		if bit > 0 {
			g.conversations.add(bit)
		}
	}
	if g.evaluate(p).supported[revealed][0] {
		t.Error("enough users, one conversation too few, and supported")
	}
	g.conversations.add(0)
	g.views = nil
	if !g.evaluate(p).supported[revealed][0] {
		t.Error("enough of both, and not supported")
	}
}
