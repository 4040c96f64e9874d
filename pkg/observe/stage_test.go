package observe_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/observe"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/memstream"
)

// A pass is a stage that passes on what it reads, and whose event time is a minute behind the clock.
type pass struct{ at time.Time }

func (p pass) Open(context.Context, stream.Partition, stream.Position) (stream.Task, int64, error) {
	return &passing{pass: p}, -1, nil
}

type passing struct {
	pass
	next int64
}

func (p *passing) Process(_ context.Context, r stream.Record, b *stream.Batch) error {
	p.next = r.Offset + 1
	b.Add(stream.Message{Partition: stream.Partition{Topic: "out"}, Type: "some", Value: r.Value})
	return nil
}

func (p *passing) Settle(context.Context, *stream.Batch) error { return nil }
func (p *passing) Position() (stream.Position, bool)           { return stream.Position{Offset: p.next}, true }

func (p *passing) EventTime() (int64, bool) { return p.at.Add(-time.Minute).UnixMicro(), true }

func (p *passing) Oldest() (int64, bool) { return p.at.Add(-time.Hour).UnixMicro(), true }

// passed runs the stage and gives what the metrics say while it still owns its partition.
func passed(t *testing.T, at time.Time, l stream.Loop, records ...stream.Message) string {
	t.Helper()
	b := memstream.New(map[string]int{"in": 4, "out": 1, "dead": 1}, memstream.Options{Wait: time.Millisecond})
	if err := b.Ports("feed").Publish(t.Context(), records); err != nil {
		t.Fatal(err)
	}
	b.End("in")
	var (
		meter stream.Meter
		text  bytes.Buffer
	)
	l.Service, l.Stage, l.DeadLetters, l.Meter, l.Pace = "pass", pass{at}, "dead", &meter, time.Nanosecond
	l.Ports = committing{b.Ports("g"), func() {
		var m observe.Metrics
		m.Stage("pass", &meter, at)
		text.Reset()
		if err := m.Write(&text); err != nil {
			t.Error(err)
		}
	}}
	if err := l.Run(t.Context(), stream.Partition{Topic: "in", Index: 3}); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

type committing struct {
	stream.Ports
	then func()
}

func (c committing) Commit(ctx context.Context, p stream.Partition, pos stream.Position) error {
	c.then()
	return c.Ports.Commit(ctx, p, pos)
}

func TestEveryStageHasTheSameNumbers(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	in := stream.Partition{Topic: "in", Index: 3}
	text := passed(t, at, stream.Loop{}, stream.Message{Partition: in, Type: "some"}, stream.Message{Partition: in, Type: "some"})
	lines := strings.Split(text, "\n")
	for _, want := range []string{
		`gpa_records_in_total{stage="pass"} 2`,
		`gpa_records_out_total{stage="pass"} 2`,
		`gpa_records_dead_total{stage="pass"} 0`,
		`gpa_records_late_total{stage="pass"} 0`,
		`gpa_records_repeated_total{stage="pass"} 0`,
		`gpa_requests_retried_total{stage="pass"} 0`,
		`gpa_fenced_total{stage="pass"} 0`,
		`gpa_latency_seconds_count{stage="pass"} 0`,
		`gpa_lag_records{partition="3",stage="pass",topic="in"} 0`,
		`gpa_partition_time_behind_seconds{partition="3",stage="pass",topic="in"} 60`,
		`gpa_oldest_open_bucket_age_seconds{partition="3",stage="pass",topic="in"} 3600`,
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
}

func TestAProcessSaysWhatItIs(t *testing.T) {
	t.Parallel()
	var m observe.Metrics
	m.Process("v1")
	if m.Gauge("gpa_goroutines", "").Load() < 1 || m.Gauge("gpa_memory_bytes", "").Load() < 1<<16 {
		t.Error("no goroutines or no memory")
	}
	var b bytes.Buffer
	if err := m.Write(&b); err != nil || !strings.Contains(b.String(), `gpa_build_info{version="v1"} 1`) {
		t.Errorf("got %v, %s", err, b.String())
	}
}
