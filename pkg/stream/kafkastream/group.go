package kafkastream

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v4"
	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/stream"
)

// Run joins the group and runs the loop over the partitions that it is given, until ctx ends or a partition cannot go
// on. The loop's Ports are set by Run.
func (b *Broker) Run(ctx context.Context, group string, topics []string, loop stream.Loop) error {
	cg, err := kafka.NewConsumerGroup(kafka.ConsumerGroupConfig{
		ID: group, Brokers: b.config.Brokers, Dialer: b.dialer, Topics: topics,
		GroupBalancers:        []kafka.GroupBalancer{kafka.RangeGroupBalancer{}},
		HeartbeatInterval:     max(b.config.SessionTimeout/6, 200*time.Millisecond),
		SessionTimeout:        b.config.SessionTimeout,
		RebalanceTimeout:      b.config.SessionTimeout,
		JoinGroupBackoff:      300 * time.Millisecond,
		WatchPartitionChanges: true, PartitionWatchInterval: 5 * time.Second,
		StartOffset: kafka.FirstOffset,
	})
	if err != nil {
		return fmt.Errorf("join group %s: %w", group, err)
	}
	failed, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	for {
		gen, err := cg.Next(failed)
		if failed.Err() != nil {
			break
		}
		if err != nil {
			b.config.Log.Info("group is not ready yet", slog.String("group", group), slog.Any("error", err))
			continue // kafka-go waits JoinGroupBackoff between its own tries.
		}
		b.start(failed, fail, gen, loop)
	}
	if err := cg.Close(); err != nil {
		return fmt.Errorf("leave group %s: %w", group, err)
	}
	if err := context.Cause(failed); ctx.Err() == nil && err != nil {
		return err
	}
	return nil
}

// start gives each partition of the generation a goroutine. The generation ends when one of them returns, so a
// partition whose run has ended without an error waits for the generation's end.
func (b *Broker) start(ctx context.Context, fail context.CancelCauseFunc, gen *kafka.Generation, loop stream.Loop) {
	own := *b
	own.retried = loop.Meter.Retry
	loop.Ports = &owned{Broker: &own, gen: gen}
	for topic, assigned := range gen.Assignments {
		for _, a := range assigned {
			p := stream.Partition{Topic: topic, Index: int32(a.ID)}
			gen.Start(func(genCtx context.Context) {
				run, cancel := context.WithCancel(genCtx)
				defer cancel()
				stop := context.AfterFunc(ctx, cancel)
				defer stop()
				err := loop.Run(run, p)
				switch {
				case err == nil, errors.Is(err, stream.ErrRevoked):
				default:
					b.config.Log.Error("partition stopped", slog.String("topic", p.Topic), slog.Int("partition", int(p.Index)), slog.Any("error", err))
					fail(err)
				}
			})
		}
	}
}

// owned are the ports of one generation: what it commits is refused when its time is over.
type owned struct {
	*Broker
	gen *kafka.Generation
	mu  sync.Mutex // one commit at a time
}

// Committed asks the group's coordinator; the offsets in the assignment cannot be trusted.
func (o *owned) Committed(ctx context.Context, p stream.Partition) (stream.Position, error) {
	pos := stream.Position{Offset: -1}
	err := o.retry(ctx, "ask for the committed offset", func() error {
		res, err := o.client.OffsetFetch(ctx, &kafka.OffsetFetchRequest{GroupID: o.gen.GroupID, Topics: map[string][]int{p.Topic: {int(p.Index)}}})
		if err == nil {
			err = res.Error
		}
		if err != nil {
			return asPermanent(err)
		}
		for _, x := range res.Topics[p.Topic] {
			if x.Partition == int(p.Index) {
				pos = stream.Position{Offset: x.CommittedOffset, Metadata: x.Metadata}
				return asPermanent(x.Error)
			}
		}
		return errors.New("the coordinator left the partition out")
	})
	return pos, err
}

// Commit stores the position in the name of the generation. Generation.CommitOffsets would erase the metadata.
func (o *owned) Commit(ctx context.Context, p stream.Partition, pos stream.Position) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.retry(ctx, "commit", func() error {
		res, err := o.client.OffsetCommit(ctx, &kafka.OffsetCommitRequest{
			GroupID: o.gen.GroupID, GenerationID: int(o.gen.ID), MemberID: o.gen.MemberID,
			Topics: map[string][]kafka.OffsetCommit{p.Topic: {{Partition: int(p.Index), Offset: pos.Offset, Metadata: pos.Metadata}}},
		})
		if err != nil {
			return asPermanent(err)
		}
		for _, x := range res.Topics[p.Topic] {
			if x.Partition == int(p.Index) {
				return commitError(x.Error)
			}
		}
		return errors.New("the coordinator left the partition out")
	})
}

func commitError(err error) error {
	if errors.Is(err, kafka.IllegalGeneration) || errors.Is(err, kafka.UnknownMemberId) || errors.Is(err, kafka.RebalanceInProgress) {
		return backoff.Permanent(fmt.Errorf("%w: %w", stream.ErrRevoked, err))
	}
	return asPermanent(err)
}

// Owned sends a heartbeat of its own: the coordinator answers for the generation as it would to a commit.
func (o *owned) Owned(ctx context.Context, _ stream.Partition) error {
	return o.retry(ctx, "heartbeat", func() error {
		res, err := o.client.Heartbeat(ctx, &kafka.HeartbeatRequest{GroupID: o.gen.GroupID, GenerationID: o.gen.ID, MemberID: o.gen.MemberID})
		if err != nil {
			return asPermanent(err)
		}
		return commitError(res.Error)
	})
}
