package kafkastream

import (
	"context"
	"errors"
	"fmt"

	"github.com/cenkalti/backoff/v4"
	"github.com/segmentio/kafka-go"
	"golang.org/x/sync/errgroup"

	"github.com/gpa-stream/gpa/pkg/stream"
)

// batchBytes is the size from which a request is sent; one larger message goes alone.
const batchBytes = 900_000

// Publish sends the messages to their partitions, side by side, and returns when all are acknowledged by all in-sync
// replicas. To one partition there is one request at a time, so their order stays.
func (b *Broker) Publish(ctx context.Context, messages []stream.Message) error {
	if len(messages) == 0 {
		return nil
	}
	order, byPartition := group(messages)
	if len(order) == 1 {
		return b.publishTo(ctx, order[0], messages)
	}
	g, ctx := errgroup.WithContext(ctx)
	for _, p := range order {
		g.Go(func() error { return b.publishTo(ctx, p, byPartition[p]) })
	}
	return g.Wait()
}

func group(messages []stream.Message) ([]stream.Partition, map[stream.Partition][]stream.Message) {
	var order []stream.Partition
	by := map[stream.Partition][]stream.Message{}
	for _, m := range messages {
		if _, seen := by[m.Partition]; !seen {
			order = append(order, m.Partition)
		}
		by[m.Partition] = append(by[m.Partition], m)
	}
	return order, by
}

func (b *Broker) publishTo(ctx context.Context, p stream.Partition, messages []stream.Message) error {
	for len(messages) > 0 {
		n, size := 0, 0
		for n < len(messages) && (n == 0 || size+len(messages[n].Value) < batchBytes) {
			size += len(messages[n].Value) + len(messages[n].Key) + 200
			n++
		}
		if err := b.send(ctx, p, messages[:n]); err != nil {
			return err
		}
		messages = messages[n:]
	}
	return nil
}

// send produces one batch; one that is too large is halved until the message is found that does not fit.
func (b *Broker) send(ctx context.Context, p stream.Partition, messages []stream.Message) error {
	err := b.retry(ctx, fmt.Sprintf("produce to %s/%d", p.Topic, p.Index), func() error {
		return classify(b.produceOnce(ctx, p, messages))
	})
	if err == nil || !refused(err) {
		return err
	}
	if len(messages) == 1 {
		return &stream.RejectedError{Message: messages[0], Err: err}
	}
	half := len(messages) / 2
	if err := b.send(ctx, p, messages[:half]); err != nil {
		return err
	}
	return b.send(ctx, p, messages[half:])
}

func (b *Broker) produceOnce(ctx context.Context, p stream.Partition, messages []stream.Message) error {
	records := make([]kafka.Record, len(messages))
	for i, m := range messages {
		records[i] = kafka.Record{Key: kafka.NewBytes(m.Key), Value: kafka.NewBytes(m.Value), Headers: headers(m)}
	}
	res, err := b.client.Produce(ctx, &kafka.ProduceRequest{
		Topic: p.Topic, Partition: int(p.Index), RequiredAcks: kafka.RequireAll, Records: kafka.NewRecordReader(records...),
	})
	if err != nil {
		return err
	}
	return res.Error
}

func headers(m stream.Message) []kafka.Header {
	h := make([]kafka.Header, 0, 4+len(m.Headers))
	if m.Type != "" {
		h = append(h,
			kafka.Header{Key: headerSpecVersion, Value: []byte(specVersion)},
			kafka.Header{Key: headerType, Value: []byte(m.Type)},
			kafka.Header{Key: headerSource, Value: []byte(ceSource(m.Topic))},
			kafka.Header{Key: headerID, Value: []byte(m.ID)})
	}
	for _, x := range m.Headers {
		h = append(h, kafka.Header{Key: x.Key, Value: x.Value})
	}
	return h
}

// refused says that the broker will not take these messages, however often they are sent.
func refused(err error) bool {
	return errors.Is(err, kafka.MessageSizeTooLarge) || errors.Is(err, kafka.RecordListTooLarge) ||
		errors.Is(err, kafka.InvalidTimestamp) || errors.Is(err, kafka.InvalidRecord)
}

func classify(err error) error {
	if err != nil && refused(err) {
		return backoff.Permanent(err)
	}
	return asPermanent(err)
}
