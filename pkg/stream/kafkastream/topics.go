package kafkastream

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/cenkalti/backoff/v4"
	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// Ensure creates the topics of a namespace that are missing, with partitions for those whose number the table leaves
// open, waits until the brokers know them all, and gives their numbers of partitions. Whoever may not create topics can
// start on existing ones. A topic with another number of partitions than the others of its kind is refused: keys would
// move.
func (b *Broker) Ensure(ctx context.Context, names schema.Names, partitions int) (map[schema.Topic]int, error) {
	var missing []kafka.TopicConfig
	err := b.retry(ctx, "ask for the topics", func() error {
		counts, err := b.Partitions(ctx, names)
		if err != nil {
			return asPermanent(err)
		}
		missing = nil
		for _, spec := range schema.Topics {
			if counts[spec.Name] == 0 {
				missing = append(missing, b.topicConfig(names.Of(spec.Name), spec, partitions))
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := b.create(ctx, missing); err != nil {
		return nil, err
	}
	return b.await(ctx, names)
}

// await waits until all topics of a namespace are there, and checks their numbers of partitions.
func (b *Broker) await(ctx context.Context, names schema.Names) (counts map[schema.Topic]int, err error) {
	err = b.retry(ctx, "wait for the topics", func() error {
		if counts, err = b.Partitions(ctx, names); err != nil {
			return asPermanent(err)
		}
		for _, spec := range schema.Topics {
			if counts[spec.Name] == 0 {
				return fmt.Errorf("topic %s is not there yet", names.Of(spec.Name))
			}
		}
		if err := CheckCounts(names, counts); err != nil {
			return backoff.Permanent(err)
		}
		return nil
	})
	return counts, err
}

func (b *Broker) create(ctx context.Context, topics []kafka.TopicConfig) error {
	if len(topics) == 0 {
		return nil
	}
	return b.retry(ctx, "create topics", func() error {
		res, err := b.client.CreateTopics(ctx, &kafka.CreateTopicsRequest{Topics: topics})
		if err != nil {
			return asPermanent(err)
		}
		for _, t := range topics {
			err := res.Errors[t.Topic]
			if err == nil || errors.Is(err, kafka.TopicAlreadyExists) {
				continue
			}
			err = asPermanent(fmt.Errorf("topic %s: %w", t.Topic, err))
			if errors.Is(err, kafka.TopicAuthorizationFailed) || errors.Is(err, kafka.ClusterAuthorizationFailed) {
				return backoff.Permanent(fmt.Errorf("%w; who may create topics can make them from `gpa topics list --as sh`", err))
			}
			return err
		}
		return nil
	})
}

// CheckCounts refuses numbers of partitions with which the stages cannot work.
func CheckCounts(names schema.Names, counts map[schema.Topic]int) error {
	turns, exchanges, observations := counts[schema.TopicTurns], counts[schema.TopicExchanges], counts[schema.TopicObservations]
	if turns != exchanges {
		return fmt.Errorf("topic %s has %d partitions and %s has %d: they must be equal", names.Of(schema.TopicTurns), turns, names.Of(schema.TopicExchanges), exchanges)
	}
	if observations > schema.Shards || observations&(observations-1) != 0 {
		return fmt.Errorf("topic %s has %d partitions: it must be 1, 2, 4 … %d", names.Of(schema.TopicObservations), observations, schema.Shards)
	}
	return nil
}

// Partitions are the numbers of partitions of a namespace's topics, as the brokers know them now. Only topics that are
// unknown are left out: one without a leader for the moment, say, is an error and not missing.
func (b *Broker) Partitions(ctx context.Context, names schema.Names) (map[schema.Topic]int, error) {
	ours := names.ByName()
	res, err := b.client.Metadata(ctx, &kafka.MetadataRequest{Topics: names.All()})
	if err != nil {
		return nil, err
	}
	counts := map[schema.Topic]int{}
	for _, t := range res.Topics {
		switch {
		case t.Error == nil:
			counts[ours[t.Name]] = len(t.Partitions)
		case !errors.Is(t.Error, kafka.UnknownTopicOrPartition):
			return nil, fmt.Errorf("topic %s: %w", t.Name, t.Error)
		}
	}
	return counts, nil
}

// PartitionCount is the number of partitions of any topic, waited for while the topic is not there.
func (b *Broker) PartitionCount(ctx context.Context, topic string) (int, error) {
	n := 0
	err := b.retry(ctx, "ask for the partitions of "+topic, func() error {
		res, err := b.client.Metadata(ctx, &kafka.MetadataRequest{Topics: []string{topic}})
		if err != nil {
			return asPermanent(err)
		}
		for _, t := range res.Topics {
			if t.Error != nil {
				return asPermanent(t.Error)
			}
			n = len(t.Partitions)
		}
		return nil
	})
	return n, err
}

func (b *Broker) topicConfig(name string, spec schema.TopicSpec, partitions int) kafka.TopicConfig {
	if spec.Partitions > 0 {
		partitions = spec.Partitions
	}
	c := kafka.TopicConfig{Topic: name, NumPartitions: partitions, ReplicationFactor: -1}
	c.ConfigEntries = append(c.ConfigEntries, kafka.ConfigEntry{ConfigName: "max.message.bytes", ConfigValue: strconv.Itoa(schema.MaxMessageBytes)})
	if spec.Compacted {
		c.ConfigEntries = append(c.ConfigEntries, kafka.ConfigEntry{ConfigName: "cleanup.policy", ConfigValue: "compact"})
	}
	if spec.Retention > 0 {
		c.ConfigEntries = append(c.ConfigEntries, kafka.ConfigEntry{ConfigName: "retention.ms", ConfigValue: strconv.FormatInt(max(spec.Retention, b.config.Retention).Milliseconds(), 10)})
	}
	return c
}

// Delete removes the topics of a namespace.
func (b *Broker) Delete(ctx context.Context, names schema.Names) error {
	res, err := b.client.DeleteTopics(ctx, &kafka.DeleteTopicsRequest{Topics: names.All()})
	if err != nil {
		return fmt.Errorf("delete topics: %w", err)
	}
	for topic, err := range res.Errors {
		if err != nil && !errors.Is(err, kafka.UnknownTopicOrPartition) {
			return fmt.Errorf("delete topic %s: %w", topic, err)
		}
	}
	return nil
}
