package mine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// tallies of a world, bucket by bucket, made in that many partitions from a random order with repeats.
func tallies(t *testing.T, w world, p Params, partitions int, rng *rand.Rand) map[int64]*Tally {
	t.Helper()
	byBucket := map[int64][]Observation{}
	last := int64(0)
	w.each(func(o Observation) {
		last = p.BucketOf(o.Time)
		byBucket[last] = append(byBucket[last], o)
	})
	used := make([]Counters, partitions)
	all := map[int64]*Tally{}
	for at := range last + 1 {
		parts := make([]*Bucket, partitions)
		for i := range parts {
			parts[i] = NewBucket(p, testSalt)
		}
		for _, o := range shuffled(rng, byBucket[at]) {
			parts[schema.ShardPartition(uint32(o.Shard), partitions)].Add(o)
		}
		sum := &Tally{}
		for _, i := range rng.Perm(partitions) {
			sum.Merge(parts[i].Close(&used[i], math.MaxInt64))
		}
		all[at] = sum
	}
	return all
}

// small is a world with a difference, a wish and several intents, small enough for many runs.
func small(seed uint64) world {
	w := base(seed)
	w.n, w.users, w.buckets, w.intents, w.aspects = 12_000, 900, 12, 2, 5
	w.effect = func(_, intent int, group string, aspect int) float64 {
		if intent == 0 && aspect == 1 && group == "novice" {
			return 0.4
		}
		return 0
	}
	w.wishShare = 0.2
	w.wish = func(group string) float64 {
		if group == "novice" {
			return 0.6
		}
		return -0.2
	}
	return w
}

// everything is all that a miner shows and holds.
func everything(t *testing.T, m *Miner) []byte {
	t.Helper()
	rules, err := json.Marshal(m.RuleSet())
	if err != nil {
		t.Fatal(err)
	}
	return append(append(rules, eValues(m)...), encoded(t, m)...)
}

// eValues are the bit patterns of all of them.
func eValues(m *Miner) []byte {
	var b bytes.Buffer
	for _, name := range m.names.names {
		m.intents[name].subjects(func(s subject) {
			views := s.views(m.p)
			for _, direction := range []int{1, -1} {
				logE, _ := m.p.weigh(&views, direction, false, 0)
				fmt.Fprintln(&b, s.key, direction, math.Float64bits(logE))
			}
		})
	}
	return b.Bytes()
}

