package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/segmentio/kafka-go"
	"golang.org/x/sync/errgroup"
)

// HandOn is the yardstick: kafka-go alone, as quick as it goes without losing anything, hands the records of one topic
// on to another, unread, and commits each chunk once it is acknowledged. It runs until ctx ends.
type HandOn struct {
	Broker  string `help:"Address."`
	Group   string `help:"Consumer group."`
	In, Out string
}

// chunk is the most records that are sent at once.
const chunk = 2000

// Run hands on.
func (h HandOn) Run(ctx context.Context) error {
	cg, err := kafka.NewConsumerGroup(kafka.ConsumerGroupConfig{
		ID: h.Group, Brokers: []string{h.Broker}, Topics: []string{h.In}, StartOffset: kafka.FirstOffset,
		JoinGroupBackoff: 300 * time.Millisecond,
	})
	if err != nil {
		return fmt.Errorf("join group %s: %w", h.Group, err)
	}
	defer cg.Close()
	client := &kafka.Client{Addr: kafka.TCP(h.Broker)}
	for {
		gen, err := cg.Next(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			continue
		}
		g, run := errgroup.WithContext(ctx)
		for _, a := range gen.Assignments[h.In] {
			g.Go(func() error { return h.partition(run, client, gen, a.ID) })
		}
		if err := g.Wait(); err != nil && ctx.Err() == nil {
			return err
		}
	}
}

func (h HandOn) partition(ctx context.Context, client *kafka.Client, gen *kafka.Generation, partition int) error {
	conn, err := kafka.DialLeader(ctx, "tcp", h.Broker, h.In, partition)
	if err != nil {
		return err
	}
	defer conn.Close()
	for next := int64(0); ctx.Err() == nil; {
		if _, err := conn.Seek(next, kafka.SeekAbsolute|kafka.SeekDontCheck); err != nil {
			return err
		}
		batch := conn.ReadBatchWith(kafka.ReadBatchConfig{MinBytes: 1, MaxBytes: 4 << 20, MaxWait: 200 * time.Millisecond})
		for {
			records, read, err := take(batch)
			if len(records) > 0 {
				if next, err = read+1, h.pass(ctx, client, gen, partition, records, read+1); err != nil {
					return err
				}
				continue
			}
			if err := batch.Close(); err != nil && !errors.Is(err, kafka.RequestTimedOut) {
				return err
			}
			if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, kafka.RequestTimedOut) {
				return err
			}
			break
		}
	}
	return nil
}

// take reads the next records of a batch, and says which was the last.
func take(batch *kafka.Batch) (records []kafka.Message, last int64, err error) {
	for len(records) < chunk {
		m, err := batch.ReadMessage()
		if err != nil {
			return records, last, err
		}
		records = append(records, m)
		last = m.Offset
	}
	return records, last, nil
}

func (h HandOn) pass(ctx context.Context, client *kafka.Client, gen *kafka.Generation, partition int, records []kafka.Message, next int64) error {
	err := h.produce(ctx, client, partition, records)
	for try := 0; try < tries && temporary(err); try++ {
		time.Sleep(50 * time.Millisecond) // A topic that was just made may have no leader yet.
		err = h.produce(ctx, client, partition, records)
	}
	if err != nil {
		return fmt.Errorf("hand on to %s/%d: %w", h.Out, partition, err)
	}
	committed, err := client.OffsetCommit(ctx, &kafka.OffsetCommitRequest{
		GroupID: gen.GroupID, GenerationID: int(gen.ID), MemberID: gen.MemberID,
		Topics: map[string][]kafka.OffsetCommit{h.In: {{Partition: partition, Offset: next}}},
	})
	if err != nil {
		return fmt.Errorf("commit %s/%d: %w", h.In, partition, err)
	}
	for _, x := range committed.Topics[h.In] {
		if x.Error != nil {
			return fmt.Errorf("commit %s/%d: %w", h.In, partition, x.Error)
		}
	}
	return nil
}

// tries is how often a chunk is sent again.
const tries = 100

func (h HandOn) produce(ctx context.Context, client *kafka.Client, partition int, messages []kafka.Message) error {
	records := make([]kafka.Record, len(messages))
	for i, m := range messages {
		records[i] = kafka.Record{Key: kafka.NewBytes(m.Key), Value: kafka.NewBytes(m.Value), Headers: m.Headers}
	}
	res, err := client.Produce(ctx, &kafka.ProduceRequest{
		Topic: h.Out, Partition: partition, RequiredAcks: kafka.RequireAll, Records: kafka.NewRecordReader(records...),
	})
	if err != nil {
		return err
	}
	return res.Error
}

func temporary(err error) bool {
	k, ok := errors.AsType[kafka.Error](err)
	return ok && k.Temporary()
}
