package ingest

import (
	"strings"
	"sync"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/clock"
	"github.com/gpa-stream/gpa/services/ingest/internal/align"
)

// A gate stands before the sources of an instance and knows, from the topic of progress, how far those of all instances
// have come.
type gate struct {
	mu      sync.Mutex
	field   *align.Field
	changed chan struct{} // closed and renewed with each statement
}

func newGate(c Config) *gate {
	return &gate{field: align.New(c.MaxAhead.Microseconds()), changed: make(chan struct{})}
}

func (g *gate) read(s *gpav1.Statement) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.field.Read(s)
	close(g.changed)
	g.changed = make(chan struct{})
}

// wait is closed when the question is worth asking again, nil when the source may go on.
func (g *gate) wait(source string, t int64) <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.field.Excess(source, t) <= 0 {
		return nil
	}
	return g.changed
}

// Hear tells the stage how far a source, perhaps of another instance, has come. Records of anything but statements,
// and sources that are none of the topics, are left out: what is read no more must hold nobody up.
func (s *Stage) Hear(r stream.Record, topics []string) {
	said, err := clock.Parse(r)
	if err != nil {
		return // Nobody's result depends on it, and the next one follows.
	}
	for _, topic := range topics {
		if strings.HasPrefix(said.GetSource(), topic+"/") {
			s.gate.read(said)
			return
		}
	}
}

// Wait says whether the source is so far ahead of the slowest that it has to wait.
func (t *Task) Wait() <-chan struct{} {
	if at, known := t.EventTime(); known && t.stage.config.Progress != "" {
		return t.stage.gate.wait(t.name, at)
	}
	return nil
}

// progress tells all instances how far the source has come, when that may make a difference to them.
func (t *Task) progress(s saying, m stream.Message, out *stream.Batch) {
	c := t.stage.config
	if c.Progress == "" {
		return
	}
	if p := t.shown; p != nil && p.state == s.state && s.time-p.time < c.MaxAhead.Microseconds()/progressSteps {
		return
	}
	t.shown = &s
	m.Partition = stream.Partition{Topic: c.Progress}
	out.Add(m)
}

// progressSteps is in how many steps a source says that it has come as far as another may run ahead.
const progressSteps = 8
