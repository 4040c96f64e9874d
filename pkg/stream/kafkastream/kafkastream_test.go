package kafkastream_test

import (
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/embedded/broker"
	"github.com/gpa-stream/gpa/pkg/stream/kafkastream"
	"github.com/gpa-stream/gpa/pkg/stream/streamtest"
)

func TestTheEmbeddedBrokerKeepsThePromises(t *testing.T) {
	t.Parallel()
	streamtest.Suite(t, func(t *testing.T) streamtest.Cluster {
		t.Helper()
		b, err := broker.Start(t.Context(), broker.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(b.Stop)
		return open(t, b.Addr())
	})
}

// open connects to a broker and makes the topics of the suite there.
func open(t *testing.T, addr string) *kafkastream.Broker {
	t.Helper()
	k, err := kafkastream.New(kafkastream.Config{Brokers: []string{addr}, SessionTimeout: 1500 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.Close)
	var topics []kafka.TopicConfig
	for name, n := range streamtest.Partitions {
		topics = append(topics, kafka.TopicConfig{Topic: name, NumPartitions: n, ReplicationFactor: 1})
	}
	if _, err := k.Client().CreateTopics(t.Context(), &kafka.CreateTopicsRequest{Topics: topics}); err != nil {
		t.Fatal(err)
	}
	return k
}
