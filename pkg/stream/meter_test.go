package stream_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/memstream"
)

const (
	in   = "in"
	out  = "out"
	dead = "dead"
)

// A sorter is a stage that does with a record what its value says.
type sorter struct{}

func (s *sorter) Open(context.Context, stream.Partition, stream.Position) (stream.Task, int64, error) {
	return &sorting{stage: s}, -1, nil
}

type sorting struct {
	stage *sorter
	next  int64
	held  string // traceparent of the record that is kept
}

func (s *sorting) Process(_ context.Context, r stream.Record, b *stream.Batch) error {
	s.next = r.Offset + 1
	switch string(r.Value) {
	case "late":
		b.Late++
	case "repeated":
		b.Repeated++
	case "bad":
		return stream.Permanent(errors.New("bad"))
	case "fenced":
		return stream.ErrFenced
	case "keep":
		s.held = r.Trace()
	case "give":
		b.Add(message("given").WithTrace(s.held))
	case "gather":
		b.Gathered = append(b.Gathered, stream.Gathering{Records: 2, Parents: []string{r.Trace()}}, stream.Gathering{Records: 5})
	case "two":
		b.Add(message("1"))
		b.Add(message("2"))
	default:
		b.Add(message(string(r.Value)))
	}
	return nil
}

func message(value string) stream.Message {
	return stream.Message{Partition: stream.Partition{Topic: out}, Type: "some", Value: []byte(value)}
}

func (s *sorting) Settle(_ context.Context, b *stream.Batch) error {
	b.Add(stream.Message{Partition: stream.Partition{Topic: out}, Type: schema.TypeStatement, Value: []byte("time")})
	return nil
}

func (s *sorting) Position() (stream.Position, bool) { return stream.Position{Offset: s.next}, true }
func (s *sorting) EventTime() (int64, bool)          { return 1000 + s.next, s.next > 0 }
func (s *sorting) Oldest() (int64, bool)             { return 500, s.next == 1 }

// feed makes a broker whose input holds those values.
func feed(t *testing.T, records ...stream.Message) *memstream.Broker {
	t.Helper()
	b := memstream.New(map[string]int{in: 1, out: 1, dead: 1}, memstream.Options{Wait: time.Millisecond})
	for i := range records {
		records[i].Partition = stream.Partition{Topic: in}
	}
	if err := b.Ports("feed").Publish(t.Context(), records); err != nil {
		t.Fatal(err)
	}
	b.End(in)
	return b
}

func values(texts ...string) []stream.Message {
	all := make([]stream.Message, len(texts))
	for i, v := range texts {
		all[i] = stream.Message{Type: "some", Value: []byte(v)}
	}
	return all
}

func run(t *testing.T, b *memstream.Broker, l stream.Loop) {
	t.Helper()
	l.Service, l.Stage, l.DeadLetters, l.Pace = "sorter", &sorter{}, dead, time.Nanosecond
	if err := b.Run(t.Context(), "g", []string{in}, l); err != nil {
		t.Fatal(err)
	}
}

func TestAMeterAccountsForEveryRecord(t *testing.T) {
	t.Parallel()
	b := feed(t, append(values("a", "late", "bad", "repeated", "repeated", "b"), stream.Message{Type: schema.TypeStatement})...)
	var m stream.Meter
	run(t, b, stream.Loop{Meter: &m})
	got := [...]int64{m.In.Load(), m.Out.Load(), m.Dead.Load(), m.Late.Load(), m.Repeated.Load(), m.Fenced.Load()}
	if want := [...]int64{6, 3, 1, 1, 2, 0}; got != want {
		t.Errorf("in, out, dead, late, repeated, fenced are %v, want %v", got, want)
	}
	if m.Commits.Load() == 0 {
		t.Error("no commit was counted")
	}
}

