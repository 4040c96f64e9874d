package ruleminer

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/memstore"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

const partitions = 2

// tallied is a store in which the workers have closed everything and no coordinator has begun.
func tallied(t *testing.T) *memstore.Store {
	t.Helper()
	st := memstore.New()
	work(t, newService(t, settings(partitions), st), logsOf(t, 1, partitions, world(2, 1500, 8))...)
	return st
}

func coordinate(t *testing.T, c *Coordinator) int {
	t.Helper()
	n, err := c.Coordinate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// An outcome is all that a coordinator leaves behind, but for the number of its term.
type outcome struct {
	bucket int64
	state  string
	rules  string
	docs   map[string]string
	events map[string]string
	taken  []string
}

func outcomeOf(t *testing.T, st *memstore.Store) outcome {
	t.Helper()
	term, err := st.Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rules, err := st.Rules(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	taken, err := st.Taken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o := outcome{bucket: term.Bucket, state: string(term.State), rules: string(rules), docs: map[string]string{}, events: map[string]string{}}
	for id, doc := range st.Documents() {
		o.docs[id] = string(doc)
	}
	for key, e := range st.Events() {
		o.events[key] = e.ID + string(e.Payload)
	}
	for _, a := range taken {
		o.taken = append(o.taken, fmt.Sprint(a.Bucket, a.EndsAt, a.Incomplete, string(a.Counts)))
	}
	return o
}

func wantOutcome(t *testing.T, what string, got, want outcome) {
	t.Helper()
	if len(want.docs) == 0 {
		t.Fatal("the calm run has no rules: nothing is compared")
	}
	if got.bucket != want.bucket || got.rules != want.rules {
		t.Errorf("%s: rules after bucket %d are\n%s, want after %d\n%s", what, got.bucket, got.rules, want.bucket, want.rules)
	}
	if got.state != want.state {
		t.Errorf("%s: the state is another one", what)
	}
	if !maps.Equal(got.docs, want.docs) || !maps.Equal(got.events, want.events) {
		t.Errorf("%s: documents or events are others", what)
	}
	if !slices.Equal(got.taken, want.taken) {
		t.Errorf("%s: taken are %v, want %v", what, got.taken, want.taken)
	}
}

func calmOutcome(t *testing.T, st *memstore.Store) outcome {
	t.Helper()
	calm := st.Snapshot()
	coordinate(t, newService(t, settings(partitions), calm).Coordinator())
	return outcomeOf(t, calm)
}

func TestACoordinatorThatDiesAtAnyCallLeavesTheSameRules(t *testing.T) {
	t.Parallel()
	base := tallied(t)
	want := calmOutcome(t, base)
	count := &faulty{Store: base.Snapshot()}
	coordinate(t, newService(t, settings(partitions), count).Coordinator())
	if count.calls < 20 {
		t.Fatalf("the run has %d calls, too few to say anything", count.calls)
	}
	for n := 1; n <= count.calls; n++ {
		for _, after := range []bool{false, true} {
			inner := base.Snapshot()
			c := newService(t, settings(partitions), &faulty{Store: inner, dieAt: n, after: after}).Coordinator()
			if _, err := c.Coordinate(t.Context()); !errors.Is(err, errDied) {
				t.Fatalf("call %d: got %v, want a death", n, err)
			}
			coordinate(t, c)
			wantOutcome(t, fmt.Sprintf("died at call %d, after it: %v", n, after), outcomeOf(t, inner), want)
		}
	}
}

func TestTakingBucketsOneByOneAndAllAtOnceGiveTheSameRules(t *testing.T) {
	t.Parallel()
	want := calmOutcome(t, tallied(t))
	st := memstore.New()
	s := newService(t, settings(partitions), st)
	c := s.Coordinator()
	var owners []*owner
	for _, l := range logsOf(t, 9, partitions, world(2, 1500, 8)) {
		owners = append(owners, own(t, s, l))
	}
	steps, taken := 0, 0
	for !owners[0].done() || !owners[1].done() {
		for _, o := range owners {
			if o.done() {
				continue
			}
			if err := o.step(); err != nil {
				t.Fatal(err)
			}
		}
		if n := coordinate(t, c); n > 0 {
			steps, taken = steps+1, taken+n
		}
		if steps == 3 { // A restart in the middle.
			c, steps = s.Coordinator(), 4
		}
	}
	if steps < 5 {
		t.Fatalf("%d buckets were taken in %d steps, too few to say anything", taken, steps)
	}
	wantOutcome(t, "one by one", outcomeOf(t, st), want)
}

func TestACoordinatorThatWasReplacedCommitsNothing(t *testing.T) {
	t.Parallel()
	base := tallied(t)
	want := calmOutcome(t, base)
	s := newService(t, settings(partitions), base)
	zombie, successor := s.Coordinator(), s.Coordinator()
	if more, err := zombie.step(t.Context()); !more || err != nil {
		t.Fatalf("step: %v, %v", more, err)
	}
	if more, err := successor.step(t.Context()); !more || err != nil {
		t.Fatalf("step: %v, %v", more, err)
	}
	if _, err := zombie.Coordinate(t.Context()); !errors.Is(err, stream.ErrFenced) {
		t.Errorf("the zombie got %v, want fenced", err)
	}
	coordinate(t, successor)
	wantOutcome(t, "with a zombie", outcomeOf(t, base), want)
}

// TestADatabaseThatWasSetBackIsNoticed: no bucket behind the last may come for long, and those before it wait.
func TestADatabaseThatWasSetBackIsNoticed(t *testing.T) {
	t.Parallel()
	st := tallied(t)
	want := calmOutcome(t, st)
	c := newService(t, settings(partitions), st).Coordinator()
	for range 2 {
		if more, err := c.step(t.Context()); !more || err != nil {
			t.Fatalf("step: %v, %v", more, err)
		}
	}
	backup := st.Snapshot()
	coordinate(t, c)
	if n := coordinate(t, c); n != 0 {
		t.Errorf("%d buckets were taken twice", n)
	}
	c.takings = backup
	if _, err := c.Coordinate(t.Context()); !errors.Is(err, stream.ErrFenced) {
		t.Errorf("error = %v, want fenced", err)
	}
	if n := coordinate(t, c); n == 0 {
		t.Error("nothing was taken anew")
	}
	wantOutcome(t, "set back", outcomeOf(t, backup), want)
}

func TestABucketIsTakenOnlyWhenEveryPartitionHasClosedIt(t *testing.T) {
	t.Parallel()
	st := memstore.New()
	s := newService(t, settings(partitions), st)
	c := s.Coordinator()
	logs := logsOf(t, 1, partitions, world(2, 600, 4))
	work(t, s, logs[0])
	if n := coordinate(t, c); n != 0 {
		t.Errorf("%d buckets were taken while a partition has closed nothing", n)
	}
	work(t, s, logs[1])
	if n := coordinate(t, c); n != 4 {
		t.Errorf("%d buckets were taken, want 4", n)
	}
	if n := coordinate(t, c); n != 0 {
		t.Errorf("%d buckets were taken twice", n)
	}
}

func TestEachBucketIsTold(t *testing.T) {
	t.Parallel()
	st := tallied(t)
	s := newService(t, settings(partitions), st)
	c := s.Coordinator()
	var told []int64
	var last schema.RuleSet
	c.OnBucket = func(_ context.Context, bucket int64, endsAt time.Time, set schema.RuleSet) error {
		if want := time.UnixMicro((bucket + 1) * hour).UTC(); !endsAt.Equal(want) {
			t.Errorf("bucket %d ends at %v, want %v", bucket, endsAt, want)
		}
		told, last = append(told, bucket), set
		return nil
	}
	coordinate(t, c)
	if want := []int64{start, start + 1, start + 2, start + 3, start + 4, start + 5, start + 6, start + 7}; !slices.Equal(told, want) {
		t.Errorf("told of %v, want %v", told, want)
	}
	stored, err := s.RuleSet(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a, b := last.Rules, stored.Rules
	if len(a) == 0 || len(a) != len(b) || len(last.Seen) != len(stored.Seen) {
		t.Errorf("told of %d rules and %d keys, stored are %d and %d", len(a), len(last.Seen), len(b), len(stored.Seen))
	}

	failing := newService(t, settings(partitions), tallied(t)).Coordinator()
	failing.OnBucket = func(context.Context, int64, time.Time, schema.RuleSet) error { return errDied }
	if _, err := failing.Coordinate(t.Context()); !errors.Is(err, errDied) {
		t.Errorf("got %v, want what the hook said", err)
	}
}

func TestOfTwoCoordinatorsOneWorksAndTheOtherTakesOverWhenItIsGone(t *testing.T) {
	t.Parallel()
	full := tallied(t)
	want := calmOutcome(t, full)
	synctest.Test(t, func(t *testing.T) {
		st := full.Snapshot()
		s := newService(t, settings(partitions), st)
		first, stopFirst := context.WithCancel(t.Context())
		second, stopSecond := context.WithCancel(t.Context())
		defer stopSecond()
		done := make(chan error, 2)
		// The first dies in the middle of its work; the second was replaced before that and stands by.
		stuck := s.Coordinator()
		stuck.OnBucket = func(ctx context.Context, _ int64, _ time.Time, _ schema.RuleSet) error {
			<-ctx.Done()
			return ctx.Err()
		}
		replaced := s.Coordinator()
		if err := replaced.lead(t.Context()); err != nil {
			t.Fatal(err)
		}
		go func() { done <- stuck.Run(first) }()
		synctest.Wait()
		go func() { done <- replaced.Run(second) }()
		synctest.Wait()
		time.Sleep(settings(partitions).Patience / 2)
		if _, bucket, _ := st.Holder(t.Context()); bucket != start {
			t.Errorf("bucket %d was taken while the second should stand by", bucket)
		}
		stopFirst()
		time.Sleep(2 * settings(partitions).Patience)
		synctest.Wait()
		if _, bucket, _ := st.Holder(t.Context()); bucket != start+7 {
			t.Errorf("bucket %d was taken, want all through %d", bucket-start, 7)
		}
		stopSecond()
		for range 2 {
			if err := <-done; err != nil {
				t.Errorf("it ended with %v", err)
			}
		}
		wantOutcome(t, "after a take-over", outcomeOf(t, st), want)
	})
}

func TestACoordinatorStandsByAsLongAsThereIsNothingToTake(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		c := newService(t, settings(partitions), memstore.New()).Coordinator()
		done := make(chan error, 1)
		go func() { done <- c.standBy(ctx, c.patience) }()
		time.Sleep(10 * c.patience)
		synctest.Wait()
		select {
		case err := <-done:
			t.Errorf("it ended with %v although nobody needs it", err)
		default:
		}
		stop()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("it ended with %v", err)
		}
	})
}

