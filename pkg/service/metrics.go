package service

import (
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/gpa-stream/gpa/pkg/observe"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// Metrics answers GET /metrics, for the service that serves HTTP itself.
func (e *Env) Metrics() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var m observe.Metrics
		e.Gather(&m) //nolint:contextcheck // A scrape that was given up still reads the same few rows.
		m.ServeHTTP(w, r)
	})
}

// Gather records what the process has to say about itself: the numbers of every stage that runs in it, what Measure
// added, and the runtime's.
func (e *Env) Gather(m *observe.Metrics) {
	e.mu.Lock()
	meters := maps.Clone(e.Meters)
	measures := slices.Clone(e.measures)
	e.mu.Unlock()
	now := time.Now()
	for _, name := range slices.Sorted(maps.Keys(meters)) {
		m.Stage(name, meters[name], now)
	}
	for _, measure := range measures {
		measure(m)
	}
	e.stored(m, now)
	m.Process(Version())
}

// Measure adds numbers to Metrics: f is called whenever they are read.
func (e *Env) Measure(f func(*observe.Metrics)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.measures = append(e.measures, f)
}

// meter is the meter of a service, made at its first use.
func (e *Env) meter(name string) *stream.Meter {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.Meters[name] == nil {
		e.Meters[name] = &stream.Meter{}
	}
	return e.Meters[name]
}
