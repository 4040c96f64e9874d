//go:build unix && kafka

package kafkatest_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/gpa-stream/gpa/pkg/embedded/kafkatest"
)

func TestWhatWasAcknowledgedSurvivesAKill(t *testing.T) {
	b := kafkatest.Start(t)
	client := &kafka.Client{Addr: kafka.TCP(b.Addr()), Timeout: 10 * time.Second}
	resp, err := client.CreateTopics(t.Context(), &kafka.CreateTopicsRequest{
		Topics: []kafka.TopicConfig{{Topic: "in", NumPartitions: 1, ReplicationFactor: 1}},
	})
	if err != nil || resp.Errors["in"] != nil {
		t.Fatal(err, resp.Errors["in"])
	}
	produce(t, client, "one")
	if err := b.Kill(); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	if err := b.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Logf("back %s after a kill", time.Since(begin).Round(time.Millisecond))
	produce(t, client, "two")
	if got := strings.Join(fetch(t, client), " "); got != "one two" {
		t.Errorf("got %q, want %q", got, "one two")
	}
}

func TestAFrozenBrokerIsSilentUntilItThaws(t *testing.T) {
	b := kafkatest.Start(t)
	if err := b.Freeze(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if err := ask(ctx, b); err == nil {
		t.Error("a frozen broker answered")
	}
	if err := b.Thaw(); err != nil {
		t.Fatal(err)
	}
	if err := ask(t.Context(), b); err != nil {
		t.Errorf("after the thaw: %v", err)
	}
}

// ask asks the broker itself; a transport that was used before would answer from memory.
func ask(ctx context.Context, b *kafkatest.Broker) error {
	transport := &kafka.Transport{}
	defer transport.CloseIdleConnections()
	client := &kafka.Client{Addr: kafka.TCP(b.Addr()), Timeout: 10 * time.Second, Transport: transport}
	_, err := client.Metadata(ctx, &kafka.MetadataRequest{})
	return err
}

// produce tries again: a broker that is just back may not lead its partition yet.
func produce(t *testing.T, c *kafka.Client, value string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for {
		resp, err := c.Produce(ctx, &kafka.ProduceRequest{
			Topic: "in", RequiredAcks: kafka.RequireAll,
			Records: kafka.NewRecordReader(kafka.Record{Value: kafka.NewBytes([]byte(value))}),
		})
		if err == nil {
			err = resp.Error
		}
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("produce %q: %v", value, err)
		}
	}
}

func fetch(t *testing.T, c *kafka.Client) []string {
	t.Helper()
	resp, err := c.Fetch(t.Context(), &kafka.FetchRequest{Topic: "in", MinBytes: 1, MaxBytes: 1 << 20, MaxWait: 5 * time.Second})
	if err != nil || resp.Error != nil {
		t.Fatal(err, resp.Error)
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
