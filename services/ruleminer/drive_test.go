package ruleminer

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// errDied is a crash: nothing more of the process happens.
var errDied = errors.New("died")

// faulty lets the n-th call to the store die, before or after it has done its work.
type faulty struct {
	store.Store
	calls, dieAt int
	after        bool
}

func (f *faulty) die(before bool) error {
	if before {
		f.calls++
	}
	if f.calls == f.dieAt && before != f.after {
		if f.after {
			f.calls++
		}
		return errDied
	}
	return nil
}

func (f *faulty) Position(ctx context.Context, partition int32) (store.Position, error) {
	if err := f.die(true); err != nil {
		return store.Position{}, err
	}
	p, err := f.Store.Position(ctx, partition)
	return p, errors.Join(err, f.die(false))
}

func (f *faulty) Close(ctx context.Context, partition int32, believed int64, next store.Position, rows []store.Row) error {
	if err := f.die(true); err != nil {
		return err
	}
	return errors.Join(f.Store.Close(ctx, partition, believed, next, rows), f.die(false))
}

func (f *faulty) Lead(ctx context.Context) (store.Term, error) {
	if err := f.die(true); err != nil {
		return store.Term{}, err
	}
	t, err := f.Store.Lead(ctx)
	return t, errors.Join(err, f.die(false))
}

func (f *faulty) Next(ctx context.Context, after int64, partitions int) (int64, bool, error) {
	if err := f.die(true); err != nil {
		return 0, false, err
	}
	b, ok, err := f.Store.Next(ctx, after, partitions)
	return b, ok, errors.Join(err, f.die(false))
}

func (f *faulty) Tallies(ctx context.Context, bucket int64) ([][]byte, error) {
	if err := f.die(true); err != nil {
		return nil, err
	}
	rows, err := f.Store.Tallies(ctx, bucket)
	return rows, errors.Join(err, f.die(false))
}

func (f *faulty) Commit(ctx context.Context, leader, previous int64, t store.Taking) error {
	if err := f.die(true); err != nil {
		return err
	}
	return errors.Join(f.Store.Commit(ctx, leader, previous, t), f.die(false))
}

// An owner is one process that works through a log, as the loop would, record by record.
type owner struct {
	t    *testing.T
	stg  stream.Stage
	log  *log
	task stream.Task
	next int64
}

func own(t *testing.T, s *Service, l *log) *owner {
	t.Helper()
	o := &owner{t: t, stg: s.Stage(), log: l}
	o.open()
	return o
}

// open begins anew from what is stored, until that goes well.
func (o *owner) open() {
	o.t.Helper()
	p := stream.Partition{Topic: "observations", Index: o.log.partition}
	for range 3 {
		task, from, err := o.stg.Open(o.t.Context(), p, stream.Position{Offset: 1 << 40})
		if err == nil {
			o.task, o.next = task, max(from, 0)
			return
		}
		if !errors.Is(err, errDied) && !errors.Is(err, stream.ErrFenced) {
			o.t.Fatal(err)
		}
	}
	o.t.Fatal("it cannot be opened")
}

func (o *owner) done() bool { return o.next >= int64(len(o.log.records)) }

// step processes the next record; its error is what the loop would see.
func (o *owner) step() error {
	r := o.log.records[o.next]
	o.next++
	var out stream.Batch
	if err := o.task.Process(o.t.Context(), r, &out); err != nil {
		return err
	}
	return o.task.Settle(o.t.Context(), &out)
}

// finish works through the rest of the log, with a new life after each death and each fence.
func (o *owner) finish() {
	o.t.Helper()
	for lives := 0; !o.done(); {
		err := o.step()
		if err == nil {
			continue
		}
		if !errors.Is(err, errDied) && !errors.Is(err, stream.ErrFenced) {
			o.t.Fatal(err)
		}
		if lives++; lives > 20 {
			o.t.Fatalf("no end of deaths: %v", err)
		}
		o.open()
	}
}

// work has every log worked through calmly.
func work(t *testing.T, s *Service, logs ...*log) {
	t.Helper()
	for _, l := range logs {
		own(t, s, l).finish()
	}
}

// rows are all tallies that wait, in order.
func rows(t *testing.T, st Store) []store.Row {
	t.Helper()
	buckets, err := st.Waiting(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out []store.Row
	for _, b := range buckets {
		tallies, err := st.Tallies(t.Context(), b)
		if err != nil {
			t.Fatal(err)
		}
		for _, tally := range tallies {
			out = append(out, store.Row{Bucket: b, Tally: tally})
		}
	}
	return out
}

func wantRows(t *testing.T, what string, got, want []store.Row) {
	t.Helper()
	if len(want) == 0 {
		t.Fatal("the calm run has no rows: nothing is compared")
	}
	a, b := byBucket(got), byBucket(want)
	for _, bucket := range slices.Sorted(maps.Keys(b)) {
		if !slices.Equal(a[bucket], b[bucket]) {
			t.Errorf("%s: bucket %d has %d tallies of other bytes, want %d of the calm run", what, bucket-start, len(a[bucket]), len(b[bucket]))
		}
	}
	for _, bucket := range slices.Sorted(maps.Keys(a)) {
		if b[bucket] == nil {
			t.Errorf("%s: bucket %d should have no row", what, bucket-start)
		}
	}
}

func byBucket(rows []store.Row) map[int64][]string {
	out := map[int64][]string{}
	for _, r := range rows {
		out[r.Bucket] = append(out[r.Bucket], string(r.Tally))
	}
	return out
}