func run(t *testing.T, p Params, all map[int64]*Tally) *Miner {
	t.Helper()
	m := NewMiner(p)
	for at := range int64(len(all)) {
		if err := m.Take(at, all[at]); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func TestSameSetGivesTheSameBits(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	p.EpochBuckets = 4
	rng := rand.New(rand.NewPCG(1, 5))
	m := run(t, p, tallies(t, small(1), p, 1, rng))
	if len(live(m, schema.Divergence)) == 0 {
		t.Fatal("nothing found, so nothing is compared")
	}
	want := everything(t, m)
	for _, partitions := range []int{1, 4, 64} {
		if got := everything(t, run(t, p, tallies(t, small(1), p, partitions, rng))); !bytes.Equal(got, want) {
			t.Errorf("%d partitions in another order give another result", partitions)
		}
	}
}

func TestReplayedBucketChangesNothing(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	all := tallies(t, small(2), p, 1, rand.New(rand.NewPCG(1, 5)))
	m := run(t, p, all)
	want := everything(t, m)
	for at := range int64(len(all)) {
		if err := m.Take(at, all[at]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(everything(t, m), want) {
		t.Error("buckets that came again were counted again")
	}
}

func TestResumedMinerGoesOnWithTheSameBits(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	p.EpochBuckets, p.MinFlush, p.LongFactor = 3, 150, 2
	all := tallies(t, small(3), p, 1, rand.New(rand.NewPCG(1, 5)))
	straight, resumed := NewMiner(p), NewMiner(p)
	for at := range int64(len(all)) {
		state := encoded(t, resumed)
		resumed = NewMiner(p)
		if err := resumed.UnmarshalBinary(state); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(state, encoded(t, resumed)) {
			t.Fatalf("bucket %d: the state came back differently", at)
		}
		for _, m := range []*Miner{straight, resumed} {
			if err := m.Take(at, all[at]); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(everything(t, straight), everything(t, resumed)) {
			t.Fatalf("bucket %d: the resumed miner differs", at)
		}
	}
	if len(straight.rules) == 0 {
		t.Error("nothing found, so nothing is compared")
	}
}

func TestStateOfOtherParametersIsRefused(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	m := run(t, p, tallies(t, small(4), p, 1, rand.New(rand.NewPCG(1, 5))))
	state := encoded(t, m)
	other := p
	other.EpochBuckets = 9
	fresh := NewMiner(other)
	if err := fresh.UnmarshalBinary(state); err == nil {
		t.Error("a state with other epochs was taken")
	}
	if _, ok := fresh.Last(); ok {
		t.Error("a refused state left something behind")
	}
	for _, bad := range [][]byte{state[:len(state)/2], append(bytes.Clone(state), 0)} {
		if err := NewMiner(p).UnmarshalBinary(bad); err == nil {
			t.Error("a broken state was taken")
		}
	}
	if err := m.UnmarshalBinary(nil); err != nil {
		t.Error(err)
	}
	if _, ok := m.Last(); ok {
		t.Error("no bytes are not a new miner")
	}
}

// Long silences and the same buckets taken one by one, empty, must come to the same.
func TestGapsAreEmptyBuckets(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		shift func(int64) int64
	}{
		{"every third bucket", func(at int64) int64 { return 3 * at }},
		{"a long silence in the middle", func(at int64) int64 { return at + at/6*100 }},
		{"before 1970", func(at int64) int64 { return 5*at - 200 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := DefaultParams(day)
			p.EpochBuckets, p.MinFlush, p.LongFactor = 5, 300, 2
			all := tallies(t, small(5), p, 1, rand.New(rand.NewPCG(1, 5)))
			jumping, walking := NewMiner(p), NewMiner(p)
			at := c.shift(0)
			for i := range int64(len(all)) {
				for ; at < c.shift(i); at++ {
					if err := walking.Take(at, nil); err != nil {
						t.Fatal(err)
					}
				}
				for _, m := range []*Miner{jumping, walking} {
					if err := m.Take(c.shift(i), all[i]); err != nil {
						t.Fatal(err)
					}
				}
				at = c.shift(i) + 1
				if !bytes.Equal(everything(t, jumping), everything(t, walking)) {
					t.Fatalf("bucket %d: jumping over empty buckets gives another result", c.shift(i))
				}
			}
			if len(jumping.rules) == 0 {
				t.Error("nothing found, so nothing is compared")
			}
		})
	}
}

func TestEmptyBucketsBeforeTheFirstOneDoNotCount(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	all := tallies(t, small(6), p, 1, rand.New(rand.NewPCG(1, 5)))
	early := NewMiner(p)
	if err := early.Take(-500, &Tally{}); err != nil {
		t.Fatal(err)
	}
	for at := range int64(len(all)) {
		if err := early.Take(at, all[at]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(everything(t, early), everything(t, run(t, p, all))) {
		t.Error("an empty bucket long before the first one matters")
	}
}

func TestPendingTalliesWaitForEnoughOrTooLong(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	w := small(7)
	w.n, w.buckets = 1200, 12
	all := tallies(t, w, p, 1, rand.New(rand.NewPCG(1, 5)))
	n := func(m *Miner) int64 {
		sum := int64(0)
		for _, in := range m.intents {
			for _, c := range in.cells {
				sum += c[old].aspects.N
			}
		}
		return sum
	}
	// 50 a bucket and intent in four cells: 40 per cell after four buckets, or whatever there is after the hold.
	for _, c := range []struct {
		name      string
		flush     int
		hold      int64
		flushedAt int64
	}{
		{"enough", 40, 100, 3}, {"held too long", 4000, 3, 2}, {"at once", 1, 100, 0},
	} {
		p.MinFlush, p.MaxHold = c.flush, c.hold
		m := NewMiner(p)
		for at := range int64(12) {
			if err := m.Take(at, all[at]); err != nil {
				t.Fatal(err)
			}
			if n(m) > 0 {
				if at != c.flushedAt {
					t.Errorf("%s: flushed at bucket %d, want %d", c.name, at, c.flushedAt)
				}
				break
			}
		}
	}
}

func TestCountsAddUpOverBuckets(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	m := run(t, p, tallies(t, small(8), p, 2, rand.New(rand.NewPCG(1, 5))))
	c := m.Counts()
	if c.Exchanges != 12_000 || c.SAT+c.DSAT != 12_000 || c.Kept+c.Capped+c.Unused != 12_000 || c.Capped == 0 || m.Cut() != 0 {
		t.Errorf("%+v, cut %d", c, m.Cut())
	}
	if last, ok := m.Last(); !ok || last != 11 {
		t.Errorf("last %d, %v", last, ok)
	}
}

func FuzzStateComesBackOrIsRefused(f *testing.F) {
	p := DefaultParams(day)
	p.MinFlush = 1
	m := NewMiner(p)
	b := NewBucket(p, testSalt)
	for _, o := range crowd(rand.New(rand.NewPCG(1, 5)), 4, 0) {
		b.Add(o)
	}
	var used Counters
	if err := m.Take(0, b.Close(&used, math.MaxInt64)); err != nil {
		f.Fatal(err)
	}
	state, err := m.MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(state)
	f.Fuzz(func(t *testing.T, b []byte) {
		m := NewMiner(p)
		if m.UnmarshalBinary(b) != nil {
			return
		}
		again := NewMiner(p)
		if err := again.UnmarshalBinary(encoded(t, m)); err != nil {
			t.Fatal(err)
		}
		m.RuleSet()
	})
}

// A state that a disk or a hand has changed is refused, or does no harm.
func TestChangedStatesDoNotPanic(t *testing.T) {
	t.Parallel()
	p := DefaultParams(day)
	p.EpochBuckets, p.MinFlush = 4, 150
	w := small(9)
	w.n, w.aspects, w.users = 3000, 2, 300
	all := tallies(t, w, p, 1, rand.New(rand.NewPCG(1, 5)))
	state := encoded(t, run(t, p, all))
	rng := rand.New(rand.NewPCG(2, 5))
	refused := 0
	for range 1500 {
		bad := bytes.Clone(state)
		// Numbers of names and lists stand at the front; evidence fills most of the rest.
		at := rng.IntN(len(bad))
		if rng.IntN(2) == 0 {
			at = rng.IntN(min(len(bad), 400))
		}
		bad[at] = byte(rng.IntN(256))
		m := NewMiner(p)
		if m.UnmarshalBinary(bad) != nil {
			refused++
			continue
		}
		if last, _ := m.Last(); last == 11 {
			if err := m.Take(12, all[3]); err != nil {
				t.Fatal(err)
			}
			m.RuleSet()
		}
	}
	if refused == 0 || refused == 1500 {
		t.Errorf("%d of 1500 refused", refused)
	}
}
