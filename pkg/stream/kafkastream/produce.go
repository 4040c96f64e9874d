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
	parcels := group(messages)
	if len(parcels) > 1 && fits(messages) {
		parcels = b.together(ctx, parcels)
	}
	if len(parcels) == 1 {
		return b.publishTo(ctx, parcels[0].to, parcels[0].messages)
	}
	g, ctx := errgroup.WithContext(ctx)
	for _, p := range parcels {
		g.Go(func() error { return b.publishTo(ctx, p.to, p.messages) })
	}
	return g.Wait()
}

// group puts the messages of each partition together, in their order, and the partitions in that of their first.
func group(messages []stream.Message) []parcel {
	var (
		at      = make(map[stream.Partition]int, 8)
		which   = make([]int, len(messages))
		sizes   []int
		parcels []parcel
	)
	for i, m := range messages {
		n, seen := at[m.Partition]
		if !seen {
			n = len(parcels)
			at[m.Partition] = n
			parcels, sizes = append(parcels, parcel{to: m.Partition}), append(sizes, 0)
		}
		which[i] = n
		sizes[n]++
	}
	if len(parcels) == 1 {
		parcels[0].messages = messages
		return parcels
	}
	room := make([]stream.Message, len(messages))
	for n, size := range sizes {
		parcels[n].messages = room[:0:size]
		room = room[size:]
	}
	for i, m := range messages {
		p := &parcels[which[i]]
		p.messages = append(p.messages, m)
	}
	return parcels
}

func (b *Broker) publishTo(ctx context.Context, p stream.Partition, messages []stream.Message) error {
	for len(messages) > 0 {
		n, size := 0, 0
		for n < len(messages) && (n == 0 || size+weight(&messages[n]) <= batchBytes) {
			size += weight(&messages[n])
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
	res, err := b.client.Produce(ctx, &kafka.ProduceRequest{
		Topic: p.Topic, Partition: int(p.Index), RequiredAcks: kafka.RequireAll, Records: newRecords(p.Topic, messages),
	})
	if err != nil {
		return err
	}
	return res.Error
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
