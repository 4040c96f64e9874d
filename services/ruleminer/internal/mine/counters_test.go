package mine

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"
)

func someCounters(tb testing.TB) *Counters {
	tb.Helper()
	b := NewBucket(DefaultParams(day), testSalt)
	for _, o := range crowd(rand.New(rand.NewPCG(4, 4)), 300, 40) {
		b.Add(o)
	}
	var c Counters
	b.Close(&c, math.MaxInt64)
	return &c
}

func TestCountersComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	c := someCounters(t)
	first := encoded(t, c)
	var back Counters
	if err := back.UnmarshalBinary(first); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, encoded(t, &back)) || back.epoch != 1 || len(back.channels[revealed]) == 0 {
		t.Errorf("came back as %+v", back)
	}
	next := NewBucket(DefaultParams(day), testSalt)
	for _, o := range crowd(rand.New(rand.NewPCG(5, 4)), 300, 41) {
		next.Add(o)
	}
	if !bytes.Equal(encoded(t, next.Close(c, math.MaxInt64)), encoded(t, next.Close(&back, math.MaxInt64))) {
		t.Error("what follows differs")
	}
	if !bytes.Equal(encoded(t, c), encoded(t, &back)) {
		t.Error("the counters then differ")
	}
}

func TestCountersEmptyThemselvesAtAnEpoch(t *testing.T) {
	t.Parallel()
	c := someCounters(t)
	c.enter(1)
	if len(c.channels[revealed]) == 0 {
		t.Error("emptied within the epoch")
	}
	c.enter(2)
	if len(c.channels[revealed]) != 0 || len(c.channels[stated]) != 0 || c.epoch != 2 {
		t.Errorf("still %+v", c)
	}
	var empty Counters
	if b := encoded(t, &empty); len(b) != 0 {
		t.Errorf("empty counters take %d bytes", len(b))
	}
	if err := c.UnmarshalBinary(nil); err != nil || c.entered {
		t.Errorf("no bytes gave %+v, %v", c, err)
	}
}

func TestBrokenCountersAreRefused(t *testing.T) {
	t.Parallel()
	good := encoded(t, someCounters(t))
	for name, bad := range map[string][]byte{
		"cut off":     good[:len(good)/2],
		"longer":      append(bytes.Clone(good), 0),
		"version":     append([]byte{9}, good[1:]...),
		"slot twice":  {countersVersion, 0, 2, 5, 1, 0, 1, 0},
		"slot beyond": {countersVersion, 0, 1, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 0},
	} {
		var c Counters
		if err := c.UnmarshalBinary(bad); err == nil || c.entered {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzCountersComeBackOrAreRefused(f *testing.F) {
	b, err := someCounters(f).MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		var c, again Counters
		if c.UnmarshalBinary(b) != nil {
			return
		}
		if err := again.UnmarshalBinary(encoded(t, &c)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(encoded(t, &c), encoded(t, &again)) {
			t.Error("came back differently")
		}
	})
}
