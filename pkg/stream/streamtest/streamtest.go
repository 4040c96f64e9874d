// Package streamtest holds brokers to the promises that the loop builds on: one suite for memory, the embedded broker
// and Apache Kafka.
package streamtest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// A Cluster is a broker as the suite uses it.
type Cluster interface {
	Run(ctx context.Context, group string, topics []string, loop stream.Loop) error
	Publish(ctx context.Context, messages []stream.Message) error
	Read(ctx context.Context, p stream.Partition, from int64) (stream.Reader, error)
}

// Topics that a cluster must have been made with: in and out with two partitions, dead with one.
const (
	In   = "streamtest.in"
	Out  = "streamtest.out"
	Dead = "streamtest.dead"
)

// Partitions of the topics.
var Partitions = map[string]int{In: 2, Out: 2, Dead: 1}

// patience bounds each wait: what is waited for comes in milliseconds, or never.
const patience = 30 * time.Second

// Suite runs all tests, each on a cluster of its own.
func Suite(t *testing.T, open func(t *testing.T) Cluster) {
	t.Helper()
	for _, tt := range []struct {
		name string
		test func(*testing.T, Cluster)
	}{
		{"EveryRecordComesThroughOnceAndInOrder", everyRecordComesThrough},
		{"AStatementStandsBehindWhatItSpeaksFor", statementsStandBehind},
		{"ARestartGoesOnWhereTheLastRunCommitted", restartGoesOn},
		{"MetadataOfACommitComesBackWhole", metadataComesBack},
		{"WhatCannotBeProcessedBecomesADeadLetter", deadLetters},
		{"ACrashRepeatsWorkAndLosesNothing", crashLosesNothing},
		{"AFencedTaskIsOpenedAnew", fencedIsOpenedAnew},
		{"TheEndOfTheContextSettlesWhatIsInHand", drains},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.test(t, open(t)) })
	}
}

func everyRecordComesThrough(t *testing.T, c Cluster) {
	const n = 3000
	fill(t, c, 0, n)
	stop := start(t, c, &echo{})
	for i := range Partitions[In] {
		got := collect(t, c, Out, i, n/2)
		for k, r := range got {
			if want := fmt.Sprintf("r%d'", 2*k+i); r.ID != want {
				t.Fatalf("partition %d record %d is %s, want %s", i, k, r.ID, want)
			}
		}
	}
	stop()
}

func statementsStandBehind(t *testing.T, c Cluster) {
	const n = 2000
	fill(t, c, 0, n)
	stop := start(t, c, &echo{})
	collect(t, c, Out, 0, n/2)
	stop()
	seen := int64(0)
	for _, r := range all(t, c, 0) {
		if r.Type != schema.TypeStatement {
			seen++
			continue
		}
		var offset int64
		if _, err := fmt.Sscan(string(r.Value), &offset); err != nil {
			t.Fatal(err)
		}
		if string(r.Key) == "0" && seen < offset {
			t.Errorf("a statement speaks for %d records and stands behind %d", offset, seen)
		}
	}
}

func restartGoesOn(t *testing.T, c Cluster) {
	const n = 400
	fill(t, c, 0, n)
	stop := start(t, c, &echo{})
	collect(t, c, Out, 0, n/2)
	collect(t, c, Out, 1, n/2)
	stop()
	fill(t, c, n, 2*n)
	stop = start(t, c, &echo{})
	collect(t, c, Out, 0, n)
	collect(t, c, Out, 1, n)
	stop()
	for i := range Partitions[Out] {
		if got := len(outputs(all(t, c, i))); got != n {
			t.Errorf("partition %d holds %d outputs, want %d: the second run repeated the first", i, got, n)
		}
	}
}

func metadataComesBack(t *testing.T, c Cluster) {
	fill(t, c, 0, 2)
	pad := ""
	for len(pad) < stream.MaxMetadata-40 {
		pad += "äx"
	}
	stop := start(t, c, &echo{pad: pad})
	collect(t, c, Out, 0, 1)
	collect(t, c, Out, 1, 1)
	stop()
	opened := make(chan stream.Position, 8)
	stop = start(t, c, &echo{opened: opened})
	for range Partitions[In] {
		select {
		case pos := <-opened:
			if want := "1 " + pad; pos.Metadata != want || pos.Offset != 1 {
				t.Errorf("offset %d, %d bytes of metadata came back, want 1 and the %d that were committed", pos.Offset, len(pos.Metadata), len(want))
			}
		case <-time.After(patience):
			t.Fatal("the partitions were not opened again")
		}
	}
	stop()
}

func deadLetters(t *testing.T, c Cluster) {
	fill(t, c, 0, 20)
	stop := start(t, c, &echo{fail: func(r stream.Record, _ int) error {
		if r.ID == "r6" {
			return stream.Permanent(errors.New("it is the sixth"))
		}
		return nil
	}})
	letter := decodeLetter(t, collect(t, c, Dead, 0, 1)[0])
	collect(t, c, Out, 0, 9)
	collect(t, c, Out, 1, 10)
	stop()
	if letter.GetReason() != "it is the sixth" || letter.GetTopic() != In || letter.GetOffset() != 3 || string(letter.GetValue()) != "value 6" {
		t.Errorf("dead letter %v, want record 3 of %s with its value and reason", letter, In)
	}
}

func crashLosesNothing(t *testing.T, c Cluster) {
	const n = 600
	fill(t, c, 0, n)
	for range 5 {
		err := run(t, c, &echo{fail: func(_ stream.Record, nth int) error {
			if nth == 97 {
				return errCrash
			}
			return nil
		}})
		if !errors.Is(err, errCrash) {
			t.Fatalf("run ended with %v, want the crash", err)
		}
	}
	stop := start(t, c, &echo{})
	for i := range Partitions[Out] {
		distinct := map[string]bool{}
		for len(distinct) < n/2 {
			for _, r := range collect(t, c, Out, i, len(distinct)+1) {
				distinct[r.ID] = true
			}
			for _, r := range outputs(all(t, c, i)) {
				distinct[r.ID] = true
			}
		}
	}
	stop()
}

func fencedIsOpenedAnew(t *testing.T, c Cluster) {
	const n = 50
	fill(t, c, 0, n)
	failed := make(chan struct{}, 1)
	failed <- struct{}{}
	stop := start(t, c, &echo{fail: func(r stream.Record, _ int) error {
		if r.ID != "r20" {
			return nil
		}
		select {
		case <-failed:
			return stream.ErrFenced
		default:
			return nil
		}
	}})
	collect(t, c, Out, 0, n/2)
	collect(t, c, Out, 1, n/2)
	stop()
}

func drains(t *testing.T, c Cluster) {
	const n = 40
	fill(t, c, 0, n)
	loop := stream.Loop{Service: "echo", Stage: &echo{}, DeadLetters: Dead, Pace: time.Hour}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- c.Run(ctx, "drains", []string{In}, loop) }()
	collect(t, c, Out, 0, n/2)
	collect(t, c, Out, 1, n/2)
	cancel()
	if err := wait(t, done); err != nil {
		t.Fatal(err)
	}
	stop := startAs(t, c, "drains", &echo{})
	fill(t, c, n, n+2)
	collect(t, c, Out, 0, n/2+1)
	stop()
	if got := len(outputs(all(t, c, 0))); got != n/2+1 {
		t.Errorf("%d outputs, want %d: the position in hand was not committed", got, n/2+1)
	}
}
