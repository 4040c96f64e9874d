package ruleminer

import (
	"errors"
	"fmt"
	"testing"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/clock"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/memstore"
)

func TestABucketClosesWhenTheTimeReachesItsEnd(t *testing.T) {
	t.Parallel()
	st := memstore.New()
	s := newService(t, settings(1), st)
	l := newLog(t, 0)
	l.observe(observation("a", at(0, .5)))
	l.observe(observation("b", at(1, .5)))
	l.times(at(1, 0) - 1)
	o := own(t, s, l)
	o.finish()
	if got := rows(t, st); len(got) != 0 {
		t.Fatalf("%d rows a microsecond before the end of the bucket", len(got))
	}
	l.times(at(1, 0))
	o.finish()
	if got := rows(t, st); len(got) != 1 || got[0].Bucket != start {
		t.Fatalf("rows are %v at the end of the bucket, want that one", got)
	}
	wantPlace(t, st, start, 1)
}

func wantPlace(t *testing.T, st Store, closed, next int64) {
	t.Helper()
	p, err := st.Position(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if p.ClosedThrough != closed || p.NextOffset != next {
		t.Errorf("closed through %d with offset %d next, want %d and %d", p.ClosedThrough, p.NextOffset, closed, next)
	}
}

func TestThePlaceToStartFromIsTheOldestRecordOfAnOpenBucket(t *testing.T) {
	t.Parallel()
	st := memstore.New()
	s := newService(t, settings(1), st)
	l := newLog(t, 0)
	l.observe(observation("a", at(0, .5)))
	l.observe(observation("far ahead", at(5, .5)))
	l.observe(observation("b", at(1, .5)))
	l.times(at(2, 0))
	work(t, s, l)
	wantPlace(t, st, start+1, 1)
	wantClock(t, st, clock.Never)
	l.observe(observation("c", at(7, .5)))
	l.times(at(6, 0))
	work(t, s, l)
	wantPlace(t, st, start+5, 5)
	wantClock(t, st, at(2, 0))
	l.times(at(8, 0))
	work(t, s, l)
	wantPlace(t, st, start+7, int64(len(l.records)))
	wantClock(t, st, at(8, 0))
}

// wantClock wants the clock that goes with the place to start from to show that time.
func wantClock(t *testing.T, st Store, want int64) {
	t.Helper()
	p, err := st.Position(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	var c clock.Clock
	if err := c.UnmarshalBinary(p.Clock); err != nil {
		t.Fatal(err)
	}
	if c.Time() != want {
		t.Errorf("the clock at offset %d shows %d, want %d", p.NextOffset, c.Time(), want)
	}
}

func TestTheEndOfAllSourcesClosesWhatCameUpToIt(t *testing.T) {
	t.Parallel()
	st := memstore.New()
	s := newService(t, settings(1), st)
	l := newLog(t, 0)
	l.observe(observation("a", at(0, .5)))
	l.observe(observation("overtakes the end", at(0, .9)))
	l.observe(observation("next", at(3, .5)))
	l.end(1, at(0, .6))
	o := own(t, s, l)
	o.finish()
	if got := counts(t, st); got.Exchanges != 1 {
		t.Errorf("%d exchanges are in the bucket of the end, want the one before it", got.Exchanges)
	}
	wantPlace(t, st, start, 2)

	l.observe(observation("late", at(0, .7)))
	l.observe(observation("second import", at(3, .7)))
	l.end(2, at(3, .8))
	o.finish()
	if got := counts(t, st); got.Exchanges != 3 {
		t.Errorf("%d exchanges after the second end, want 3", got.Exchanges)
	}
	if s.Behind() != 1 {
		t.Errorf("%d came behind, want the late one", s.Behind())
	}
}

func TestAnEndWithoutAnythingBeforeItClosesNothing(t *testing.T) {
	t.Parallel()
	st := memstore.New()
	l := newLog(t, 0)
	l.observe(observation("after", at(0, .5)))
	l.end(1, at(0, .1))
	work(t, newService(t, settings(1), st), l)
	if got := rows(t, st); len(got) != 0 {
		t.Errorf("an empty bucket has a row: %v", got)
	}
	wantPlace(t, st, start, int64(len(l.records)))
	// The time is now the end of the bucket, and this end will not come again.
	wantClock(t, st, at(1, 0))
}

func TestAPartitionThatWasClosedByHandIsReadAnew(t *testing.T) {
	t.Parallel()
	st := memstore.New()
	s := newService(t, settings(1), st)
	l := newLog(t, 0)
	l.times(at(0, 0))
	l.observe(observation("a", at(0, .5)))
	o := own(t, s, l)
	o.finish()
	if err := s.ForceClose(t.Context(), 0, start+1, "test"); err != nil {
		t.Fatal(err)
	}
	var out stream.Batch
	if q, ok := o.task.(stream.Quieter); !ok || !errors.Is(q.Quiet(t.Context(), lookAfter, &out), stream.ErrFenced) {
		t.Error("the worker did not see it")
	}
}

func TestWhatTheTimeHasPassedIsClosedWhenAWorkerOpens(t *testing.T) {
	t.Parallel()
	st := memstore.New()
	s := newService(t, settings(1), st)
	l := newLog(t, 0)
	l.observe(observation("a", at(0, .5)))
	l.times(at(3, 0))
	work(t, s, l)
	behind, err := st.Position(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	behind.ClosedThrough = start
	if err := st.Close(t.Context(), 0, start+2, behind, nil); err != nil {
		t.Fatal(err)
	}
	own(t, s, l)
	wantPlace(t, st, start+2, int64(len(l.records)))
}

func TestAnEndMayCloseManyBucketsInSeveralTransactions(t *testing.T) {
	t.Parallel()
	observations := world(3, 300, 12)
	observations = append(observations, observation("after the end", at(12, .5)))
	want := calm(t, endedLog(t, logsOf(t, 1, 1, observations[:300])[0].records, observations[300:]...))

	l := newLog(t, 0)
	var most int64
	for _, o := range observations {
		l.observe(o)
		if o.GetId() != "after the end" {
			most = max(most, o.GetTimeUs())
		}
	}
	l.end(1, most)
	wantRows(t, "closed with the end", calm(t, l), want)

	small := func(st Store) *Service {
		s := newService(t, settings(1), st)
		s.stage.maxWrite = 1
		return s
	}
	count := &faulty{Store: memstore.New()}
	work(t, small(count), l)
	if count.calls < 12+len(l.records)/settings(1).LookEvery {
		t.Fatalf("%d calls: the buckets were not closed one by one", count.calls)
	}
	for n := 1; n <= count.calls; n++ {
		st := &faulty{Store: memstore.New(), dieAt: n, after: n%2 == 0}
		work(t, small(st), l)
		wantRows(t, fmt.Sprintf("died at call %d", n), rows(t, st), want)
	}
}

// endedLog is a log that goes on behind its end, as when a second import has begun.
func endedLog(t *testing.T, records []stream.Record, more ...*gpav1.Observation) *log {
	t.Helper()
	l := newLog(t, 0)
	l.records = records
	for _, o := range more {
		l.observe(o)
	}
	return l
}