// A recorder remembers what was committed.
type recorder struct {
	store.Store
	takings []store.Taking
}

func (r *recorder) Commit(ctx context.Context, leader, previous int64, t store.Taking) error {
	r.takings = append(r.takings, t)
	return r.Store.Commit(ctx, leader, previous, t)
}

func TestABucketThatChangesNoRuleTellsOfNone(t *testing.T) {
	t.Parallel()
	rec := &recorder{Store: memstore.New()}
	s := newService(t, settings(1), rec)
	last := observation("last", at(9, .5))
	last.Intent = "another"
	work(t, s, logsOf(t, 1, 1, append(world(2, 1500, 8), last))...)
	coordinate(t, s.Coordinator())
	n := len(rec.takings)
	if n != 9 || len(rec.takings[n-2].Changed) == 0 {
		t.Fatalf("%d buckets were taken and the one before the last changed nothing: nothing is compared", n)
	}
	if got := rec.takings[n-1]; len(got.Changed) != 0 || len(got.Gone) != 0 || len(got.Events) != 0 {
		t.Errorf("the last bucket tells of %d rules changed and %d gone, want none", len(got.Changed), len(got.Gone))
	}
}

func TestWhatCannotBeReadStopsTheCoordinatorLoudly(t *testing.T) {
	t.Parallel()
	st := memstore.New()
	rows := []store.Row{{Bucket: 3, Tally: []byte("no tally")}}
	if err := st.Close(t.Context(), 0, store.NoBucket, store.Position{ClosedThrough: 3}, rows); err != nil {
		t.Fatal(err)
	}
	c := newService(t, settings(1), st).Coordinator()
	if err := c.Run(t.Context()); err == nil || errors.Is(err, stream.ErrFenced) {
		t.Errorf("it ended with %v, want what is wrong with the tally", err)
	}
}
