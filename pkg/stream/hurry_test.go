package stream_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/memstream"
)

// A speaker is a stage that has something to state after each record.
type speaker struct{}

func (speaker) Open(context.Context, stream.Partition, stream.Position) (stream.Task, int64, error) {
	return &speaking{sorting: &sorting{}}, -1, nil
}

type speaking struct {
	*sorting
	said int64
}

func (s *speaking) Unstated() bool { return s.said != s.next }

func (s *speaking) Settle(ctx context.Context, b *stream.Batch) error {
	s.said = s.next
	return s.sorting.Settle(ctx, b)
}

// stated counts the statements in the output.
func stated(b *memstream.Broker) (n int) {
	for _, r := range b.Records(stream.Partition{Topic: out}) {
		if r.Type == schema.TypeStatement {
			n++
		}
	}
	return n
}

func TestAtTheEndOfTheLogAStatementDoesNotWaitForTheCommit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := memstream.New(map[string]int{in: 1, out: 1, dead: 1}, memstream.Options{Wait: time.Minute})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() {
			done <- b.Run(ctx, "g", []string{in}, stream.Loop{Service: "speaker", Stage: speaker{}, DeadLetters: dead, Pace: 200 * time.Millisecond})
		}()
		send := func() {
			m := message("a")
			m.Topic = in
			if err := b.Ports("g").Publish(ctx, []stream.Message{m}); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		send()
		if got := stated(b); got != 1 {
			t.Errorf("after the first record %d statements, want 1 at once", got)
		}
		send()
		if got := stated(b); got != 1 {
			t.Errorf("right after that %d statements, want still 1", got)
		}
		time.Sleep(50 * time.Millisecond)
		synctest.Wait()
		if got := stated(b); got != 2 {
			t.Errorf("a quarter of the pace later %d statements, want 2", got)
		}
		if pos, err := b.Ports("g").Committed(ctx, stream.Partition{Topic: in}); err != nil || pos.Offset >= 2 {
			t.Errorf("committed is %d, %v; want that it keeps its pace", pos.Offset, err)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if got := stated(b); got != 3 {
			t.Errorf("with nothing new %d statements, want those 2 and that of the commit", got)
		}
		cancel()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	})
}
