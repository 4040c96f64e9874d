package observe

import (
	"slices"
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

// A kind is what the numbers of a family are.
type kind string

const (
	counter   kind = "counter"
	gauge     kind = "gauge"
	histogram kind = "histogram"
)

type family struct {
	name, help string
	kind       kind
	scale      int64 // what a value is divided by when it is shown
	members    map[string]*member
}

type member struct {
	labels       []Label // sorted by name
	value        *Value
	distribution Distribution
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

// A Distribution is how often a quantity fell into each bucket.
type Distribution struct {
	// Bounds are the upper ends of the buckets; Counts has one more, for what lies above the last.
	Bounds []float64
	Counts []int64
	Sum    float64
}

// Counter is the counter of that name and those labels, made at the first call. Names end in _total.
func (m *Metrics) Counter(name, help string, labels ...Label) *Value {
	return m.member(name, help, counter, 1, labels).value
}

// Gauge is the gauge of that name and those labels, made at the first call.
func (m *Metrics) Gauge(name, help string, labels ...Label) *Value {
	return m.member(name, help, gauge, 1, labels).value
}

// Seconds is a gauge that is set in microseconds and shown in seconds. Names end in _seconds.
func (m *Metrics) Seconds(name, help string, labels ...Label) *Value {
	return m.member(name, help, gauge, 1_000_000, labels).value
}

// Distribute sets the histogram of that name and those labels.
func (m *Metrics) Distribute(name, help string, d Distribution, labels ...Label) {
	x := m.member(name, help, histogram, 1, labels)
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	x.distribution = d
}

func (m *Metrics) member(name, help string, k kind, scale int64, labels []Label) *member {
	sorted := slices.SortedFunc(slices.Values(labels), func(a, b Label) int { return strings.Compare(a.Name, b.Name) })
	made := &member{labels: sorted, value: new(Value)}
	if m == nil {
		return made
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.families == nil {
		m.families = make(map[string]*family)
	}
	f := m.families[name]
	if f == nil {
		f = &family{name: name, help: help, kind: k, scale: scale, members: make(map[string]*member)}
		m.families[name] = f
	}
	key := render(sorted)
	if f.members[key] == nil {
		f.members[key] = made
	}
	return f.members[key]
}

// each visits families by name, and the members of each by their labels.
func (m *Metrics) each(visit func(f *family, key string, x *member)) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, name := range sortedKeys(m.families) {
		f := m.families[name]
		for _, key := range sortedKeys(f.members) {
			visit(f, key, f.members[key])
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
