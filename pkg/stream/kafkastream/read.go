package kafkastream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/cenkalti/backoff/v4"
	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/stream"
)

const (
	// fetchBytes is the most that is asked for at once; a larger record still comes alone. A partition holds two such
	// chunks at most: one at work, and one read ahead.
	fetchBytes = 1 << 20
	// fetchWait is how long the broker holds a request when there is nothing to read.
	fetchWait = 200 * time.Millisecond
	// gatherBytes are gathered by the broker for gatherWait at most when the last answer came to the end of the log.
	gatherBytes = 128 << 10
	gatherWait  = 40 * time.Millisecond
)

// Read opens a reader on the partition's leader. It connects anew by itself when the leader moves or goes away.
func (b *Broker) Read(ctx context.Context, p stream.Partition, from int64) (stream.Reader, error) {
	r := &reader{broker: b, at: p, next: from}
	err := b.retry(ctx, "find the leader of "+p.Topic, func() error { return asPermanent(r.connect(ctx)) })
	if err != nil {
		return nil, err
	}
	first, err := b.firstOffset(ctx, p)
	if err != nil {
		return nil, err
	}
	if from < 0 {
		r.next = first
	}
	if r.next < first {
		return nil, fmt.Errorf("%s/%d begins at %d, %d is needed: %w", p.Topic, p.Index, first, r.next, stream.ErrDataLoss)
	}
	return r, nil
}

func (b *Broker) firstOffset(ctx context.Context, p stream.Partition) (int64, error) {
	var first int64
	err := b.retry(ctx, "list the offsets of "+p.Topic, func() error {
		res, err := b.client.ListOffsets(ctx, &kafka.ListOffsetsRequest{
			Topics: map[string][]kafka.OffsetRequest{p.Topic: {kafka.FirstOffsetOf(int(p.Index))}},
		})
		if err != nil {
			return asPermanent(err)
		}
		for _, o := range res.Topics[p.Topic] {
			if o.Partition == int(p.Index) {
				first = o.FirstOffset
				return asPermanent(o.Error)
			}
		}
		return kafka.UnknownTopicOrPartition
	})
	return first, err
}

type reader struct {
	broker *Broker
	at     stream.Partition
	next   int64
	end    int64  // of the log, as the last answer had it
	many   int    // records in the last answer
	kind   string // the type of the last record
	conn   *kafka.Conn
}

func (r *reader) connect(ctx context.Context) error {
	var last error
	for _, addr := range r.broker.config.Brokers {
		conn, err := r.broker.dialer.DialLeader(ctx, "tcp", addr, r.at.Topic, int(r.at.Index))
		if err == nil {
			r.conn = conn
			return nil
		}
		last = err
	}
	return last
}

// Fetch reads what is there, or waits a moment. Trouble with the connection is dealt with here: the reader connects
// anew, as often as it takes.
func (r *reader) Fetch(ctx context.Context) ([]stream.Record, bool, error) {
	var (
		records []stream.Record
		atEnd   bool
	)
	err := r.broker.retry(ctx, "fetch from "+r.at.Topic, func() error {
		var err error
		records, atEnd, err = r.fetchOnce(ctx)
		if err != nil && len(records) == 0 {
			r.drop()
			return asPermanent(err)
		}
		return nil
	})
	return records, atEnd, err
}

func (r *reader) fetchOnce(ctx context.Context) ([]stream.Record, bool, error) {
	if r.conn == nil {
		if err := r.connect(ctx); err != nil {
			return nil, false, err
		}
	}
	conn := r.conn
	stop := context.AfterFunc(ctx, func() { _ = conn.SetReadDeadline(time.Unix(1, 0)) })
	defer stop()
	if err := conn.SetReadDeadline(time.Now().Add(fetchWait + requestTimeout)); err != nil { //nolint:forbidigo // A network deadline.
		return nil, false, err
	}
	if _, err := conn.Seek(r.next, kafka.SeekAbsolute|kafka.SeekDontCheck); err != nil {
		return nil, false, err
	}
	batch := conn.ReadBatchWith(r.asks())
	records, err := r.drain(batch)
	end := batch.HighWaterMark()
	if closeErr := batch.Close(); err == nil && !errors.Is(closeErr, kafka.RequestTimedOut) {
		err = closeErr
	}
	if errors.Is(err, kafka.OffsetOutOfRange) {
		return nil, false, r.outOfRange(ctx)
	}
	if err != nil {
		return records, false, err
	}
	r.end = end
	return records, r.next >= end, nil
}

// asks is what is asked of the broker. While records flow it gathers some more of them for a moment: each answer costs
// it, and all stages behind, a request.
func (r *reader) asks() kafka.ReadBatchConfig {
	c := kafka.ReadBatchConfig{MinBytes: 1, MaxBytes: fetchBytes, MaxWait: fetchWait}
	if r.many > 0 && r.next >= r.end {
		c.MinBytes, c.MaxWait = gatherBytes, gatherWait
	}
	return c
}

// Lag is how many records lay behind the last answer when it came.
func (r *reader) Lag() int64 { return max(r.end-r.next, 0) }

func (r *reader) drain(batch *kafka.Batch) ([]stream.Record, error) {
	records := make([]stream.Record, 0, r.many+r.many/8)
	defer func() { r.many = len(records) }()
	for {
		m, err := batch.ReadMessage()
		if errors.Is(err, io.EOF) {
			r.next = max(r.next, batch.Offset())
			return records, nil
		}
		if errors.Is(err, kafka.RequestTimedOut) && batch.HighWaterMark() == r.next {
			return records, nil // kafka-go's way to say that an answer was empty; the connection is sound.
		}
		if err != nil {
			return records, err
		}
		if m.Offset < r.next {
			continue // A compressed batch may begin before the offset that was asked for.
		}
		records = append(records, r.record(m))
		r.next = m.Offset + 1
	}
}

// outOfRange tells the two reasons apart: what was needed is gone, or the log has been cut back.
func (r *reader) outOfRange(ctx context.Context) error {
	first, err := r.broker.firstOffset(ctx, r.at)
	if err != nil {
		return err
	}
	return backoff.Permanent(fmt.Errorf("%s/%d begins at %d, %d was asked for: %w", r.at.Topic, r.at.Index, first, r.next, stream.ErrDataLoss))
}

func (r *reader) drop() {
	if r.conn != nil {
		_ = r.conn.Close()
		r.conn = nil
	}
}

// Close frees the connection.
func (r *reader) Close() error {
	r.drop()
	return nil
}

func (r *reader) record(m kafka.Message) stream.Record {
	out := stream.Record{Partition: r.at, Offset: m.Offset, Time: m.Time, Key: m.Key, Value: m.Value}
	for _, h := range m.Headers {
		switch h.Key {
		case headerType:
			// Records of a type come one after another: its name takes no memory for each.
			if string(h.Value) != r.kind {
				r.kind = string(h.Value)
			}
			out.Type = r.kind
		case headerID:
			out.ID = string(h.Value)
		case headerSource, headerSpecVersion:
		default:
			out.Headers = append(out.Headers, stream.Header{Key: h.Key, Value: h.Value})
		}
	}
	return out
}
