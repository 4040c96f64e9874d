package stream

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// A Meter counts what passes through the loop of a stage, statements of time and dead letters apart. Its numbers
// describe work, not results: a replay raises them. A nil meter counts nothing.
type Meter struct {
	// In are records read, Out messages acknowledged, Dead records sent to the dead letters.
	In, Out, Dead atomic.Int64
	// Late are records that came behind the lateness, Repeated those that a stage knew already.
	Late, Repeated atomic.Int64
	// Retried are requests that were sent again, Fenced the times that another owner had taken over.
	Retried, Fenced, Commits atomic.Int64
	// Latency is how long after the record's own timestamp what came of it was acknowledged; of each chunk the oldest
	// record counts.
	Latency Histogram

	mu         sync.Mutex
	partitions map[Partition]*Gauges
}

// Gauges say how a partition stands while a loop owns it. Times are microseconds since 1970, None where unknown.
type Gauges struct {
	// Lag is how many records lie between what was processed and the end of the log.
	Lag atomic.Int64
	// Time is how far event time has come, Oldest the start of the oldest thing still open.
	Time, Oldest atomic.Int64
	// Waiting says that the task waits for others.
	Waiting atomic.Bool
}

// None is the value of a time that is not known.
const None int64 = 0

// A PartitionState is what the gauges of a partition say.
type PartitionState struct {
	Partition
	Lag, Time, Oldest int64
	Waiting           bool
}

// Retry counts a request that is sent again.
func (m *Meter) Retry() {
	if m != nil {
		m.Retried.Add(1)
	}
}

// Partitions are the partitions that are owned now, by topic and number.
func (m *Meter) Partitions() []PartitionState {
	if m == nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	all := make([]PartitionState, 0, len(m.partitions))
	for p, g := range m.partitions {
		all = append(all, PartitionState{Partition: p, Lag: g.Lag.Load(), Time: g.Time.Load(), Oldest: g.Oldest.Load(), Waiting: g.Waiting.Load()})
	}
	slices.SortFunc(all, func(a, b PartitionState) int {
		return cmp.Or(strings.Compare(a.Topic, b.Topic), cmp.Compare(a.Index, b.Index))
	})
	return all
}

// own makes the gauges of a partition; release takes them away again.
func (m *Meter) own(p Partition) *Gauges {
	if m == nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.partitions == nil {
		m.partitions = map[Partition]*Gauges{}
	}
	g := &Gauges{}
	m.partitions[p] = g
	return g
}

func (m *Meter) release(p Partition, g *Gauges) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.partitions[p] == g {
		delete(m.partitions, p)
	}
}

func (m *Meter) in(n int) {
	if m != nil {
		m.In.Add(int64(n))
	}
}

func (m *Meter) out(n int) {
	if m != nil {
		m.Out.Add(int64(n))
	}
}

func (m *Meter) dead(n int) {
	if m != nil {
		m.Dead.Add(int64(n))
	}
}

func (m *Meter) dropped(late, repeated int) {
	if m != nil {
		m.Late.Add(int64(late))
		m.Repeated.Add(int64(repeated))
	}
}

func (m *Meter) fenced() {
	if m != nil {
		m.Fenced.Add(1)
	}
}

func (m *Meter) committed() {
	if m != nil {
		m.Commits.Add(1)
	}
}
