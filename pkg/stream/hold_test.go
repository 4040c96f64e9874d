package stream_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/memstream"
)

// A ford is a stage whose task goes on record by record, when it is let.
type ford struct {
	mu      sync.Mutex
	allowed int
	changed chan struct{}
}

func (f *ford) let(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.allowed += n
	close(f.changed)
	f.changed = make(chan struct{})
}

func (f *ford) Open(context.Context, stream.Partition, stream.Position) (stream.Task, int64, error) {
	return &fording{sorting: &sorting{}, ford: f}, -1, nil
}

type fording struct {
	*sorting
	ford *ford
}

func (f *fording) Wait() <-chan struct{} {
	f.ford.mu.Lock()
	defer f.ford.mu.Unlock()
	if f.next < int64(f.ford.allowed) {
		return nil
	}
	return f.ford.changed
}

func TestATaskThatWaitsHasSettledWhatItHas(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := feed(t, values("a", "b", "c")...)
		var m stream.Meter
		stage := &ford{allowed: 2, changed: make(chan struct{})}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() {
			done <- b.Run(ctx, "g", []string{in}, stream.Loop{Service: "ford", Stage: stage, DeadLetters: dead, Meter: &m})
		}()
		synctest.Wait()
		if got := committed(t, b); got != 2 {
			t.Errorf("while it waits %d is committed, want 2", got)
		}
		if p := m.Partitions(); len(p) != 1 || !p[0].Waiting || p[0].Lag != 3 {
			t.Errorf("while it waits the gauges are %+v", p)
		}
		stage.let(0)
		synctest.Wait()
		if got := committed(t, b); got != 2 {
			t.Errorf("asked once more it still has to wait: committed is %d, want 2", got)
		}
		stage.let(1)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		cancel()
		if got := committed(t, b); got != 3 {
			t.Errorf("in the end %d is committed, want 3", got)
		}
	})
}

func TestATaskThatWaitsIsStopped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := feed(t, values("a", "b", "c")...)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() {
			stage := &ford{allowed: 1, changed: make(chan struct{})}
			done <- b.Run(ctx, "g", []string{in}, stream.Loop{Service: "ford", Stage: stage, DeadLetters: dead})
		}()
		synctest.Wait()
		cancel()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if got := committed(t, b); got != 1 {
			t.Errorf("committed is %d, want 1", got)
		}
	})
}

// committed is the position of the only partition.
func committed(t *testing.T, b *memstream.Broker) int64 {
	t.Helper()
	pos, err := b.Ports("g").Committed(t.Context(), stream.Partition{Topic: in})
	if err != nil {
		t.Fatal(err)
	}
	return pos.Offset
}
