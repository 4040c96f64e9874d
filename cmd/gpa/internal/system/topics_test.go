//go:build linux && kafka

package system_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/segmentio/kafka-go"
	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
)

// read is all that stands in a topic now, partition by partition.
func (n *namespace) read(t *testing.T, topic schema.Topic) []kafka.Message {
	t.Helper()
	ctx := t.Context()
	conn, err := kafka.DialContext(ctx, "tcp", n.brokers)
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
		messages, err := readPartition(ctx, n.brokers, p)
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

// A set holds ids.
type set map[string]bool

// turns are the ids of all turns in the topic.
func (n *namespace) turns(t *testing.T) set {
	t.Helper()
	ids := set{}
	for _, m := range n.read(t, schema.TopicTurns) {
		if header(m, "ce_type") != schema.TypeTurns {
			continue
		}
		var r gpav1.Turns
		if err := proto.Unmarshal(m.Value, &r); err != nil {
			t.Fatalf("decode turns: %v", err)
		}
		for _, x := range r.GetTurns() {
			ids[x.GetId()] = true
		}
	}
	return ids
}

// exchanges are the ids of all exchanges in the topic.
func (n *namespace) exchanges(t *testing.T) set {
	t.Helper()
	ids := set{}
	for _, m := range n.read(t, schema.TopicExchanges) {
		if header(m, "ce_type") != schema.TypeExchange {
			continue
		}
		var x gpav1.Exchange
		if err := proto.Unmarshal(m.Value, &x); err != nil {
			t.Fatalf("decode an exchange: %v", err)
		}
		ids[x.GetId()] = true
	}
	return ids
}

// observations are the ids of all observations in the topic.
func (n *namespace) observations(t *testing.T) set {
	t.Helper()
	ids := set{}
	for _, m := range n.read(t, schema.TopicObservations) {
		if header(m, "ce_type") != schema.TypeObservation {
			continue
		}
		var o gpav1.Observation
		if err := proto.Unmarshal(m.Value, &o); err != nil {
			t.Fatalf("decode an observation: %v", err)
		}
		ids[o.GetId()] = true
	}
	return ids
}
