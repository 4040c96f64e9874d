package observe

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// A Label tells instruments of one name apart.
type Label struct{ Name, Value string }

// Metrics holds the instruments of a process. The zero value is ready and may be used from many goroutines; a nil
// *Metrics gives instruments that nobody reads.
type Metrics struct {
	mu       sync.Mutex
	families map[string]*family
}

type family struct {
	name, help, kind string
	members          map[string]*Value
}

// A Value is one number that goes up (a counter) or up and down (a gauge).
type Value struct{ n atomic.Int64 }

// Add adds n.
func (v *Value) Add(n int64) { v.n.Add(n) }

// Inc adds one.
func (v *Value) Inc() { v.n.Add(1) }

// Set sets a gauge.
func (v *Value) Set(n int64) { v.n.Store(n) }

// Load is the number now.
func (v *Value) Load() int64 { return v.n.Load() }

// Counter is the counter of that name and those labels, made at the first call. Names end in _total.
func (m *Metrics) Counter(name, help string, labels ...Label) *Value {
	return m.value(name, help, "counter", labels)
}

// Gauge is the gauge of that name and those labels, made at the first call.
func (m *Metrics) Gauge(name, help string, labels ...Label) *Value {
	return m.value(name, help, "gauge", labels)
}

func (m *Metrics) value(name, help, kind string, labels []Label) *Value {
	if m == nil {
		return new(Value)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.families == nil {
		m.families = make(map[string]*family)
	}
	f := m.families[name]
	if f == nil {
		f = &family{name: name, help: help, kind: kind, members: make(map[string]*Value)}
		m.families[name] = f
	}
	key := render(labels)
	v := f.members[key]
	if v == nil {
		v = new(Value)
		f.members[key] = v
	}
	return v
}

// render is the labels in the text format, sorted by name.
func render(labels []Label) string {
	if len(labels) == 0 {
		return ""
	}
	sorted := slices.SortedFunc(slices.Values(labels), func(a, b Label) int { return strings.Compare(a.Name, b.Name) })
	parts := make([]string, len(sorted))
	for i, l := range sorted {
		parts[i] = l.Name + `="` + escape.Replace(l.Value) + `"`
	}
	return "{" + strings.Join(parts, ",") + "}"
}

var escape = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)

// Write writes all numbers in the Prometheus text format, sorted.
func (m *Metrics) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	for _, line := range m.lines() {
		if _, err := out.WriteString(line); err != nil {
			return fmt.Errorf("write metrics: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write metrics: %w", err)
	}
	return nil
}

func (m *Metrics) lines() []string {
	if m == nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	var lines []string
	for _, name := range sortedKeys(m.families) {
		f := m.families[name]
		lines = append(lines, "# HELP "+name+" "+strings.ReplaceAll(f.help, "\n", " ")+"\n", "# TYPE "+name+" "+f.kind+"\n")
		for _, key := range sortedKeys(f.members) {
			lines = append(lines, name+key+" "+strconv.FormatInt(f.members[key].Load(), 10)+"\n")
		}
	}
	return lines
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// ServeHTTP answers GET /metrics.
func (m *Metrics) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	// The other end may be gone, which is its own business.
	_ = m.Write(w)
}