func TestAPartitionIsMeasuredAsLongAsItIsOwned(t *testing.T) {
	t.Parallel()
	b := feed(t, values("a", "b")...)
	var m stream.Meter
	states := make(chan []stream.PartitionState, 10)
	ports := &watched{Ports: b.Ports("g"), publish: func() { states <- m.Partitions() }}
	l := stream.Loop{Service: "s", Stage: &sorter{}, DeadLetters: dead, Pace: time.Nanosecond, Meter: &m, Ports: ports}
	if err := l.Run(t.Context(), stream.Partition{Topic: in}); err != nil {
		t.Fatal(err)
	}
	close(states)
	var last []stream.PartitionState
	for last = range states {
	}
	want := []stream.PartitionState{{Partition: stream.Partition{Topic: in}, Lag: 5, Time: 1002}}
	if !slices.Equal(last, want) {
		t.Errorf("while it ran the partition was %+v, want %+v", last, want)
	}
	if after := m.Partitions(); len(after) != 0 {
		t.Errorf("after the run there are gauges of %+v", after)
	}
	counts, sum := m.Latency.Load()
	if n := counts[len(counts)-1]; n == 0 || sum < time.Hour {
		t.Errorf("latency is %v, %s; want a record of an hour ago in the last bucket", counts, sum)
	}
}

// watched are ports that tell of each publishing, and whose readers give records of an hour ago, five behind the end.
type watched struct {
	stream.Ports
	publish func()
}

func (w *watched) Publish(ctx context.Context, m []stream.Message) error {
	w.publish()
	return w.Ports.Publish(ctx, m)
}

func (w *watched) Read(ctx context.Context, p stream.Partition, from int64) (stream.Reader, error) {
	r, err := w.Ports.Read(ctx, p, from)
	return lagging{r}, err
}

type lagging struct{ stream.Reader }

func (lagging) Lag() int64 { return 5 }

func (l lagging) Fetch(ctx context.Context) ([]stream.Record, bool, error) {
	records, atEnd, err := l.Reader.Fetch(ctx)
	for i := range records {
		records[i].Time = time.Now().Add(-time.Hour)
	}
	return records, atEnd, err
}

func TestAHistogramCountsIntoTheBucketThatHoldsTheDuration(t *testing.T) {
	t.Parallel()
	var h stream.Histogram
	for _, d := range []time.Duration{0, stream.Bounds[0], stream.Bounds[0] + 1, time.Hour} {
		h.Observe(d)
	}
	counts, sum := h.Load()
	if counts[0] != 2 || counts[1] != 1 || counts[len(counts)-1] != 1 || sum != 2*stream.Bounds[0]+1+time.Hour {
		t.Errorf("got %v, %s", counts, sum)
	}
}

func TestNobodyNeedsToMeasure(t *testing.T) {
	t.Parallel()
	var m *stream.Meter
	m.Retry()
	if got := m.Partitions(); got != nil {
		t.Errorf("got %v", got)
	}
	run(t, feed(t, values("a", "bad")...), stream.Loop{})
}

// The loop's own cost per record, with and without a meter; it allocates nothing for one.
func BenchmarkLoop(b *testing.B) {
	for name, meter := range map[string]*stream.Meter{"silent": nil, "metered": {}} {
		b.Run(name, func(b *testing.B) {
			broker := memstream.New(map[string]int{in: 1, out: 1, dead: 1}, memstream.Options{Wait: time.Millisecond})
			var records []stream.Message
			for i := range b.N {
				records = append(records, stream.Message{Partition: stream.Partition{Topic: in}, Type: "some", ID: strconv.Itoa(i), Value: []byte("late")})
			}
			if err := broker.Ports("feed").Publish(b.Context(), records); err != nil {
				b.Fatal(err)
			}
			broker.End(in)
			b.ReportAllocs()
			b.ResetTimer()
			err := broker.Run(b.Context(), "g", []string{in}, stream.Loop{Service: "s", Stage: &sorter{}, DeadLetters: dead, Meter: meter})
			if err != nil {
				b.Fatal(err)
			}
		})
	}
}
