package stream_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// A tracer follows every record but those whose value is "unfollowed", and writes down what it is told.
type tracer struct {
	mu  sync.Mutex
	log []string
}

func (t *tracer) add(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.log = append(t.log, fmt.Sprintf(format, args...))
}

func (t *tracer) Begin(service string, r stream.Record) stream.Step {
	if string(r.Value) == "unfollowed" {
		return nil
	}
	t.add("begin %s %s parent=%q", service, r.Value, r.Trace())
	return &step{t, string(r.Value)}
}

func (t *tracer) Gathered(service string, p stream.Partition, g stream.Gathering) {
	t.add("%s has gathered %d in %s/%d: %s", service, g.Records, p.Topic, p.Index, g.Parents)
}

type step struct {
	tracer *tracer
	name   string
}

func (s *step) Parent() string     { return "step-" + s.name }
func (s *step) Fail(reason string) { s.tracer.add("fail %s %s", s.name, reason) }
func (s *step) End()               { s.tracer.add("end %s", s.name) }

func traced(b interface {
	Records(p stream.Partition) []stream.Record
}, topic string,
) []string {
	var all []string
	for _, r := range b.Records(stream.Partition{Topic: topic}) {
		all = append(all, string(r.Value)+"<"+r.Trace())
	}
	return all
}

func TestWhatComesOfARecordBearsItsTrace(t *testing.T) {
	t.Parallel()
	records := values("two", "unfollowed")
	records[0] = records[0].WithTrace("platform")
	var tr tracer
	b := feed(t, records...)
	run(t, b, stream.Loop{Tracer: &tr})
	want := []string{"1<step-two", "2<step-two", "unfollowed<", "time<"}
	if got := traced(b, out); !slices.Equal(got[:min(4, len(got))], want) {
		t.Errorf("outputs and their parents are %q, want %q", got, want)
	}
	if want := []string{`begin sorter two parent="platform"`, "end two"}; !slices.Equal(tr.log, want) {
		t.Errorf("the tracer heard %q, want %q", tr.log, want)
	}
}

func TestWhatIsKeptGoesOnInTheTraceOfItsOwnRecord(t *testing.T) {
	t.Parallel()
	b := feed(t, values("keep", "a", "give")...)
	run(t, b, stream.Loop{Tracer: &tracer{}})
	got := traced(b, out)
	if want := "given<step-keep"; !slices.Contains(got, want) {
		t.Errorf("outputs and their parents are %q, want %q among them", got, want)
	}
}

func TestWhatIsGatheredIsToldWithItsTraces(t *testing.T) {
	t.Parallel()
	var tr tracer
	run(t, feed(t, values("gather")...), stream.Loop{Tracer: &tr})
	want := []string{`begin sorter gather parent=""`, "end gather", "sorter has gathered 2 in in/0: [step-gather]"}
	if !slices.Equal(tr.log, want) {
		t.Errorf("the tracer heard %q, want %q", tr.log, want)
	}
}

func TestAStepOfABadRecordFails(t *testing.T) {
	t.Parallel()
	var tr tracer
	b := feed(t, values("bad")...)
	run(t, b, stream.Loop{Tracer: &tr})
	if want := []string{`begin sorter bad parent=""`, "fail bad bad", "end bad"}; !slices.Equal(tr.log, want) {
		t.Errorf("the tracer heard %q, want %q", tr.log, want)
	}
}

func TestStatementsAreNotFollowed(t *testing.T) {
	t.Parallel()
	var tr tracer
	run(t, feed(t, stream.Message{Type: schema.TypeStatement, Value: []byte("a")}), stream.Loop{Tracer: &tr})
	if len(tr.log) != 0 {
		t.Errorf("the tracer heard %q", tr.log)
	}
}

func TestATraceDoesNotWriteIntoTheHeadersOfOthers(t *testing.T) {
	t.Parallel()
	shared := make([]stream.Header, 1, 4)
	shared[0] = stream.Header{Key: "k"}
	m := stream.Message{Headers: shared}
	a, b := m.WithTrace("a"), m.WithTrace("b")
	if string(a.Headers[1].Value) != "a" || string(b.Headers[1].Value) != "b" || len(m.WithTrace("").Headers) != 1 {
		t.Errorf("got %q and %q", a.Headers, b.Headers)
	}
}
