package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strconv"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/attrextractor"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
	"github.com/gpa-stream/gpa/services/ruleminer"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// handOn measures the yardstick over a topic of the space, by a group of that name.
func (b *bench) handOn(ctx context.Context, s *space, name, in, group string) (Figure, error) {
	out := in + ".out"
	if err := makeTopic(ctx, s, out); err != nil {
		return Figure{}, err
	}
	group = in + "." + group
	f, err := b.measure(ctx, s, job{
		name: name, program: b.Self, group: group, topic: in,
		args: []string{"handon", "--broker", s.env.Config.Brokers[0], "--group", group, "--in", in, "--out", out},
	})
	if err != nil {
		return f, err
	}
	return f, dropTopics(ctx, s, out)
}

func makeTopic(ctx context.Context, s *space, name string) error {
	res, err := s.env.Broker.Client().CreateTopics(ctx, &kafka.CreateTopicsRequest{
		Topics: []kafka.TopicConfig{{
			Topic: name, NumPartitions: s.env.Config.Partitions, ReplicationFactor: 1,
			// The yardstick sends whole chunks at once.
			ConfigEntries: []kafka.ConfigEntry{{ConfigName: "max.message.bytes", ConfigValue: strconv.Itoa(schema.MaxMessageBytes)}},
		}},
	})
	if err == nil {
		err = res.Errors[name]
	}
	if err != nil {
		return fmt.Errorf("make topic %s: %w", name, err)
	}
	_, err = s.env.Broker.PartitionCount(ctx, name)
	return err
}

func dropTopics(ctx context.Context, s *space, names ...string) error {
	if _, err := s.env.Broker.Client().DeleteTopics(ctx, &kafka.DeleteTopicsRequest{Topics: names}); err != nil {
		return fmt.Errorf("delete %v: %w", names, err)
	}
	return nil
}

// fillTurns puts each turn of the log into a record of its own, as often as it takes to come to all turns.
func (b *bench) fillTurns(ctx context.Context, s *space, topic string) error {
	if err := makeTopic(ctx, s, topic); err != nil {
		return err
	}
	var batch []stream.Message
	for sent := 0; sent < b.log.turns; {
		for _, c := range b.log.conversations {
			to := stream.Partition{Topic: topic, Index: ingest.Partition(c.ID, s.env.Config.Partitions)}
			for i, t := range c.Turns {
				line, err := json.Marshal(map[string]any{
					"conversation_id": c.ID, "user_id": c.User, "index": i, "role": t.Role, "content": t.Content, "at": t.At, "groups": c.Groups,
				})
				if err != nil {
					return fmt.Errorf("encode a turn: %w", err)
				}
				batch = append(batch, stream.Message{Partition: to, Key: []byte(c.ID), Value: line})
			}
			if sent += len(c.Turns); sent >= b.log.turns {
				break
			}
			if len(batch) >= chunk {
				if err := s.env.Broker.Publish(ctx, batch); err != nil {
					return err
				}
				batch = batch[:0]
			}
		}
	}
	return s.env.Broker.Publish(ctx, batch)
}

// stages measures each stage by itself, one after the other, over what the one before has left.
func (b *bench) stages(ctx context.Context, s *space) ([]Figure, error) {
	settled := func(ctx context.Context) error { return s.settled(ctx) }
	decided := func(ctx context.Context) error {
		return until(ctx, nil, func() (bool, error) { return s.decided(ctx) })
	}
	publisher := b.up(s, "rubricpublisher alone", ingest.Name, schema.TopicRaw, rubricpublisher.Name)
	publisher.group, publisher.done = "", settled
	miner := b.up(s, "ruleminer alone", ruleminer.Name, schema.TopicObservations, ruleminer.Name)
	miner.done = decided
	var all []Figure
	for _, j := range []job{
		b.up(s, "ingest alone", ingest.Name, schema.TopicRaw, ingest.Name),
		b.up(s, "turnclassifier alone", turnclassifier.Service, schema.TopicTurns, turnclassifier.Service),
		b.up(s, "attrextractor alone", attrextractor.Service, schema.TopicExchanges, attrextractor.Service),
		miner, publisher,
	} {
		f, err := b.measure(ctx, s, j)
		if err != nil {
			return all, err
		}
		b.say(f)
		all = append(all, f)
	}
	return all, nil
}

// decided says whether the coordinator has taken every bucket of the log.
func (s *space) decided(ctx context.Context) (bool, error) {
	o, err := s.miner.Buckets(ctx)
	if err != nil || len(o.Waiting) > 0 {
		return false, err
	}
	for _, p := range o.Partitions {
		if p.ClosedUntil == nil || !p.ClosedUntil.After(time.UnixMicro(s.most)) {
			return false, nil
		}
	}
	return o.TakenUntil != nil && o.TakenUntil.After(time.UnixMicro(s.most)), nil
}

// together measures all five stages at once, in that many processes of all of them.
func (b *bench) together(ctx context.Context, s *space, name string, instances int) (Figure, error) {
	j := b.up(s, name, ingest.Name, schema.TopicRaw)
	j.instances, j.done = instances, func(ctx context.Context) error { return s.settled(ctx) }
	return b.measure(ctx, s, j)
}

// chained measures `gpa mine`, from the file to the written results.
func (b *bench) chained(ctx context.Context) (Figure, error) {
	f := Figure{Name: "all five chained in memory (gpa mine)", Turns: b.log.turns, Exchanges: b.log.exchanges, Instances: 1}
	begin := time.Now() //nolint:forbidigo // What is measured is time.
	p, err := start(ctx, b.place.dir, "mine", b.Command, []string{"GPA_SALT=" + salt}, "mine", b.log.path, "--json", "--out", filepath.Join(b.place.dir, "out"))
	if err != nil {
		return f, err
	}
	u, err := p.wait()
	f.Took, f.CPU, f.Peak = time.Since(begin), u.cpu, u.peak
	return f, err
}
