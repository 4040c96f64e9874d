package mine

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func TestPriorityIsThatOfTheSalt(t *testing.T) {
	t.Parallel()
	k := newKeyed(testSalt)
	for _, id := range []string{"a", "b", "a longer id", ""} {
		if got, want := k.priority(id), testSalt.Priority(id); got != want {
			t.Errorf("priority(%q) = %x, want %x", id, got, want)
		}
	}
	u, v, i, j := k.part("u"), k.part("v"), k.part("i"), k.part("j")
	if k.slot(u, i) == k.slot(u, j) && k.slot(u, j) == k.slot(v, i) {
		t.Error("slots do not depend on user and intent")
	}
	if newKeyed("other").slot(u, i) == k.slot(u, i) {
		t.Error("slots do not depend on the salt")
	}
}

// closed is the tally of one bucket that holds those observations.
func closed(t *testing.T, all []Observation, used *Counters) []byte {
	t.Helper()
	b := NewBucket(DefaultParams(day), testSalt)
	for _, o := range all {
		b.Add(o)
	}
	return encoded(t, b.Close(used, math.MaxInt64))
}

func encoded(t *testing.T, x interface{ MarshalBinary() ([]byte, error) }) []byte {
	t.Helper()
	b, err := x.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func simple(id string) Observation {
	return Observation{
		ID: id, User: "u", Shard: 3, Groups: []Group{{"d", "g"}}, Intent: "i", Stratum: "s",
		Aspects: []string{"a", "b"}, Label: SAT, Confidence: 0.9, Conversation: "c", Time: 5,
	}
}

func TestOfTwoContentsUnderOneIDTheSameHolds(t *testing.T) {
	t.Parallel()
	changes := []func(*Observation){
		func(o *Observation) { o.User = "v" },
		func(o *Observation) { o.Shard = 4 },
		func(o *Observation) { o.Groups[0].Value = "h" },
		func(o *Observation) { o.Groups = append(o.Groups, Group{"e", "g"}) },
		func(o *Observation) { o.Intent = "j" },
		func(o *Observation) { o.Stratum = "t" },
		func(o *Observation) { o.Aspects = []string{"a"} },
		func(o *Observation) { o.Aspects = []string{"a", "c"} },
		func(o *Observation) { o.Label = DSAT },
		func(o *Observation) { o.Label = None },
		func(o *Observation) { o.Confidence = 0.8 },
		func(o *Observation) { o.Stated = []Stated{{"a", 1, 0.9}} },
		func(o *Observation) { o.Conversation = "another" },
		func(o *Observation) { o.Time = 6 },
	}
	kept := map[bool]int{}
	for i, change := range changes {
		x, y := simple("x"), simple("x")
		change(&y)
		var first, second Counters
		a := closed(t, []Observation{x, y}, &first)
		b := closed(t, []Observation{y, x}, &second)
		if !bytes.Equal(a, b) {
			t.Errorf("change %d: the order matters", i)
		}
		var one Counters
		kept[bytes.Equal(a, closed(t, []Observation{x}, &one))]++
		var counts Tally
		if err := counts.UnmarshalBinary(a); err != nil || counts.Counts().Exchanges != 1 {
			t.Errorf("change %d: %+v, %v", i, counts.Counts(), err)
		}
	}
	if kept[true] == 0 || kept[false] == 0 {
		t.Errorf("always the same one holds: %v", kept)
	}
}

func TestWhatSaysTheSameIsADuplicate(t *testing.T) {
	t.Parallel()
	x := simple("x")
	x.Stated = []Stated{{"b", 1, 0.9}, {"a", -1, 0.8}}
	x.Groups = []Group{{"d", "g"}, {"e", "h"}}
	y := x
	y.Aspects = []string{"b", "a", "b"}
	y.Groups = []Group{{"e", "h"}, {"d", "g"}, {"d", "g"}}
	y.Stated = []Stated{{"a", -1, 0.8}, {"b", 1, 0.9}, {"a", 1, 0.7}, {"c", 0, 0.9}, {"c", 1, 0.5}}
	var one, two Counters
	if !bytes.Equal(closed(t, []Observation{x}, &one), closed(t, []Observation{y}, &two)) {
		t.Error("the same content in another order is another content")
	}
	b := NewBucket(DefaultParams(day), testSalt)
	for _, o := range []Observation{x, y, x} {
		b.Add(o)
	}
	if b.Len() != 1 || len(b.arena) != len(b.parts(&b.records[0])) {
		t.Errorf("%d records, %d parts", b.Len(), len(b.arena))
	}
}

func TestCountsAreOfDistinctObservations(t *testing.T) {
	t.Parallel()
	wish := []Stated{{"a", 1, 0.9}}
	var all []Observation
	add := func(label Label, confidence float64, stated []Stated) {
		o := simple("o" + strconv.Itoa(len(all)))
		o.User += o.ID
		o.Label, o.Confidence, o.Stated = label, confidence, stated
		all = append(all, o)
	}
	add(SAT, 0.9, nil)
	add(SAT, 0.5, nil)
	add(DSAT, 0.9, wish)
	add(DSAT, math.NaN(), nil)
	add(DSAT, 0.3, wish)
	add(Neutral, 0, nil)
	add(Neutral, 0, wish)
	add(Neutral, 0, []Stated{{"a", 1, 0.5}})
	add(None, 0, wish)
	add(Label(9), 0.9, nil)
	b := NewBucket(DefaultParams(day), testSalt)
	for _, o := range append(slices.Clone(all), all...) {
		b.Add(o)
	}
	want := Counts{Exchanges: 10, SAT: 2, DSAT: 3, Neutral: 3, Unused: 4}
	if got := b.Counts(); got != want {
		t.Errorf("open: %+v, want %+v", got, want)
	}
	want.Kept = 4
	var used Counters
	if got := b.Close(&used, math.MaxInt64).Counts(); got != want {
		t.Errorf("closed: %+v, want %+v", got, want)
	}
}

func TestCloseTakesOnlyWhatLiesBeforeItsEnd(t *testing.T) {
	t.Parallel()
	early, late := simple("early"), simple("late")
	late.Time = 6
	b := NewBucket(DefaultParams(day), testSalt)
	b.Add(early)
	b.Add(late)
	var used, other Counters
	got := encoded(t, b.Close(&used, 5))
	if want := closed(t, []Observation{early}, &other); !bytes.Equal(got, want) {
		t.Error("what lies behind the end was counted")
	}
	if empty := NewBucket(DefaultParams(day), testSalt).Close(&used, 5); empty.Counts() != (Counts{}) {
		t.Errorf("an empty bucket counts %+v", empty.Counts())
	}
}

func TestShardsOutOfRangeAreHarmless(t *testing.T) {
	t.Parallel()
	for _, shard := range []int{-1, 64, 1 << 40, math.MinInt} {
		o := simple("x")
		o.Shard = shard
		var used Counters
		closed(t, []Observation{o}, &used)
	}
}

func TestUserInTwoGroupsOfADimensionCountsInTheFirst(t *testing.T) {
	t.Parallel()
	x, y := simple("x"), simple("x")
	x.Groups = []Group{{"d", "z"}, {"d", "g"}}
	var a, b Counters
	if !bytes.Equal(closed(t, []Observation{x}, &a), closed(t, []Observation{y}, &b)) {
		t.Error("counts elsewhere than in the alphabetically first")
	}
}

// shuffled is a random order with some observations repeated.
func shuffled(rng *rand.Rand, all []Observation) []Observation {
	mixed := slices.Clone(all)
	for range len(all) / 5 {
		mixed = append(mixed, all[rng.IntN(len(all))])
	}
	rng.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	return mixed
}

func shardOf(user string) int { return int(schema.Shard(user)) }
