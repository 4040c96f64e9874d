package stream_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/memstream"
)

// A mire is a stage that stays with the record "mire" until it is let go.
type mire struct{ free chan struct{} }

func (m mire) Open(context.Context, stream.Partition, stream.Position) (stream.Task, int64, error) {
	return &miring{sorting: &sorting{}, mire: m}, -1, nil
}

type miring struct {
	*sorting
	mire mire
}

func (m *miring) Process(ctx context.Context, r stream.Record, b *stream.Batch) error {
	if string(r.Value) == "mire" {
		<-m.mire.free
	}
	return m.sorting.Process(ctx, r, b)
}

// A hollow log has records behind its end that never come.
type hollow struct{ stream.Ports }

func (h hollow) Read(ctx context.Context, p stream.Partition, from int64) (stream.Reader, error) {
	r, err := h.Ports.Read(ctx, p, from)
	return behind{r}, err
}

type behind struct{ stream.Reader }

func (behind) Lag() int64 { return 7 }

// watch runs a stage over records under a watchdog of a minute, and says after an hour what is stuck.
func watch(t *testing.T, ports func(stream.Ports) stream.Ports, s stream.Stage, values ...string) []string {
	t.Helper()
	b := memstream.New(map[string]int{in: 1, out: 1, dead: 1}, memstream.Options{Wait: time.Second})
	for _, v := range values {
		if err := b.Ports("").Publish(t.Context(), []stream.Message{{Partition: stream.Partition{Topic: in}, Value: []byte(v)}}); err != nil {
			t.Fatal(err)
		}
	}
	h := runner.NewHealth(time.Now)
	l := stream.Loop{
		Service: "s", Stage: s, Ports: ports(b.Ports("g")), DeadLetters: dead,
		Watch: func(p stream.Partition) stream.Watch { return h.Watch(p.Topic, time.Minute) },
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- l.Run(ctx, stream.Partition{Topic: in}) }()
	time.Sleep(time.Hour)
	stuck := h.Stuck()
	if m, mires := s.(mire); mires {
		close(m.free)
		synctest.Wait()
		if after := h.Stuck(); len(after) > 0 {
			t.Errorf("when it goes on, %q is stuck", after)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if after := h.Stuck(); len(after) > 0 {
		t.Errorf("when nobody works on it, %q is stuck", after)
	}
	return stuck
}

func TestAPartitionThatHasRecordsAndDoesNotMoveIsStuck(t *testing.T) {
	t.Parallel()
	plain := func(p stream.Ports) stream.Ports { return p }
	short := func(p stream.Ports) stream.Ports { return hollow{p} }
	for name, c := range map[string]struct {
		ports  func(stream.Ports) stream.Ports
		stage  func() stream.Stage
		values []string
		stuck  bool
	}{
		"nothing has come":               {plain, func() stream.Stage { return &sorter{} }, nil, false},
		"all is done":                    {plain, func() stream.Stage { return &sorter{} }, []string{"a", "b"}, false},
		"a record is not done with":      {plain, func() stream.Stage { return mire{make(chan struct{})} }, []string{"a", "mire"}, true},
		"it is paused":                   {plain, func() stream.Stage { return &ford{allowed: 1, changed: make(chan struct{})} }, []string{"a", "b"}, false},
		"the log does not give the rest": {short, func() stream.Stage { return &sorter{} }, []string{"a", "b"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				stuck := watch(t, c.ports, c.stage(), c.values...)
				if c.stuck != (len(stuck) == 1) {
					t.Errorf("%q is stuck, want that it is: %t", stuck, c.stuck)
				}
				if c.stuck && (len(stuck) == 0 || !strings.HasPrefix(stuck[0], in+": ")) {
					t.Errorf("%q does not name the partition", stuck)
				}
			})
		})
	}
}
