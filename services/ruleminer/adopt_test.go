package ruleminer

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/memstore"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/mine"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// hourly are the observations of one bucket: novices want steps, experts do not.
func hourly(bucket int64) []Observation {
	rng := rand.New(rand.NewPCG(5, uint64(bucket)))
	all := make([]Observation, 80)
	for i := range all {
		user := rng.IntN(400)
		name := testSalt.Pseudonym("user", strconv.Itoa(user))
		o := Observation{
			ID: fmt.Sprintf("o%d-%d", bucket, i), User: name, Shard: int(schema.Shard(name)), Intent: "how_to", Stratum: "m",
			Groups: []Group{{Dimension: "expertise", Value: []string{"expert", "novice"}[user%2]}},
			Label:  SAT, Confidence: 0.9, Conversation: fmt.Sprint("c", bucket, i), Time: bucket * hour,
		}
		p := 0.5
		for a := range 4 {
			if rng.IntN(3) > 0 {
				continue
			}
			o.Aspects = append(o.Aspects, fmt.Sprint("aspect_", a))
			if a == 0 {
				p += 0.4 * float64(2*(user%2)-1)
			}
		}
		if rng.Float64() > p {
			o.Label = DSAT
		}
		all[i] = o
	}
	return all
}

const testSalt = schema.Salt("salt")

// A side is a namespace of one partition whose worker has closed some buckets.
type side struct {
	*Service
	store *memstore.Store
	used  mine.Counters
	at    int64
}

func newSide(t *testing.T, keep time.Duration) *side {
	t.Helper()
	c := settings(1)
	c.Epoch, c.MaxHold, c.KeepTallies = 24*time.Hour, 4*time.Hour, keep
	st := memstore.New()
	return &side{Service: newService(t, c, st), store: st, at: store.NoBucket}
}

// closes has the worker close buckets from .. to-1, and the coordinator take them.
func (s *side) closes(t *testing.T, from, to int64) *side {
	t.Helper()
	for n := from; n < to; n++ {
		b := mine.NewBucket(s.params, s.config.Salt)
		for _, o := range hourly(n) {
			b.Add(o)
		}
		tally, err := b.Close(&s.used, math.MaxInt64).MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		if err := s.store.Close(t.Context(), 0, s.at, store.Position{ClosedThrough: n}, []store.Row{{Bucket: n, Tally: tally}}); err != nil {
			t.Fatal(err)
		}
		s.at = n
	}
	coordinate(t, s.Coordinator())
	return s
}

func wantSameOutcome(t *testing.T, what string, got, want *side) {
	t.Helper()
	a, b := outcomeOf(t, got.store), outcomeOf(t, want.store)
	if a.state != b.state || a.rules != b.rules || asJSON(t, a.docs) != asJSON(t, b.docs) {
		t.Errorf("%s: %d bytes of state and rules %.300s, want %d and %.300s", what, len(a.state), a.rules, len(b.state), b.rules)
	}
	x, errX := got.Report(t.Context())
	y, errY := want.Report(t.Context())
	if err := errors.Join(errX, errY); err != nil || x != y {
		t.Errorf("%s: the report is %+v, want %+v; %v", what, x, y, err)
	}
}

const kept = 400 * time.Hour

// 240 is the first bucket of an epoch of 24, so that caps do not reach over the seam.
func TestAdoptedHistoryGivesTheStateOfARunThatSawBoth(t *testing.T) {
	t.Parallel()
	history := newSide(t, kept).closes(t, 192, 240)
	running := newSide(t, kept).closes(t, 240, 275)
	calm := newSide(t, kept).closes(t, 192, 275)
	alone := outcomeOf(t, running.store).rules
	a, err := running.Adopt(t.Context(), history.store, false)
	if err != nil {
		t.Fatal(err)
	}
	if a.Buckets != 48 || a.Observations != 48*80 {
		t.Errorf("adopted %+v, want 48 buckets of 80 observations", a)
	}
	wantSameOutcome(t, "adopted", running, calm)
	if outcomeOf(t, running.store).rules == alone {
		t.Error("the adoption changed no rule: nothing is compared")
	}
	wantSameOutcome(t, "going on", running.closes(t, 275, 300), calm.closes(t, 275, 300))
}

func TestHistoryMayLieBetweenWhatIsThere(t *testing.T) {
	t.Parallel()
	running := newSide(t, kept).closes(t, 192, 216).closes(t, 240, 250)
	history := newSide(t, kept).closes(t, 216, 240)
	if _, err := running.Adopt(t.Context(), history.store, false); err != nil {
		t.Fatal(err)
	}
	wantSameOutcome(t, "in between", running, newSide(t, kept).closes(t, 192, 250))
}

func TestADryAdoptionWritesNothing(t *testing.T) {
	t.Parallel()
	history, running := newSide(t, kept).closes(t, 192, 240), newSide(t, kept).closes(t, 240, 260)
	before := running.store.Snapshot()
	a, err := running.Adopt(t.Context(), history.store, true)
	if err != nil {
		t.Fatal(err)
	}
	if asJSON(t, a.Before) == asJSON(t, a.After) || len(a.After.Rules) == 0 {
		t.Error("it says of no change")
	}
	x, y := outcomeOf(t, running.store), outcomeOf(t, before)
	if x.state != y.state || x.rules != y.rules || len(x.taken) != len(y.taken) {
		t.Error("it has changed something")
	}
}

