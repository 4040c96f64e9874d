package ruleminer

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/stream"
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
