package streamtest

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// fill publishes records r<from> to r<to-1>, even ones to partition 0, odd ones to partition 1.
func fill(t *testing.T, c Cluster, from, to int) {
	t.Helper()
	var messages []stream.Message
	for i := from; i < to; i++ {
		messages = append(messages, stream.Message{
			Partition: stream.Partition{Topic: In, Index: int32(i % 2)}, Type: "test", ID: fmt.Sprintf("r%d", i),
			Key: []byte(strconv.Itoa(i)), Value: fmt.Appendf(nil, "value %d", i),
		})
	}
	if err := c.Publish(t.Context(), messages); err != nil {
		t.Fatal(err)
	}
}

// start runs the stage until stop is called, which waits for its end.
func start(t *testing.T, c Cluster, s stream.Stage) (stop func()) {
	t.Helper()
	return startAs(t, c, "group", s)
}

func startAs(t *testing.T, c Cluster, group string, s stream.Stage) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- c.Run(ctx, group, []string{In}, loop(s)) }()
	return func() {
		t.Helper()
		cancel()
		if err := wait(t, done); err != nil {
			t.Fatalf("run ended with %v", err)
		}
	}
}

// run runs the stage until it fails.
func run(t *testing.T, c Cluster, s stream.Stage) error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- c.Run(t.Context(), "group", []string{In}, loop(s)) }()
	return wait(t, done)
}

func loop(s stream.Stage) stream.Loop {
	return stream.Loop{Service: "echo", Stage: s, DeadLetters: Dead, Pace: time.Millisecond}
}

func wait(t *testing.T, done <-chan error) error {
	t.Helper()
	select {
	case err := <-done:
		return err
	case <-time.After(patience):
		t.Fatal("the run did not end")
		return nil
	}
}

// collect reads the partition from its beginning until n records that are no statements have come.
func collect(t *testing.T, c Cluster, topic string, partition, n int) []stream.Record {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	r, err := c.Read(ctx, stream.Partition{Topic: topic, Index: int32(partition)}, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var got []stream.Record
	for len(got) < n {
		records, _, err := r.Fetch(ctx)
		if err != nil {
			t.Fatalf("%d of %d records of %s/%d came: %v", len(got), n, topic, partition, err)
		}
		got = append(got, outputs(records)...)
	}
	return got
}

// all reads what the partition of Out holds now.
func all(t *testing.T, c Cluster, partition int) []stream.Record {
	t.Helper()
	r, err := c.Read(t.Context(), stream.Partition{Topic: Out, Index: int32(partition)}, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var got []stream.Record
	for {
		records, atEnd, err := r.Fetch(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, records...)
		if atEnd {
			return got
		}
	}
}

func outputs(records []stream.Record) []stream.Record {
	var out []stream.Record
	for _, r := range records {
		if r.Type != schema.TypeStatement {
			out = append(out, r)
		}
	}
	return out
}

func decodeLetter(t *testing.T, r stream.Record) *gpav1.DeadLetter {
	t.Helper()
	var d gpav1.DeadLetter
	if err := proto.Unmarshal(r.Value, &d); err != nil {
		t.Fatal(err)
	}
	return &d
}
