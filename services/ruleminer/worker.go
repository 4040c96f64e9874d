package ruleminer

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/clock"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/mine"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// lookAfter is how long a worker with nothing to read lets pass between two looks at its position.
const lookAfter = 5 * time.Second

// A stage opens a worker for each partition of the observations.
type stage struct {
	positions store.Positions
	params    mine.Params
	salt      schema.Salt
	lookEvery int
	maxWrite  int
	behind    atomic.Int64
}

// A worker gathers the observations of one partition by buckets, and closes a bucket when the statements of time in
// the partition have passed its end. Its position lives in the store: what Kafka keeps only shows the lag.
//
// It writes a bucket's tally and its position together, and only while the position is where it left it. So a worker
// that was replaced writes nothing, and one that died is repeated from the oldest record of a bucket still open.
type worker struct {
	stage     *stage
	partition int32

	clock    *clock.Clock
	decoder  decoder
	counters *mine.Counters
	open     map[int64]*openBucket
	at       int64 // the next record to read
	position store.Position

	closed []stream.Gathering // not told of yet

	sinceLook  int
	quietLooks time.Duration
}

// An openBucket remembers where to read from again as long as it is open, and the clock of there.
type openBucket struct {
	set   *mine.Bucket
	first int64
	clock *clock.Clock
	// traces are those of some of its records.
	traces []string
}

// Open takes the position from the store, whatever Kafka says, and closes what the time there has passed.
func (s *stage) Open(ctx context.Context, p stream.Partition, _ stream.Position) (stream.Task, int64, error) {
	t := &worker{stage: s, partition: p.Index, clock: &clock.Clock{}, counters: &mine.Counters{}, open: map[int64]*openBucket{}}
	position, err := s.positions.Position(ctx, p.Index)
	if err != nil {
		return nil, 0, err
	}
	if len(position.Clock) > 0 {
		if err := t.clock.UnmarshalBinary(position.Clock); err != nil {
			return nil, 0, fmt.Errorf("read the clock of partition %d: %w", p.Index, err)
		}
	}
	if err := t.counters.UnmarshalBinary(position.Counters); err != nil {
		return nil, 0, fmt.Errorf("read the cap counters of partition %d: %w", p.Index, err)
	}
	t.position, t.at = position, position.NextOffset
	if err := t.advance(ctx); err != nil {
		return nil, 0, err
	}
	return t, position.NextOffset, nil
}

// Process applies a statement or an observation.
func (w *worker) Process(ctx context.Context, r stream.Record, b *stream.Batch) error {
	if w.sinceLook++; w.sinceLook >= w.stage.lookEvery {
		if err := w.look(ctx); err != nil {
			return err
		}
	}
	w.at = r.Offset + 1
	switch r.Type {
	case schema.TypeStatement:
		s, err := clock.Parse(r)
		if err != nil {
			return err
		}
		w.clock.Read(s)
		return w.advance(ctx)
	case schema.TypeObservation:
		o, err := w.decoder.decode(r.Value)
		if err != nil {
			return stream.Permanent(err)
		}
		if !w.add(o, r.Offset, r.Trace()) {
			b.Repeated++
		}
		return nil
	default:
		return stream.Permanent(fmt.Errorf("record of type %q; expected observations and statements", r.Type))
	}
}

// add puts an observation into its bucket and says whether it could. One that is closed takes nothing more: this is a repeat, or comes from a
// source that woke from idle.
func (w *worker) add(o mine.Observation, offset int64, trace string) bool {
	bucket := w.stage.params.BucketOf(o.Time)
	if bucket <= w.position.ClosedThrough {
		w.stage.behind.Add(1)
		return false
	}
	b := w.open[bucket]
	if b == nil {
		b = &openBucket{set: mine.NewBucket(w.stage.params, w.stage.salt), first: offset, clock: w.clock.Clone()}
		w.open[bucket] = b
	}
	b.set.Add(o)
	if trace != "" && len(b.traces) < stream.MaxParents {
		b.traces = append(b.traces, trace)
	}
	return true
}

// EventTime is that of the partition's clock.
func (w *worker) EventTime() (int64, bool) { return w.clock.Time(), w.clock.Known() }

// Oldest is the start of the oldest bucket that is open.
func (w *worker) Oldest() (us int64, ok bool) {
	for b := range w.open {
		if start := b * w.stage.params.Bucket; !ok || start < us {
			us, ok = start, true
		}
	}
	return us, ok
}

// Settle tells which buckets were closed, for traces: what must be stored was stored with the buckets.
func (w *worker) Settle(_ context.Context, out *stream.Batch) error {
	out.Gathered, w.closed = append(out.Gathered, w.closed...), nil
	return nil
}

// Position is where the worker is, so that the group's lag means something.
func (w *worker) Position() (stream.Position, bool) {
	return stream.Position{Offset: w.at}, w.at >= 0
}

// Quiet looks at the position from time to time when nothing comes in.
func (w *worker) Quiet(ctx context.Context, d time.Duration, _ *stream.Batch) error {
	if d < w.quietLooks {
		w.quietLooks = 0
	}
	if d-w.quietLooks < lookAfter {
		return nil
	}
	w.quietLooks = d
	return w.look(ctx)
}

// look compares the position in the store with what was written last: somebody else may have taken over, or the
// database may have been set back.
func (w *worker) look(ctx context.Context) error {
	w.sinceLook = 0
	p, err := w.stage.positions.Position(ctx, w.partition)
	if err != nil {
		return err
	}
	if p.ClosedThrough != w.position.ClosedThrough || p.NextOffset != w.position.NextOffset {
		return fmt.Errorf("partition %d is closed through bucket %d, not %d as it was left: %w",
			w.partition, p.ClosedThrough, w.position.ClosedThrough, stream.ErrFenced)
	}
	return nil
}
