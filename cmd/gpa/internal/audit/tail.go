package audit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/gpa-stream/gpa/pkg/stream"
)

// A tail follows a partition.
type tail struct {
	at     stream.Partition
	reader stream.Reader
	next   int64
	rest   []stream.Record // fetched, and not given yet
	first  *stream.Record  // the first record that the log still held
}

// follow gives the records below an offset; a negative one means all up to the end of the log.
func (t *tail) follow(ctx context.Context, log Log, until int64, each func(stream.Record) error) error {
	for until < 0 || t.next < until {
		if len(t.rest) == 0 {
			more, err := t.fetch(ctx, log)
			if err != nil || !more {
				return err
			}
		}
		for len(t.rest) > 0 && (until < 0 || t.rest[0].Offset < until) {
			r := t.rest[0]
			t.rest = t.rest[1:]
			if err := each(r); err != nil {
				return err
			}
			t.next = r.Offset + 1
		}
		if len(t.rest) > 0 {
			return nil
		}
	}
	return nil
}

// fetch reads on; false says that there is nothing more for now.
func (t *tail) fetch(ctx context.Context, log Log) (more bool, err error) {
	if t.reader == nil {
		if t.reader, err = log.Read(ctx, t.at, -1); err != nil {
			return false, fmt.Errorf("read %s/%d: %w", t.at.Topic, t.at.Index, err)
		}
	}
	for {
		records, atEnd, err := t.reader.Fetch(ctx)
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("read %s/%d: %w", t.at.Topic, t.at.Index, err)
		}
		if len(records) > 0 {
			if t.first == nil {
				t.first = &stream.Record{Offset: records[0].Offset, Time: records[0].Time}
			}
			t.rest = records
			return true, nil
		}
		if atEnd {
			return false, nil
		}
	}
}

func (t *tail) close() {
	if t.reader != nil {
		_ = t.reader.Close()
	}
}

// since is the time from which on the log still holds its records, zero when it has forgotten none.
func (t *tail) since() time.Time {
	if t.first == nil || t.first.Offset == 0 {
		return time.Time{}
	}
	return t.first.Time
}

// tails follow all partitions of a topic.
func tails(ctx context.Context, log Log, topic string) ([]*tail, error) {
	n, err := log.PartitionCount(ctx, topic)
	if err != nil {
		return nil, err
	}
	all := make([]*tail, n)
	for i := range all {
		all[i] = &tail{at: stream.Partition{Topic: topic, Index: int32(i)}}
	}
	return all, nil
}
