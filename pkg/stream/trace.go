package stream

import (
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// TraceParent is the W3C header by which a record says which trace it belongs to.
const TraceParent = "traceparent"

// A Tracer follows single records from stage to stage. It must be safe for concurrent use.
type Tracer interface {
	// Begin begins a step for a record, which bears its parent in the header TraceParent; nil says that the record is
	// not followed.
	Begin(service string, r Record) Step
	// Gathered tells of something into which records of many traces went.
	Gathered(service string, p Partition, g Gathering)
}

// A Gathering is something into which records of many traces went: a bucket that was closed.
type Gathering struct {
	// Name says in a word what was done; Number is that of the bucket.
	Name   string
	Number int64
	// Records is how many went in; Parents are the TraceParents of those that were followed, MaxParents at most.
	Records int64
	Parents []string
}

// MaxParents is how many records a gathering names.
const MaxParents = 64

// gathered tells the tracer what was gathered from records that are followed.
func (l *Loop) gathered(p Partition, all []Gathering) {
	if l.Tracer == nil {
		return
	}
	for _, g := range all {
		if len(g.Parents) > 0 {
			l.Tracer.Gathered(l.Service, p, g)
		}
	}
}

// A Step is what a stage does with a record that is followed.
type Step interface {
	// Parent is the TraceParent of what comes of the record.
	Parent() string
	// Fail says why the record was given up.
	Fail(reason string)
	// End is called when what came of the record is acknowledged.
	End()
}

// Trace is the TraceParent that the record bears, empty for none.
func (r Record) Trace() string {
	for _, h := range r.Headers {
		if h.Key == TraceParent {
			return string(h.Value)
		}
	}
	return ""
}

// WithTrace is the message with a TraceParent; an empty one changes nothing.
func (m Message) WithTrace(parent string) Message {
	if parent != "" {
		m.Headers = append(slices.Clip(m.Headers), Header{Key: TraceParent, Value: []byte(parent)})
	}
	return m
}

func (m Message) traced() bool {
	return slices.ContainsFunc(m.Headers, func(h Header) bool { return h.Key == TraceParent })
}

// begin begins a step, and lets the record bear it as its parent: what a task keeps of the record belongs to the step.
func (l *Loop) begin(r *Record) Step {
	if l.Tracer == nil || r.Type == schema.TypeStatement {
		return nil
	}
	step := l.Tracer.Begin(l.Service, *r)
	if step == nil {
		return nil
	}
	headers := make([]Header, 0, len(r.Headers)+1)
	for _, h := range r.Headers {
		if h.Key != TraceParent {
			headers = append(headers, h)
		}
	}
	r.Headers = append(headers, Header{Key: TraceParent, Value: []byte(step.Parent())})
	return step
}

// trace lets the messages that a record has brought bear the step, except those that a task gave a parent itself.
func trace(step Step, messages []Message) {
	parent := step.Parent()
	for i, m := range messages {
		if m.Type != schema.TypeStatement && !m.traced() {
			messages[i] = m.WithTrace(parent)
		}
	}
}
