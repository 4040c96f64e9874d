package mine

import (
	"bytes"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func TestOnlyDissatisfactionReportsADefect(t *testing.T) {
	t.Parallel()
	wish := []Stated{{"a", 1, 0.9}}
	for name, c := range map[string]struct {
		label  Label
		defect Defect
		stated []Stated
		want   Defect
	}{
		"an error":                       {DSAT, ErrorReport, nil, ErrorReport},
		"an error and a wish":            {DSAT, ErrorReport, wish, ErrorReport},
		"facts put right":                {DSAT, Correction, nil, Correction},
		"form put right":                 {DSAT, Correction, wish, NoDefect},
		"a wish that tells nothing":      {DSAT, Correction, []Stated{{"a", 1, 0.5}}, Correction},
		"a refusal":                      {DSAT, Refusal, nil, Refusal},
		"style":                          {DSAT, NoDefect, nil, NoDefect},
		"an error that was asked for":    {Neutral, ErrorReport, nil, NoDefect},
		"praise":                         {SAT, Correction, nil, NoDefect},
		"nobody reacted":                 {None, Refusal, nil, NoDefect},
		"what no version of this called": {DSAT, defects, nil, NoDefect},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := simple("x")
			o.Label, o.Defect, o.Stated = c.label, c.defect, c.stated
			b := NewBucket(DefaultParams(day), testSalt)
			b.Add(o)
			if got := b.records[0].defect; got != c.want {
				t.Errorf("defect %d, want %d", got, c.want)
			}
		})
	}
}

func TestDefectsAreCountedAndNotTallied(t *testing.T) {
	t.Parallel()
	x, y, z := simple("x"), simple("y"), simple("z")
	y.Label, y.Defect, y.User, y.Conversation = DSAT, ErrorReport, "v", "another"
	z.Label, z.Defect, z.Stated = DSAT, Refusal, []Stated{{"b", -1, 0.9}}
	b := NewBucket(DefaultParams(day), testSalt)
	for _, o := range []Observation{x, y, z} {
		b.Add(o)
	}
	var used Counters
	tally := b.Close(&used, math.MaxInt64)
	c, g := tally.cells[cellKey{groupKey{"d", "g", "i"}, "s"}], tally.groups[groupKey{"d", "g", "i"}]
	if c.n != 1 || c.wy[0] <= 0 {
		t.Errorf("the cell counts %d judgements, their outcome is %v; want the satisfied one alone", c.n, c.wy)
	}
	if q := g.quality; q.judged != 3 || q.defects != [defects]int64{0, 1, 0, 1} || q.users.atLeast() != 2 {
		t.Errorf("quality %d judged, defects %v, %d users", q.judged, q.defects, q.users.atLeast())
	}
	if g.wishes == nil || g.wishes.n != 1 {
		t.Error("the wish beside a refusal is lost")
	}
	if got := tally.Counts(); got.Kept != 3 || got.DSAT != 2 {
		t.Errorf("counts %+v, want all three kept", got)
	}
	var back Tally
	if err := back.UnmarshalBinary(encoded(t, tally)); err != nil {
		t.Fatal(err)
	}
	back.Merge(tally)
	if q := back.groups[groupKey{"d", "g", "i"}].quality; q.judged != 6 || q.reported() != 4 {
		t.Errorf("twice the tally counts %d judged, %d defective", q.judged, q.reported())
	}
}

func TestDefectsOfAnIDAreTheSameInAnyOrder(t *testing.T) {
	t.Parallel()
	x, y := simple("x"), simple("x")
	x.Label, y.Label = DSAT, DSAT
	y.Defect = Correction
	var one, two Counters
	if !bytes.Equal(closed(t, []Observation{x, y}, &one), closed(t, []Observation{y, x}, &two)) {
		t.Error("of two contents the first holds")
	}
}

// broken is a world without effects in which experts get wrong answers three times as often, more often so where an
// aspect is present, and say so.
func broken(seed uint64, report Defect) func(yield func(Observation)) {
	w := base(seed)
	w.n = 60_000
	rng := rand.New(rand.NewPCG(seed, 99))
	return func(yield func(Observation)) {
		w.each(func(o Observation) {
			share := 0.1
			if o.Groups[0].Value == "expert" {
				share = 0.2
				for _, a := range o.Aspects {
					if a == "aspect_03" {
						share = 0.4
					}
				}
			}
			if rng.Float64() < share {
				o.Label, o.Confidence, o.Defect = DSAT, 0.95, report
			}
			yield(o)
		})
	}
}

func mined(t *testing.T, each func(func(Observation))) schema.RuleSet {
	t.Helper()
	p := DefaultParams(day)
	m, used, b, at := NewMiner(p), Counters{}, NewBucket(p, testSalt), int64(0)
	take := func() {
		if err := m.Take(at, b.Close(&used, math.MaxInt64)); err != nil {
			t.Fatal(err)
		}
	}
	each(func(o Observation) {
		if now := p.BucketOf(o.Time); now != at {
			take()
			b, at = NewBucket(p, testSalt), now
		}
		b.Add(o)
	})
	take()
	return m.RuleSet()
}

func TestWhoMeetsMoreErrorsDoesNotWantAnotherStyle(t *testing.T) {
	t.Parallel()
	set := mined(t, broken(11, ErrorReport))
	for _, r := range set.Rules {
		if r.State != schema.Emerging {
			t.Errorf("published %+v", r)
		}
	}
	if len(set.Seen) != 8 {
		t.Fatalf("seen %d groups and intents, want 8", len(set.Seen))
	}
	for _, s := range set.Seen {
		low, high := 0.09, 0.12
		if s.Group == "expert" {
			low, high = 0.22, 0.31
		}
		if s.Quality == nil || s.Quality.Defective < low || s.Quality.Defective > high || s.Quality.ErrorReports == 0 || s.Quality.Corrections > 0 {
			t.Errorf("%s, %s: quality %+v, want %v to %v defective", s.Group, s.Intent, s.Quality, low, high)
		}
	}
	// The same world fools a miner that takes the complaints for a judgement of style: the test can fail.
	fooled := 0
	for _, r := range mined(t, broken(11, NoDefect)).Rules {
		if r.Live() && r.Aspect == "aspect_03" && r.Kind == schema.Divergence {
			fooled++
		}
	}
	if fooled == 0 {
		t.Error("without the distinction nothing was published either: the world is no trap")
	}
}

func TestQualityOfFewUsersIsNotShown(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	for _, users := range []int{p.MinUsers - 1, 2 * p.MinUsers} {
		b := NewBucket(p, testSalt)
		for i := range users {
			o := simple("o" + strconv.Itoa(i))
			o.User = testSalt.Pseudonym("user", o.ID)
			o.Shard, o.Label, o.Defect = shardOf(o.User), DSAT, Correction
			b.Add(o)
		}
		var used Counters
		m := NewMiner(p)
		if err := m.Take(0, b.Close(&used, math.MaxInt64)); err != nil {
			t.Fatal(err)
		}
		back := NewMiner(p)
		if err := back.UnmarshalBinary(encoded(t, m)); err != nil {
			t.Fatal(err)
		}
		q := back.RuleSet().Seen[0].Quality
		if shown := q != nil; shown != (users >= p.MinUsers) {
			t.Errorf("%d users: %+v", users, q)
		}
		if q != nil && (q.Corrections != int64(users) || q.Judged != int64(users) || q.Defective != 1) {
			t.Errorf("%d users: %+v", users, q)
		}
	}
}
