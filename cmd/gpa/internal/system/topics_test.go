//go:build linux && kafka

package system_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// read is all that stands in a topic now, partition by partition.
func (n *namespace) read(t *testing.T, topic schema.Topic) []kafka.Message {
	t.Helper()
	ctx := t.Context()
	broker, _, _ := strings.Cut(n.brokers, ",")
	conn, err := kafka.DialContext(ctx, "tcp", broker)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	partitions, err := conn.ReadPartitions(n.prefix + string(topic))
	if err != nil {
		t.Fatalf("ask for the partitions of %s: %v", topic, err)
	}
	var all []kafka.Message
	for _, p := range partitions {
		messages, err := readPartition(ctx, broker, p)
		if err != nil {
			t.Fatalf("read %s/%d: %v", topic, p.ID, err)
		}
		all = append(all, messages...)
	}
	return all
}

func readPartition(ctx context.Context, broker string, p kafka.Partition) ([]kafka.Message, error) {
	conn, err := kafka.DialLeader(ctx, "tcp", broker, p.Topic, p.ID)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	next, end, err := conn.ReadOffsets()
	if err != nil {
		return nil, err
	}
	var all []kafka.Message
	for next < end {
		if _, err := conn.Seek(next, kafka.SeekAbsolute|kafka.SeekDontCheck); err != nil {
			return nil, err
		}
		batch := conn.ReadBatch(1, 8<<20)
		for {
			m, err := batch.ReadMessage()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return nil, errors.Join(err, batch.Close())
			}
			if m.Offset >= next {
				all, next = append(all, m), m.Offset+1
			}
		}
		if err := batch.Close(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// header is a header of a message, empty when it has none of that name.
func header(m kafka.Message, key string) string {
	for _, h := range m.Headers {
		if h.Key == key {
			return string(h.Value)
		}
	}
	return ""
}
