package memstream_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/memstream"
	"github.com/gpa-stream/gpa/pkg/stream/streamtest"
)

type cluster struct {
	*memstream.Broker
	stream.Ports
}

func (c cluster) Run(ctx context.Context, group string, topics []string, loop stream.Loop) error {
	return c.Broker.Run(ctx, group, topics, loop)
}

func TestMemoryKeepsThePromisesOfABroker(t *testing.T) {
	t.Parallel()
	streamtest.Suite(t, func(*testing.T) streamtest.Cluster {
		b := memstream.New(streamtest.Partitions, memstream.Options{Wait: 5 * time.Millisecond})
		return cluster{Broker: b, Ports: b.Ports("")}
	})
}

func TestAPublisherWaitsForASlowReader(t *testing.T) {
	t.Parallel()
	b := memstream.New(map[string]int{"t": 1}, memstream.Options{Ahead: 2, Forget: true, Wait: time.Millisecond})
	ports, p := b.Ports(""), stream.Partition{Topic: "t"}
	message := func(id string) []stream.Message { return []stream.Message{{Partition: p, ID: id, Value: []byte("x")}} }
	for _, id := range []string{"a", "b", "c"} {
		if err := ports.Publish(t.Context(), message(id)); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := ports.Publish(ctx, message("d")); !errors.Is(err, context.Canceled) {
		t.Fatalf("a fourth record was taken: %v", err)
	}
	r, err := ports.Read(t.Context(), p, 0)
	if err != nil {
		t.Fatal(err)
	}
	if records, atEnd, err := r.Fetch(t.Context()); len(records) != 3 || !atEnd || err != nil {
		t.Fatalf("%d records, at end %v, %v", len(records), atEnd, err)
	}
	if err := ports.Publish(t.Context(), message("d")); err != nil {
		t.Fatal(err)
	}
	if _, err := ports.Read(t.Context(), p, 1); !errors.Is(err, stream.ErrDataLoss) {
		t.Errorf("reading what was forgotten gave %v, want data loss", err)
	}
}

func TestAReaderComesToTheEndOfATopic(t *testing.T) {
	t.Parallel()
	b := memstream.New(map[string]int{"t": 1}, memstream.Options{Wait: time.Hour})
	ports, p := b.Ports(""), stream.Partition{Topic: "t"}
	if err := ports.Publish(t.Context(), []stream.Message{{Partition: p, ID: "a"}}); err != nil {
		t.Fatal(err)
	}
	r, err := ports.Read(t.Context(), p, 0)
	if err != nil {
		t.Fatal(err)
	}
	b.End("t")
	if records, _, err := r.Fetch(t.Context()); len(records) != 1 || err != nil {
		t.Fatalf("%d records, %v, want what stands before the end", len(records), err)
	}
	if _, _, err := r.Fetch(t.Context()); !errors.Is(err, io.EOF) {
		t.Errorf("got %v, want io.EOF", err)
	}
}
