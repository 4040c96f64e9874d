//go:build unix && kafka

package kafkatest_test

import (
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/embedded/kafkatest"
	"github.com/gpa-stream/gpa/pkg/stream/kafkastream"
	"github.com/gpa-stream/gpa/pkg/stream/streamtest"
)

func TestKafkaKeepsThePromisesOfTheStream(t *testing.T) {
	streamtest.Suite(t, func(t *testing.T) streamtest.Cluster {
		t.Helper()
		b := kafkatest.Start(t)
		k, err := kafkastream.New(kafkastream.Config{Brokers: []string{b.Addr()}, SessionTimeout: 1500 * time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(k.Close)
		var topics []kafka.TopicConfig
		for name, n := range streamtest.Partitions {
			topics = append(topics, kafka.TopicConfig{Topic: name, NumPartitions: n, ReplicationFactor: 1})
		}
		resp, err := k.Client().CreateTopics(t.Context(), &kafka.CreateTopicsRequest{Topics: topics})
		if err != nil {
			t.Fatal(err)
		}
		for name, err := range resp.Errors {
			if err != nil {
				t.Fatalf("create topic %s: %v", name, err)
			}
		}
		return k
	})
}
