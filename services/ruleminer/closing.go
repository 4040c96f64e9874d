package ruleminer

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// maxWrite is how many bytes of tallies go into one transaction, give or take a bucket: an end may close years at once.
const maxWrite = 8 << 20

// advance closes what the time has passed, and what the ends that all sources have passed close early.
func (w *worker) advance(ctx context.Context) error {
	// A bucket is closed when the time has reached its end, so the one that holds the time stays open.
	if err := w.closeThrough(ctx, w.stage.params.BucketOf(w.clock.Time())-1, math.MaxInt64); err != nil {
		return err
	}
	for {
		most, ok := w.clock.Ended()
		if !ok {
			return nil
		}
		last := w.stage.params.BucketOf(most)
		// Before the close, so that the position that goes with it knows of this end.
		w.clock.Raise((last + 1) * w.stage.params.Bucket)
		if err := w.closeThrough(ctx, last, most); err != nil {
			return err
		}
	}
}

// closeThrough closes the open buckets through that one, with what has a time up to upTo. A bucket that has nothing
// then has no row, as if it had never been opened.
func (w *worker) closeThrough(ctx context.Context, through, upTo int64) error {
	if through <= w.position.ClosedThrough {
		return nil
	}
	var (
		rows []store.Row
		size int
	)
	for _, b := range slices.Sorted(maps.Keys(w.open)) {
		if b > through {
			break
		}
		if len(rows) > 0 && size >= w.stage.maxWrite {
			if err := w.write(ctx, rows[len(rows)-1].Bucket, rows); err != nil {
				return err
			}
			rows, size = nil, 0
		}
		tally, traces := w.open[b].set.Close(w.counters, upTo), w.open[b].traces
		delete(w.open, b)
		if tally.Counts().Exchanges == 0 {
			continue
		}
		bytes, err := tally.MarshalBinary()
		if err != nil {
			return fmt.Errorf("encode the tally of bucket %d: %w", b, err)
		}
		rows = append(rows, store.Row{Bucket: b, Tally: bytes})
		size += len(bytes)
		w.closed = append(w.closed, stream.Gathering{Name: "close", Number: b, Records: tally.Counts().Exchanges, Parents: traces})
	}
	return w.write(ctx, through, rows)
}

// write stores rows with the position that goes with them: that of the oldest record of a bucket still open.
func (w *worker) write(ctx context.Context, through int64, rows []store.Row) error {
	next, from := w.at, w.clock
	for _, b := range w.open {
		if b.first < next {
			next, from = b.first, b.clock
		}
	}
	position := store.Position{ClosedThrough: through, NextOffset: next}
	var err error
	if position.Clock, err = from.MarshalBinary(); err != nil {
		return fmt.Errorf("encode the clock: %w", err)
	}
	if position.Counters, err = w.counters.MarshalBinary(); err != nil {
		return fmt.Errorf("encode the cap counters: %w", err)
	}
	if err := w.stage.positions.Close(ctx, w.partition, w.position.ClosedThrough, position, rows); err != nil {
		return err
	}
	w.position, w.sinceLook = position, 0
	return nil
}
