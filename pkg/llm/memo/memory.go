package memo

import (
	"context"
	"sync"
	"time"

	"github.com/gpa-stream/gpa/pkg/llm"
)

// Memory is a Store that ends with the process.
type Memory struct {
	now func() time.Time

	mu    sync.Mutex
	held  map[Key]Outcome
	spent []spending // in the order of time
}

type spending struct {
	at    time.Time
	usage llm.Usage
}

// NewMemory makes an empty one, which tells time by now.
func NewMemory(now func() time.Time) *Memory {
	return &Memory{now: now, held: map[Key]Outcome{}}
}

// Recall gives the outcome that is held.
func (m *Memory) Recall(_ context.Context, k Key) (Outcome, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	o, ok := m.held[k]
	return o, ok, nil
}

// Record keeps o unless there is one.
func (m *Memory) Record(_ context.Context, k Key, o Outcome) (Outcome, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	held := m.record(k, o, m.now())
	return held, nil
}

// record gives what is held: o, if nothing was before.
func (m *Memory) record(k Key, o Outcome, at time.Time) Outcome {
	if held, ok := m.held[k]; ok {
		return held
	}
	m.held[k] = o
	if o.Usage.Tokens() > 0 {
		m.spent = append(m.spent, spending{at, o.Usage})
	}
	return o
}

// Spent is what was spent in the time just past.
func (m *Memory) Spent(_ context.Context, past time.Duration) (llm.Usage, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	begin := m.now().Add(-past)
	var sum llm.Usage
	for i := len(m.spent) - 1; i >= 0 && m.spent[i].at.After(begin); i-- {
		sum = sum.Plus(m.spent[i].usage)
	}
	return sum, nil
}
