package mine

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// split tallies observations in that many partitions and merges the parts in random order.
func split(rng *rand.Rand, all []Observation, partitions int) *Tally {
	var parts []*Tally
	for part := range partitions {
		b := NewBucket(DefaultParams(day), testSalt)
		for _, o := range all {
			if int(schema.ShardPartition(uint32(o.Shard), partitions)) == part {
				b.Add(o)
			}
		}
		var used Counters
		parts = append(parts, b.Close(&used, math.MaxInt64))
	}
	rng.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	for len(parts) > 1 {
		i := rng.IntN(len(parts) - 1)
		parts[i].Merge(parts[i+1])
		parts = append(parts[:i+1], parts[i+2:]...)
	}
	return parts[0]
}

func TestTallyDoesNotDependOnOrderPartitionsOrRepeats(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(6, 6))
	all := crowd(rng, 800, 0)
	want := encoded(t, split(rng, all, 1))
	for _, partitions := range []int{1, 2, 4, 16, 64} {
		for range 3 {
			if got := encoded(t, split(rng, shuffled(rng, all), partitions)); !bytes.Equal(got, want) {
				t.Fatalf("%d partitions: %d bytes that differ from %d", partitions, len(got), len(want))
			}
		}
	}
}

func TestTallyCountsByHand(t *testing.T) {
	t.Parallel()
	x, y := simple("x"), simple("y")
	y.Shard, y.User, y.Label, y.Confidence, y.Aspects = 9, "v", DSAT, 0.75, []string{"b", "c"}
	y.Stated = []Stated{{"z", -1, 0.9}}
	b := NewBucket(DefaultParams(day), testSalt)
	b.Add(x)
	b.Add(y)
	var used Counters
	tally := b.Close(&used, math.MaxInt64)
	c := tally.cells[cellKey{groupKey{"d", "g", "i"}, "s"}]
	// q is 800 and 500: w 640000 and 250000; 2wy 800*1800 and -500*500; 4wyy 1800^2 and 500^2.
	got := [][]int64{{c.n, c.yy}, c.w, c.wy, c.table.n, c.wa, c.way, c.pairs}
	want := [][]int64{
		{2, 3240000 + 250000},
		{640000, 250000},
		{1440000, -250000},
		{1, 2, 1},
		{640000, 0, 640000, 250000, 0, 250000},
		{1440000, 0, 1440000, -250000, 0, -250000},
		{640000, 0, 250000},
	}
	if !reflect.DeepEqual(got, want) || !slices.Equal(c.names, []string{"a", "b", "c"}) || !slices.Equal(c.shards, []uint8{3, 9}) {
		t.Errorf("cell of %v and %v\n%v, want\n%v", c.names, c.shards, got, want)
	}
	if c.users[1].atLeast() != 2 || c.users[0].atLeast() != 1 {
		t.Errorf("users %d and %d, want 2 and 1", c.users[1].atLeast(), c.users[0].atLeast())
	}
	g := tally.groups[groupKey{"d", "g", "i"}]
	w := g.wishes
	if got, want := [][]int64{{w.n}, w.x, w.d, w.v}, [][]int64{{1}, {-640000}, {640000}, {409600}}; !reflect.DeepEqual(got, want) {
		t.Errorf("wishes %v, want %v", got, want)
	}
	if g.conversations.atLeast() != 1 {
		t.Errorf("%d conversations", g.conversations.atLeast())
	}
}

func TestMergeLeavesItsArgumentAlone(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 6))
	a, b := split(rng, crowd(rng, 200, 0), 1), split(rng, crowd(rng, 200, 1), 1)
	before := encoded(t, b)
	var sum Tally
	sum.Merge(b)
	sum.Merge(a)
	sum.Merge(nil)
	if !bytes.Equal(before, encoded(t, b)) {
		t.Error("merging changed what was merged")
	}
	other := &Tally{}
	other.Merge(a)
	other.Merge(b)
	if !bytes.Equal(encoded(t, &sum), encoded(t, other)) {
		t.Error("a+b is not b+a")
	}
	if got, want := sum.Counts().Exchanges, int64(400); got != want {
		t.Errorf("%d exchanges, want %d", got, want)
	}
}

