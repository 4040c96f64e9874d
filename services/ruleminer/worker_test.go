package ruleminer

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/clock"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/memstore"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/mine"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// calm is what a run without faults writes of that log.
func calm(t *testing.T, l *log) []store.Row {
	t.Helper()
	st := memstore.New()
	work(t, newService(t, settings(1), st), l)
	return rows(t, st)
}

func oneLog(t *testing.T, jitter uint64) *log {
	t.Helper()
	return logsOf(t, jitter, 1, world(1, 240, 6))[0]
}

func TestAWorkerThatDiesAtAnyCallWritesTheSameRows(t *testing.T) {
	t.Parallel()
	l := oneLog(t, 1)
	want := calm(t, l)
	count := &faulty{Store: memstore.New()}
	work(t, newService(t, settings(1), count), l)
	if count.calls < 20 {
		t.Fatalf("the run has %d calls, too few to say anything", count.calls)
	}
	for n := 1; n <= count.calls; n++ {
		for _, after := range []bool{false, true} {
			st := &faulty{Store: memstore.New(), dieAt: n, after: after}
			work(t, newService(t, settings(1), st), l)
			wantRows(t, fmt.Sprintf("died at call %d, after it: %v", n, after), rows(t, st), want)
		}
	}
}

func TestAnyOrderWithinTheLatenessWritesTheSameRows(t *testing.T) {
	t.Parallel()
	want := calm(t, oneLog(t, 1))
	for jitter := range uint64(10) {
		wantRows(t, fmt.Sprintf("jitter %d", jitter), calm(t, oneLog(t, jitter+2)), want)
	}
}

func TestAStormOfRestartsAndZombiesWritesTheSameRows(t *testing.T) {
	t.Parallel()
	l := oneLog(t, 1)
	want := calm(t, l)
	for seed := range uint64(60) {
		wantRows(t, fmt.Sprintf("seed %d", seed), storm(t, seed, l), want)
	}
}

// storm has up to three processes own the partition at once, each at its own pace, until one has come to the end.
func storm(t *testing.T, seed uint64, l *log) []store.Row {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 7))
	st := memstore.New()
	s := newService(t, settings(1), st)
	owners := []*owner{own(t, s, l), own(t, s, l), own(t, s, l)}
	for {
		i := r.IntN(len(owners))
		if r.IntN(60) == 0 {
			owners[i] = own(t, s, l)
		}
		if owners[i].done() {
			return rows(t, st)
		}
		if err := owners[i].step(); errors.Is(err, stream.ErrFenced) {
			owners[i].open()
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestOfTwoWorkersOnOnePartitionTheFormerIsFenced(t *testing.T) {
	t.Parallel()
	l := oneLog(t, 1)
	want := calm(t, l)
	st := memstore.New()
	c := settings(1)
	c.LookEvery = 1 << 30 // It finds out only when it writes.
	s := newService(t, c, st)
	zombie := own(t, s, l)
	for range len(l.records) / 2 {
		if err := zombie.step(); err != nil {
			t.Fatal(err)
		}
	}
	own(t, s, l).finish()
	for !zombie.done() {
		if err := zombie.step(); err != nil {
			if !errors.Is(err, stream.ErrFenced) {
				t.Fatalf("the zombie got %v, want fenced", err)
			}
			wantRows(t, "after the zombie", rows(t, st), want)
			return
		}
	}
	t.Error("the zombie was never fenced")
}

func TestAStoreThatWasSetBackIsReadAnew(t *testing.T) {
	t.Parallel()
	l := oneLog(t, 1)
	want := calm(t, l)
	kept := memstore.New()
	inner := &faulty{Store: kept}
	s := newService(t, settings(1), inner)
	o := own(t, s, l)
	for o.next < int64(len(l.records)/2) {
		if err := o.step(); err != nil {
			t.Fatal(err)
		}
	}
	backup := kept.Snapshot()
	o.finish()
	inner.Store = backup

	quieter, ok := o.task.(stream.Quieter)
	if !ok {
		t.Fatal("the worker never looks when nothing comes in")
	}
	var out stream.Batch
	if err := quieter.Quiet(t.Context(), time.Second, &out); err != nil {
		t.Fatalf("it looked after a second already: %v", err)
	}
	if err := quieter.Quiet(t.Context(), lookAfter, &out); !errors.Is(err, stream.ErrFenced) {
		t.Fatalf("the row went back and the worker got %v, want fenced", err)
	}
	o.open()
	o.finish()
	wantRows(t, "after the restore", rows(t, backup), want)
}

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

func TestBadRecordsGoToTheDeadLettersAndTheRestCounts(t *testing.T) {
	t.Parallel()
	st := memstore.New()
	s := newService(t, settings(1), st)
	l := newLog(t, 0)
	l.observe(observation("good", at(0, .5)))
	bad := observation("bad", at(0, .5))
	bad.Shard = 64
	l.observe(bad)
	l.append(stream.Record{Type: "io.gpa.turns.v1", Value: []byte("x")})
	l.append(stream.Record{Type: "io.gpa.statement.v1", Value: []byte{0xff}})
	l.times(at(1, 0))
	o := own(t, s, l)
	permanent := 0
	for !o.done() {
		if err := o.step(); stream.IsPermanent(err) {
			permanent++
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if permanent != 3 {
		t.Errorf("%d records went to the dead letters, want 3", permanent)
	}
	if got := counts(t, st); got.Exchanges != 1 {
		t.Errorf("%d exchanges, want the good one", got.Exchanges)
	}
}

func TestTheGroupSeesHowFarTheWorkerIs(t *testing.T) {
	t.Parallel()
	st := memstore.New()
	l := newLog(t, 0)
	l.observe(observation("a", at(0, .5)))
	o := own(t, newService(t, settings(1), st), l)
	if p, ok := o.task.Position(); ok {
		t.Errorf("a position was given before anything was read: %+v", p)
	}
	o.finish()
	if p, ok := o.task.Position(); !ok || p.Offset != 1 || p.Metadata != "" {
		t.Errorf("position is %+v, %v, want offset 1", p, ok)
	}
}

// counts are the numbers of all tallies that wait.
func counts(t *testing.T, st Store) Counts {
	t.Helper()
	var sum Counts
	for _, r := range rows(t, st) {
		var tally mine.Tally
		if err := tally.UnmarshalBinary(r.Tally); err != nil {
			t.Fatal(err)
		}
		sum.Add(tally.Counts())
	}
	return sum
}

func FuzzObservationsNeverPanic(f *testing.F) {
	l := &log{t: &testing.T{}, offsets: map[string]int64{}}
	l.observe(observation("a", at(0, .5)))
	f.Add(l.records[0].Value)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, value []byte) {
		o, err := decode(value)
		if err != nil {
			return
		}
		if o.Time < 0 || o.Shard < 0 || o.Shard > 63 || o.ID == "" {
			t.Errorf("%+v was let through", o)
		}
		p := mine.DefaultParams(testBucket)
		b := mine.NewBucket(p, "salt")
		b.Add(o)
		var used mine.Counters
		first, err := b.Close(&used, maxTime).MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var again mine.Tally
		if err := again.UnmarshalBinary(first); err != nil {
			t.Fatal(err)
		}
		second, err := again.MarshalBinary()
		if err != nil || !bytes.Equal(first, second) {
			t.Errorf("another tally came back: %v", err)
		}
	})
}
