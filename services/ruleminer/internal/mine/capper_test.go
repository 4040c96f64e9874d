package mine

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// crowd is a bucket's worth of observations by few users, so that every cap binds.
func crowd(rng *rand.Rand, n int, day int64) []Observation {
	all := make([]Observation, n)
	for i := range all {
		user := testSalt.Pseudonym("user", strconv.Itoa(int(math.Abs(rng.NormFloat64()*6))))
		o := Observation{
			ID: "o" + strconv.FormatInt(day, 10) + "-" + strconv.Itoa(i), User: user, Shard: shardOf(user),
			Groups: []Group{{"d", "g" + strconv.Itoa(shardOf(user)%2)}, {"e", "h"}},
			Intent: "i" + strconv.Itoa(rng.IntN(6)), Stratum: "s" + strconv.Itoa(rng.IntN(2)),
			Label: []Label{SAT, DSAT, Neutral, None}[rng.IntN(4)], Confidence: 0.5 + 0.5*rng.Float64(),
			Conversation: "c" + strconv.Itoa(rng.IntN(n)), Time: day*testDay + int64(i),
		}
		for a := range 8 {
			if rng.IntN(3) == 0 {
				o.Aspects = append(o.Aspects, "a"+strconv.Itoa(a))
			}
		}
		if rng.IntN(3) == 0 {
			o.Stated = []Stated{{"a" + strconv.Itoa(rng.IntN(3)), int8(1 - 2*rng.IntN(2)), 0.9}}
		}
		all[i] = o
	}
	return all
}

// offline is the definition of the caps, by lists and names; used counts per user and intent (or what collides).
func offline(p Params, all []Observation, used map[uint32]int) []string {
	keyed := newKeyed(testSalt)
	byPriority := slices.Clone(all)
	slices.SortFunc(byPriority, func(a, b Observation) int {
		return cmp.Or(cmp.Compare(testSalt.Priority(a.ID), testSalt.Priority(b.ID)), cmp.Compare(a.ID, b.ID))
	})
	perIntent, perUser := map[string]int{}, map[string]int{}
	var kept []string
	for _, o := range byPriority {
		if perIntent[o.User+o.Intent] == p.CapIntent || perUser[o.User] == p.CapUser {
			continue
		}
		perIntent[o.User+o.Intent]++
		perUser[o.User]++
		slot := uint32(o.Shard)<<16 | keyed.slot(keyed.part(o.User), keyed.part(o.Intent))
		if used[slot] < p.CapEpoch {
			used[slot]++
			kept = append(kept, o.ID)
		}
	}
	slices.Sort(kept)
	return kept
}

func TestCappedSetEqualsItsDefinition(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 9))
	p := DefaultParams(day)
	p.CapUser, p.CapEpoch = 9, 10
	var counters Counters
	used := map[uint32]int{}
	dropped := 0
	for bucket := range int64(6) {
		all := crowd(rng, 600, bucket)
		b := NewBucket(p, testSalt)
		for _, o := range shuffled(rng, all) {
			b.Add(o)
		}
		var at []int32
		var eligible []Observation
		for _, o := range all {
			i := b.byID[o.ID]
			if b.records[i].revealed() {
				at, eligible = append(at, i), append(eligible, o)
			}
		}
		c := capper{b: b}
		keptAt, now := c.keep(at, counters.channels[revealed])
		counters.channels[revealed] = now
		var got []string
		for _, i := range keptAt {
			got = append(got, b.records[i].id)
		}
		slices.Sort(got)
		want := offline(p, eligible, used)
		if !slices.Equal(got, want) {
			t.Fatalf("bucket %d: kept %d, want %d: %v, %v", bucket, len(got), len(want), got, want)
		}
		dropped += len(eligible) - len(want)
	}
	if dropped < 500 {
		t.Errorf("only %d dropped: the caps hardly bind", dropped)
	}
}

func TestChannelsDoNotPushEachOtherOut(t *testing.T) {
	t.Parallel()
	var judged, all []Observation
	for i := range 10 {
		o := simple("judged" + strconv.Itoa(i))
		judged = append(judged, o)
		n := simple("wish" + strconv.Itoa(i))
		n.Label, n.Stated = Neutral, []Stated{{"a", 1, 0.9}}
		all = append(all, o, n)
	}
	keep := func(all []Observation) *Tally {
		b := NewBucket(DefaultParams(day), testSalt)
		for _, o := range all {
			b.Add(o)
		}
		var used Counters
		return b.Close(&used, math.MaxInt64)
	}
	alone, both := keep(judged), keep(all)
	if alone.Counts().Kept != 4 || both.Counts().Kept != 8 || both.Counts().Capped != 12 {
		t.Errorf("kept %d alone, %+v together", alone.Counts().Kept, both.Counts())
	}
	key := cellKey{groupKey{"d", "g", "i"}, "s"}
	if both.cells[key].n != 4 || both.groups[key.groupKey].wishes.n != 4 {
		t.Errorf("judgements %d, wishes %d, want 4 each", both.cells[key].n, both.groups[key.groupKey].wishes.n)
	}
}

func TestOneUserCannotFillAnEpoch(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	var used Counters
	kept := map[int64]int64{}
	for bucket := range int64(40) {
		b := NewBucket(p, testSalt)
		for i := range 50 {
			o := simple(strconv.FormatInt(bucket, 10) + "-" + strconv.Itoa(i))
			o.Time = bucket * testDay
			b.Add(o)
		}
		kept[p.EpochOf(bucket)] += b.Close(&used, math.MaxInt64).Counts().Kept
	}
	for epoch, n := range kept {
		if n != int64(p.CapEpoch) {
			t.Errorf("epoch %d keeps %d, want %d", epoch, n, p.CapEpoch)
		}
	}
}

func TestPartitionsKeepWhatOneKeeps(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(2, 9))
	all := crowd(rng, 500, 0)
	for _, partitions := range []int{2, 8, 64} {
		kept, capped := int64(0), int64(0)
		for part := range partitions {
			b := NewBucket(DefaultParams(day), testSalt)
			for _, o := range all {
				if int(schema.ShardPartition(uint32(o.Shard), partitions)) == part {
					b.Add(o)
				}
			}
			var used Counters
			c := b.Close(&used, math.MaxInt64).Counts()
			kept, capped = kept+c.Kept, capped+c.Capped
		}
		b := NewBucket(DefaultParams(day), testSalt)
		for _, o := range all {
			b.Add(o)
		}
		var used Counters
		if want := b.Close(&used, math.MaxInt64).Counts(); kept != want.Kept || capped != want.Capped || capped == 0 {
			t.Errorf("%d partitions keep %d of %d, want %+v", partitions, kept, kept+capped, want)
		}
	}
}
