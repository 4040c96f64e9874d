package bench

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// scaling measures the stage that works most with one, two and four partitions and as many instances, each held to one
// core, so that what the machine has is used up by as many instances as it has cores.
func (b *bench) scaling(ctx context.Context) (all []Figure, err error) {
	var turns []stream.Message
	err = b.within(ctx, "scale", b.log, func(s *space) error {
		if _, err := b.measure(ctx, s, b.up(s, "fill", ingest.Name, schema.TopicRaw, ingest.Name)); err != nil {
			return err
		}
		turns, err = everything(ctx, s, schema.TopicTurns)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, n := range []int{1, 2, 4} {
		f, err := b.scaled(ctx, n, turns)
		if err != nil {
			return all, err
		}
		b.say(f)
		all = append(all, f)
	}
	return all, nil
}

// scaled measures so many instances.
func (b *bench) scaled(ctx context.Context, n int, turns []stream.Message) (Figure, error) {
	s, err := b.place.space(ctx, fmt.Sprintf("scale%d", n), func(c *config.Config) { c.Partitions = n })
	if err != nil {
		return Figure{}, err
	}
	j := b.up(s, fmt.Sprintf("turnclassifier, partitions and instances: %d", n), turnclassifier.Service, schema.TopicTurns, turnclassifier.Service)
	j.instances, j.env = n, append(j.env, "GOMAXPROCS=1")
	j.begin = func(ctx context.Context) error {
		for i := range turns {
			turns[i].Partition = stream.Partition{Topic: j.topic, Index: int32(i % n)}
		}
		for from := 0; from < len(turns); from += chunk {
			if err := s.env.Broker.Publish(ctx, turns[from:min(from+chunk, len(turns))]); err != nil {
				return err
			}
		}
		return nil
	}
	j.done = func(ctx context.Context) error {
		return until(ctx, nil, func() (bool, error) {
			till, err := ends(ctx, s.env.Broker.Client(), s.topic(schema.TopicExchanges), n)
			return sum(till) >= int64(b.log.exchanges), err
		})
	}
	f, err := b.measure(ctx, s, j)
	return f, errors.Join(err, s.drop(ctx))
}

func sum(all []int64) (n int64) {
	for _, x := range all {
		n += x
	}
	return n
}

// everything is what stands in a topic, statements apart.
func everything(ctx context.Context, s *space, t schema.Topic) (all []stream.Message, err error) {
	for i := range s.env.Config.Partitions {
		r, err := s.env.Broker.Read(ctx, stream.Partition{Topic: s.topic(t), Index: int32(i)}, 0)
		if err != nil {
			return nil, err
		}
		for atEnd := false; !atEnd; {
			var records []stream.Record
			if records, atEnd, err = r.Fetch(ctx); err != nil && !errors.Is(err, io.EOF) {
				return nil, errors.Join(err, r.Close())
			}
			for _, x := range records {
				if x.Type != schema.TypeStatement {
					all = append(all, stream.Message{Type: x.Type, ID: x.ID, Key: x.Key, Value: x.Value, Headers: x.Headers})
				}
			}
		}
		if err := r.Close(); err != nil {
			return nil, err
		}
	}
	return all, nil
}