func TestGroupsAreSeenEvenWhenNothingIsKept(t *testing.T) {
	t.Parallel()
	o := simple("x")
	o.Label = None
	b := NewBucket(DefaultParams(day), testSalt)
	b.Add(o)
	var used Counters
	tally := b.Close(&used, math.MaxInt64)
	g := tally.groups[groupKey{"d", "g", "i"}]
	if g == nil || g.conversations.atLeast() != 0 || len(tally.cells) != 0 {
		t.Errorf("groups %+v, cells %+v", g, tally.cells)
	}
}

func TestCellHoldsOnlySoManyNames(t *testing.T) {
	t.Parallel()
	o, few := simple("x"), simple("y")
	o.Aspects = nil
	for i := range maxNames + 10 {
		name := fmt.Sprintf("a%04d", i)
		o.Aspects = append(o.Aspects, name)
		o.Stated = append(o.Stated, Stated{name, 1, 0.9})
	}
	few.Aspects = o.Aspects[:20]
	b := NewBucket(DefaultParams(day), testSalt)
	b.Add(o)
	b.Add(few)
	var used Counters
	tally := b.Close(&used, math.MaxInt64)
	c := tally.cells[cellKey{groupKey{"d", "g", "i"}, "s"}]
	n := int64(0)
	for _, k := range c.table.n {
		n += k
	}
	wishes := tally.groups[groupKey{"d", "g", "i"}].wishes
	if len(c.names) != maxNames || len(wishes.names) != maxNames {
		t.Errorf("%d and %d names, want %d", len(c.names), len(wishes.names), maxNames)
	}
	if got := tally.Cut(); got < 20 || n+int64(len(wishes.names))+got != 2*(maxNames+10)+20 {
		t.Errorf("cut %d of %d", got, 2*(maxNames+10)+20)
	}
}

func TestTallyComesBackAsItWas(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(8, 6))
	tally := split(rng, crowd(rng, 3000, 0), 1)
	b := encoded(t, tally)
	var back Tally
	if err := back.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b, encoded(t, &back)) || back.Counts() != tally.Counts() {
		t.Error("came back differently")
	}
	for _, bad := range [][]byte{b[:len(b)/3], append(bytes.Clone(b), 1), {7}} {
		if err := back.UnmarshalBinary(bad); err == nil {
			t.Errorf("%d broken bytes were taken", len(bad))
		}
	}
	if err := back.UnmarshalBinary(nil); err != nil || back.Counts() != (Counts{}) {
		t.Errorf("no bytes: %+v, %v", back.Counts(), err)
	}
}

func FuzzTallyComesBackOrIsRefused(f *testing.F) {
	rng := rand.New(rand.NewPCG(9, 6))
	b, err := split(rng, crowd(rng, 20, 0), 1).MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		var tally, again Tally
		if tally.UnmarshalBinary(b) != nil {
			return
		}
		if err := again.UnmarshalBinary(encoded(t, &tally)); err != nil {
			t.Fatal(err)
		}
		again.Merge(&tally)
		m := NewMiner(DefaultParams(day))
		if err := m.Take(0, &again); err != nil {
			t.Fatal(err)
		}
		m.RuleSet()
	})
}

func TestBitSetsComeBackSparseAndDense(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 63, 64, 65, 1000} {
		var s, back userSet
		for i := range n {
			s.add(uint16(i * 7919 % userBits))
		}
		var w writer
		s.write(&w)
		r := reader{b: w.b}
		back.read(&r)
		if err := r.end(); err != nil || back != s || s.atLeast() != int64(n) {
			t.Errorf("%d bits: %v, %d came back", n, err, back.atLeast())
		}
	}
}
