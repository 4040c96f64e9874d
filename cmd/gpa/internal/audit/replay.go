package audit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// replay runs a stage over a partition up to an offset, and gives what each record brings, statements left out.
func replay(ctx context.Context, log Log, p stream.Partition, s stream.Stage, until int64, each func(stream.Record, *stream.Batch)) error {
	if until <= 0 {
		return nil
	}
	task, _, err := s.Open(ctx, p, stream.Position{Offset: -1})
	if err != nil {
		return fmt.Errorf("open %s/%d: %w", p.Topic, p.Index, err)
	}
	return read(ctx, log, p, until, func(r stream.Record) error {
		var b stream.Batch
		if err := task.Process(ctx, r, &b); stream.IsPermanent(err) {
			b.Bury(r, err.Error())
		} else if err != nil {
			return fmt.Errorf("process %s/%d@%d again: %w", r.Topic, r.Index, r.Offset, err)
		}
		each(r, &b)
		return nil
	})
}

// read gives the records of a partition that the log holds below an offset; a negative one means all up to its end.
func read(ctx context.Context, log Log, p stream.Partition, until int64, each func(stream.Record) error) error {
	r, err := log.Read(ctx, p, -1)
	if err != nil {
		return fmt.Errorf("read %s/%d: %w", p.Topic, p.Index, err)
	}
	defer r.Close()
	for {
		records, atEnd, err := r.Fetch(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read %s/%d: %w", p.Topic, p.Index, err)
		}
		for _, rec := range records {
			if until >= 0 && rec.Offset >= until {
				return nil
			}
			if err := each(rec); err != nil {
				return err
			}
		}
		if atEnd {
			return nil
		}
	}
}

// gather reads the ids in all partitions of a topic. Since is the time from which on all of them still hold their
// records, zero when nothing was forgotten yet.
func gather(ctx context.Context, log Log, topic, kind string) (found ids, since time.Time, err error) {
	found = ids{}
	n, err := log.PartitionCount(ctx, topic)
	if err != nil {
		return nil, since, err
	}
	for i := range n {
		first := true
		err := read(ctx, log, stream.Partition{Topic: topic, Index: int32(i)}, -1, func(r stream.Record) error {
			if first && r.Offset > 0 && r.Time.After(since) {
				since = r.Time
			}
			first = false
			if r.Type == kind {
				found.add(r.ID)
			}
			return nil
		})
		if err != nil {
			return nil, since, err
		}
	}
	return found, since, nil
}

// dead reads the dead letters of a stage.
func dead(ctx context.Context, log Log, topic string) (*buried, error) {
	b := &buried{records: ids{}, outputs: ids{}}
	err := read(ctx, log, stream.Partition{Topic: topic}, -1, func(r stream.Record) error {
		if r.Type == schema.TypeDeadLetter {
			return b.read(r)
		}
		return nil
	})
	return b, err
}