// meanwhile takes a bucket between the replay and the commit, as a running system does.
type meanwhile struct {
	Store
	do func()
}

func (m meanwhile) Lead(ctx context.Context) (store.Term, error) {
	m.do()
	return m.Store.Lead(ctx)
}

func TestWhatIsTakenDuringAnAdoptionIsNotLost(t *testing.T) {
	t.Parallel()
	history, running := newSide(t, kept).closes(t, 192, 240), newSide(t, kept).closes(t, 240, 260)
	busy := newService(t, running.config, meanwhile{running.store, func() { running.closes(t, 260, 265) }})
	if _, err := busy.Adopt(t.Context(), history.store, false); err != nil {
		t.Fatal(err)
	}
	wantSameOutcome(t, "meanwhile", running, newSide(t, kept).closes(t, 192, 265))
}

// overtaken is a store in which somebody begins a term after the adoption did.
type overtaken struct{ Store }

func (o overtaken) Lead(ctx context.Context) (store.Term, error) {
	term, err := o.Store.Lead(ctx)
	if err != nil {
		return term, err
	}
	_, err = o.Store.Lead(ctx)
	return term, err
}

func TestAnAdoptionThatIsOvertakenWritesNothing(t *testing.T) {
	t.Parallel()
	history, running := newSide(t, kept).closes(t, 192, 240), newSide(t, kept).closes(t, 240, 260)
	before := outcomeOf(t, running.store)
	late := newService(t, running.config, overtaken{running.store})
	if _, err := late.Adopt(t.Context(), history.store, false); !errors.Is(err, stream.ErrFenced) {
		t.Errorf("got %v, want fenced", err)
	}
	if after := outcomeOf(t, running.store); after.state != before.state || after.rules != before.rules || len(after.taken) != len(before.taken) {
		t.Error("it has changed something")
	}
}

func TestWhatDoesNotFitIsNotAdopted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		history, running func() *side
		want             string
	}{
		"nothing":         {func() *side { return newSide(t, kept) }, func() *side { return newSide(t, kept).closes(t, 240, 242) }, "nothing to adopt"},
		"newer":           {func() *side { return newSide(t, kept).closes(t, 240, 245) }, func() *side { return newSide(t, kept).closes(t, 240, 242) }, "has not taken that time yet"},
		"theirs not kept": {func() *side { return newSide(t, 0).closes(t, 192, 195) }, func() *side { return newSide(t, kept).closes(t, 240, 242) }, "what is to be adopted has kept no tallies of 3 of its 3 buckets"},
		"ours forgotten":  {func() *side { return newSide(t, kept).closes(t, 192, 195) }, func() *side { return newSide(t, 2*time.Hour).closes(t, 240, 250) }, "the running system has kept no tallies of 7 of its 10"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := c.running().Adopt(t.Context(), c.history().store, false); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestWhatIfReplaysBesideTheRunningSystem(t *testing.T) {
	t.Parallel()
	running := newSide(t, kept).closes(t, 240, 275)
	before := outcomeOf(t, running.store)
	same, since, err := running.WhatIf(t.Context(), nil)
	if err != nil || !since.Equal(running.params.BucketEnd(239)) {
		t.Fatalf("from %v, %v", since, err)
	}
	set, err := running.RuleSet(t.Context())
	if err != nil || len(set.Rules) == 0 || asJSON(t, same) != asJSON(t, set) {
		t.Errorf("under its own parameters it gives %.200s, want %.200s; %v", asJSON(t, same), asJSON(t, set), err)
	}
	strict, _, err := running.WhatIf(t.Context(), []string{"MinEffect=0.99"})
	if err != nil || len(strict.Rules) >= len(set.Rules) {
		t.Errorf("no effect is that large: %d rules of %d, %v", len(strict.Rules), len(set.Rules), err)
	}
	if after := outcomeOf(t, running.store); after.state != before.state || after.rules != before.rules {
		t.Error("the running system is not as it was")
	}
	for _, set := range []string{"CapIntent=9", "nonsense=1"} {
		if _, _, err := running.WhatIf(t.Context(), []string{set}); err == nil {
			t.Errorf("%s was tried", set)
		}
	}
	if _, _, err := newSide(t, 0).closes(t, 240, 242).WhatIf(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "miner.keep_tallies") {
		t.Errorf("without tallies: %v", err)
	}
}

func TestKeptTalliesAreReadOrRefused(t *testing.T) {
	t.Parallel()
	s := newSide(t, kept).closes(t, 240, 241)
	k, ok, err := s.store.Kept(t.Context(), store.NoBucket)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if tally, err := unpack(k); err != nil || tally.Counts().Exchanges != 80 {
		t.Errorf("unpacked %+v, %v", tally, err)
	}
	for i := range k.Tally {
		cut := store.Kept{Bucket: 240, Tally: k.Tally[:i]}
		if _, err := unpack(cut); err == nil {
			t.Fatalf("%d of %d bytes were read as a tally", i, len(k.Tally))
		}
	}
}
