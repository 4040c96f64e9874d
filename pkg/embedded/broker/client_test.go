package broker_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/embedded/broker"
)

func start(t *testing.T, o broker.Options) *broker.Broker {
	t.Helper()
	b, err := broker.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Stop)
	return b
}

func connect(b *broker.Broker) *kafka.Client {
	return &kafka.Client{Addr: kafka.TCP(b.Addr()), Timeout: 10 * time.Second}
}

func createTopic(t *testing.T, c *kafka.Client, topic string, partitions int) {
	t.Helper()
	resp, err := c.CreateTopics(t.Context(), &kafka.CreateTopicsRequest{
		Topics: []kafka.TopicConfig{{Topic: topic, NumPartitions: partitions, ReplicationFactor: 1}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := resp.Errors[topic]; err != nil {
		t.Fatalf("create topic %s: %v", topic, err)
	}
}

func produce(t *testing.T, c *kafka.Client, topic string, partition int, values ...string) {
	t.Helper()
	records := make([]kafka.Record, len(values))
	for i, v := range values {
		records[i] = kafka.Record{Value: kafka.NewBytes([]byte(v))}
	}
	resp, err := c.Produce(t.Context(), &kafka.ProduceRequest{
		Topic: topic, Partition: partition, RequiredAcks: kafka.RequireAll, Records: kafka.NewRecordReader(records...),
	})
	if err != nil {
		t.Fatal(err)
	}
	if resp.Error != nil {
		t.Fatalf("produce to %s/%d: %v", topic, partition, resp.Error)
	}
}

func fetch(t *testing.T, c *kafka.Client, topic string, partition int, offset int64) []string {
	t.Helper()
	resp, err := c.Fetch(t.Context(), &kafka.FetchRequest{
		Topic: topic, Partition: partition, Offset: offset, MinBytes: 1, MaxBytes: 64 << 20, MaxWait: 5 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	if resp.Error != nil {
		t.Fatalf("fetch %s/%d: %v", topic, partition, resp.Error)
	}
	var values []string
	for {
		r, err := resp.Records.ReadRecord()
		if errors.Is(err, io.EOF) {
			return values
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := kafka.ReadAll(r.Value)
		if err != nil {
			t.Fatal(err)
		}
		values = append(values, string(b))
	}
}

// join becomes the only member of a group and stays it until the test ends.
func join(t *testing.T, b *broker.Broker, group, topic string, session time.Duration) *kafka.Generation {
	t.Helper()
	cg, err := kafka.NewConsumerGroup(kafka.ConsumerGroupConfig{
		ID: group, Brokers: []string{b.Addr()}, Topics: []string{topic},
		SessionTimeout: session, HeartbeatInterval: session / 4, StartOffset: kafka.FirstOffset,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cg.Close() })
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	gen, err := cg.Next(ctx)
	if err != nil {
		t.Fatalf("join group %s with a session of %s: %v", group, session, err)
	}
	return gen
}

func commit(t *testing.T, c *kafka.Client, gen *kafka.Generation, group, topic string, partition int, offset int64, metadata string) {
	t.Helper()
	if err := tryCommit(t, c, gen.MemberID, int(gen.ID), group, topic, partition, offset, metadata); err != nil {
		t.Fatalf("commit: %v", err)
	}
}

func tryCommit(t *testing.T, c *kafka.Client, member string, generation int, group, topic string, partition int, offset int64, metadata string) error {
	t.Helper()
	resp, err := c.OffsetCommit(t.Context(), &kafka.OffsetCommitRequest{
		GroupID: group, GenerationID: generation, MemberID: member,
		Topics: map[string][]kafka.OffsetCommit{topic: {{Partition: partition, Offset: offset, Metadata: metadata}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return resp.Topics[topic][0].Error
}

func committed(t *testing.T, c *kafka.Client, group, topic string, partition int) (offset int64, metadata string) {
	t.Helper()
	resp, err := c.OffsetFetch(t.Context(), &kafka.OffsetFetchRequest{
		GroupID: group, Topics: map[string][]int{topic: {partition}},
	})
	if err != nil {
		t.Fatal(err)
	}
	p := resp.Topics[topic][0]
	if p.Error != nil {
		t.Fatal(p.Error)
	}
	return p.CommittedOffset, p.Metadata
}
