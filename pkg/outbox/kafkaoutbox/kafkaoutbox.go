// Package kafkaoutbox publishes the events of an outbox to a compacted Kafka topic of one partition.
package kafkaoutbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/outbox"
	"github.com/gpa-stream/gpa/pkg/schema"
)

// Topic is the topic that a relay publishes to.
type Topic struct {
	// Client reaches the brokers; its Addr is set.
	Client *kafka.Client
	// Name is the full name of the topic, with prefix.
	Name string
}

var _ outbox.Topic = Topic{}

const (
	partition   = 0
	maxWait     = 500 * time.Millisecond
	produceWait = 30 * time.Second
	// requestBytes stays below the 1 MiB that brokers accept in one batch by default.
	requestBytes = 512 << 10
	overhead     = 512
)

// Publish appends events with acks=all, one request after the other: all of them stand in the topic afterwards, in
// order. After an error the first of them may stand there.
func (t Topic) Publish(ctx context.Context, events []outbox.Event) error {
	for len(events) > 0 {
		n := fitting(events)
		if err := t.produce(ctx, events[:n]); err != nil {
			return fmt.Errorf("produce to %s: %w", t.Name, err)
		}
		events = events[n:]
	}
	return nil
}

// fitting is how many events go into one request, at least one.
func fitting(events []outbox.Event) int {
	size := 0
	for i, e := range events {
		size += len(e.Payload) + len(e.Key) + overhead
		if size > requestBytes {
			return max(i, 1)
		}
	}
	return len(events)
}

func (t Topic) produce(ctx context.Context, events []outbox.Event) error {
	// A lost connection must not hold the relay up for ever.
	ctx, cancel := context.WithTimeout(ctx, produceWait)
	defer cancel()
	records := make([]kafka.Record, len(events))
	for i, e := range events {
		records[i] = Record(e)
	}
	res, err := t.Client.Produce(ctx, &kafka.ProduceRequest{
		Topic: t.Name, Partition: partition, RequiredAcks: kafka.RequireAll,
		Records: kafka.NewRecordReader(records...),
	})
	if err != nil {
		return err
	}
	return res.Error
}

// Tail reads the topic from its start to where it ends now and gives the id of the last record of every key.
func (t Topic) Tail(ctx context.Context) (map[string]string, error) {
	tail := map[string]string{}
	err := t.read(ctx, func(r *kafka.Record, key string) { tail[key] = header(r, "ce_id") })
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", t.Name, err)
	}
	return tail, nil
}

// Versions reads the topic from its start to where it ends now and gives the largest version of every key.
func (t Topic) Versions(ctx context.Context) (map[string]int64, error) {
	versions := map[string]int64{}
	err := t.read(ctx, func(r *kafka.Record, key string) {
		if v, err := strconv.ParseInt(header(r, "ce_sequence"), 10, 64); err == nil {
			versions[key] = max(versions[key], v)
		}
	})
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", t.Name, err)
	}
	return versions, nil
}

func (t Topic) read(ctx context.Context, each func(r *kafka.Record, key string)) error {
	offset, end, err := t.bounds(ctx)
	if err != nil {
		return err
	}
	for offset < end {
		res, err := t.Client.Fetch(ctx, &kafka.FetchRequest{
			Topic: t.Name, Partition: partition, Offset: offset,
			MinBytes: 1, MaxBytes: schema.MaxMessageBytes, MaxWait: maxWait,
		})
		if err == nil {
			err = res.Error
		}
		if err != nil {
			return err
		}
		next, err := scan(res.Records, offset, end, each)
		if err != nil {
			return err
		}
		// Compaction leaves batches without their last records: the broker gives such a batch again and again.
		offset = max(next, offset+1)
	}
	return nil
}

func (t Topic) bounds(ctx context.Context) (first, end int64, err error) {
	res, err := t.Client.ListOffsets(ctx, &kafka.ListOffsetsRequest{
		Topics: map[string][]kafka.OffsetRequest{t.Name: {kafka.FirstOffsetOf(partition), kafka.LastOffsetOf(partition)}},
	})
	if err != nil {
		return 0, 0, err
	}
	for _, p := range res.Topics[t.Name] {
		if p.Partition != partition {
			continue
		}
		if p.Error != nil {
			return 0, 0, p.Error
		}
		return max(p.FirstOffset, 0), p.LastOffset, nil
	}
	return 0, 0, errors.New("the broker does not know the topic")
}

// scan goes through a fetched set and says where to go on.
func scan(records kafka.RecordReader, offset, end int64, each func(r *kafka.Record, key string)) (int64, error) {
	next := offset
	for {
		r, err := records.ReadRecord()
		if errors.Is(err, io.EOF) {
			return next, nil
		}
		if err != nil {
			return next, err
		}
		key, err := text(r.Key)
		if err == nil && r.Value != nil {
			err = r.Value.Close()
		}
		if err != nil {
			return next, err
		}
		if r.Offset < next || r.Offset >= end {
			continue
		}
		next = r.Offset + 1
		each(r, key)
	}
}

func text(b kafka.Bytes) (string, error) {
	if b == nil {
		return "", nil
	}
	defer func() { _ = b.Close() }()
	out, err := kafka.ReadAll(b)
	return string(out), err
}

func header(r *kafka.Record, name string) string {
	for _, h := range r.Headers {
		if h.Key == name {
			return string(h.Value)
		}
	}
	return ""
}
