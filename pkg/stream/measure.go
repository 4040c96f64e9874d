package stream

import "github.com/gpa-stream/gpa/pkg/schema"

// stands says how the partition stands after a chunk.
func (r *run) stands(c chunk) {
	if r.gauges == nil {
		return
	}
	r.lag(c.lag)
	if t, ok := r.task.(Timed); ok {
		us, known := t.EventTime()
		store(&r.gauges.Time, us, known)
	}
	if o, ok := r.task.(Opener); ok {
		us, open := o.Oldest()
		store(&r.gauges.Oldest, us, open)
	}
}

// took measures how long ago the first record of a chunk was written, once what came of it is acknowledged.
func (r *run) took(c chunk) {
	if r.gauges != nil && len(c.records) > 0 && !c.records[0].Time.IsZero() {
		r.loop.Meter.Latency.Observe(r.loop.now().Sub(c.records[0].Time))
	}
}

func store(gauge interface{ Store(v int64) }, us int64, known bool) {
	if !known {
		us = None
	}
	gauge.Store(us)
}

func (r *run) lag(n int64) {
	if r.gauges != nil {
		r.gauges.Lag.Store(n)
	}
}

// endSteps ends the steps of records that are done with.
func (r *run) endSteps() {
	for _, s := range r.steps {
		s.End()
	}
	r.steps = r.steps[:0]
}

// outputs counts the messages that are not statements.
func outputs(messages []Message) int {
	n := 0
	for _, m := range messages {
		if m.Type != schema.TypeStatement {
			n++
		}
	}
	return n
}
