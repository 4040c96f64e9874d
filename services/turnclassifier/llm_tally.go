package turnclassifier

import (
	"context"
	"maps"
	"sync"

	"github.com/gpa-stream/gpa/pkg/llm"
)

// An AskTally is what an Asker has done since its start. It describes work, not results: a replay raises it.
type AskTally struct {
	// Met counts reactions that could have been asked about, Unsure those that were to be.
	Met, Unsure int64
	// Calls are requests that went out; MemoHits are questions whose outcome was known.
	Calls, MemoHits int64
	// Usage is what the calls cost.
	Usage llm.Usage
	// Outcomes counts questions by what came of them: answer, refused, invalid, timeout, budget …
	Outcomes map[string]int64
	// Dropped counts answers whose evidence stood in no reaction.
	Dropped int64
}

// Local counts questions that the local tier had to answer, by reason.
func (t AskTally) Local() map[string]int64 {
	out := maps.Clone(t.Outcomes)
	delete(out, answered)
	return out
}

// Tally is what was done so far.
func (a *Asker) Tally() AskTally {
	a.tally.mu.Lock()
	defer a.tally.mu.Unlock()
	t := a.tally.sum
	t.Outcomes = maps.Clone(t.Outcomes)
	return t
}

// CostUSD is what the tokens of a tally cost, by the prices of the settings.
func (a *Asker) CostUSD(t AskTally) float64 { return a.config.Care.Limit.Price.Of(t.Usage) }

type tally struct {
	mu  sync.Mutex
	sum AskTally
}

func (t *tally) met(unsure bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sum.Met++
	if unsure {
		t.sum.Unsure++
	}
}

func (t *tally) outcome(kind string, known bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.sum.Outcomes == nil {
		t.sum.Outcomes = map[string]int64{}
	}
	t.sum.Outcomes[kind]++
	if known {
		t.sum.MemoHits++
	}
}

func (t *tally) dropped() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sum.Dropped++
}

// counting counts requests that go out, and what they cost.
func (t *tally) counting(c llm.Client) llm.Client {
	return llm.Func(func(ctx context.Context, r llm.Request) (llm.Answer, error) {
		a, err := c.Ask(ctx, r)
		t.mu.Lock()
		defer t.mu.Unlock()
		t.sum.Calls++
		t.sum.Usage = t.sum.Usage.Plus(a.Usage)
		return a, err
	})
}
