package llm_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/llm"
)

// ledger says what was spent, and counts how often it was asked.
type ledger struct {
	mu    sync.Mutex
	spent llm.Usage
	reads int
	err   error
}

func (l *ledger) Spent(_ context.Context, past time.Duration) (llm.Usage, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.reads++
	if past != time.Hour {
		return llm.Usage{}, errors.New("asked for another time than an hour")
	}
	return l.spent, l.err
}

var small = llm.Request{Messages: []llm.Message{{Text: "0123456789"}}, MaxTokens: 50}

func TestABudgetIsNeverOverdrawn(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		limit  llm.Limit
		before llm.Usage
		want   int // questions answered, each 60 in and 40 out; at most 71 before it is asked
	}{
		"tokens":             {llm.Limit{Tokens: 1000}, llm.Usage{}, 10},
		"tokens, half gone":  {llm.Limit{Tokens: 1000}, llm.Usage{Input: 400, Output: 100}, 5},
		"all gone":           {llm.Limit{Tokens: 1000}, llm.Usage{Input: 1000}, 0},
		"less than one":      {llm.Limit{Tokens: 50}, llm.Usage{}, 0},
		"money":              {llm.Limit{USD: 0.001, Price: llm.Price{Input: 1, Output: 2}}, llm.Usage{}, 7}, // .00014 each
		"the tighter of two": {llm.Limit{Tokens: 300, USD: 1, Price: llm.Price{Input: 1, Output: 2}}, llm.Usage{}, 3},
		"money, and no price": {
			llm.Limit{USD: 0.001}, llm.Usage{}, 20,
		},
		"none": {llm.Limit{}, llm.Usage{Input: 1 << 40}, 20},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := time.Unix(0, 0)
			c := llm.Budget(&script{results: []error{nil}}, x.limit, &ledger{spent: x.before}, func() time.Time { return now })
			var answered, spent int
			for range 20 {
				_, err := c.Ask(t.Context(), small)
				switch {
				case err == nil:
					answered++
				case llm.FaultOf(err) == llm.Spent:
					spent++
				default:
					t.Fatal(err)
				}
			}
			if answered != x.want || answered+spent != 20 {
				t.Errorf("%d answered, %d refused for the budget; want %d answered of 20", answered, spent, x.want)
			}
		})
	}
}

func TestQuestionsUnderWayCountAgainstTheBudget(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	slow := llm.Func(func(context.Context, llm.Request) (llm.Answer, error) {
		<-release
		return llm.Answer{}, nil
	})
	c := llm.Budget(slow, llm.Limit{Tokens: 250}, &ledger{}, time.Now)
	results := make(chan error)
	for range 10 {
		go func() {
			_, err := c.Ask(t.Context(), small)
			results <- err
		}()
	}
	for range 7 { // Three times 71 tokens fit into 250; the other seven come back at once.
		if err := <-results; llm.FaultOf(err) != llm.Spent {
			t.Errorf("error is %v, want %s", err, llm.Spent)
		}
	}
	close(release)
	for range 3 {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
	if _, err := c.Ask(t.Context(), small); err != nil {
		t.Errorf("what was reserved and not used is free again: %v", err)
	}
}

func TestTheLedgerIsReadAnewAndCountsOthers(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	l := &ledger{}
	c := llm.Budget(&script{results: []error{nil}}, llm.Limit{Tokens: 1000}, l, func() time.Time { return now })
	ask := func() error {
		_, err := c.Ask(t.Context(), small)
		return err
	}
	if err := ask(); err != nil {
		t.Fatal(err)
	}
	l.spent = llm.Usage{Input: 990} // Another instance has spent it.
	if err := ask(); err != nil {
		t.Errorf("the ledger holds for some seconds: %v", err)
	}
	now = now.Add(11 * time.Second)
	if err := ask(); llm.FaultOf(err) != llm.Spent {
		t.Errorf("error is %v, want %s", err, llm.Spent)
	}
	l.spent, now = llm.Usage{}, now.Add(time.Hour)
	if err := ask(); err != nil {
		t.Errorf("an hour later: %v", err)
	}
	if l.reads != 3 {
		t.Errorf("the ledger was read %d times, want 3", l.reads)
	}
}

func TestALedgerThatIsAwayIsNoFaultOfTheModel(t *testing.T) {
	t.Parallel()
	away := errors.New("away")
	c := llm.Budget(&script{results: []error{nil}}, llm.Limit{Tokens: 1000}, &ledger{err: away}, time.Now)
	if _, err := c.Ask(t.Context(), small); !errors.Is(err, away) || llm.FaultOf(err) != "" {
		t.Errorf("error is %v, want the ledger's", err)
	}
}

func TestATimeoutIsPaidFor(t *testing.T) {
	t.Parallel()
	c := llm.Budget(&script{results: []error{fault(llm.Slow, 0)}}, llm.Limit{Tokens: 100}, &ledger{}, time.Now)
	for i, want := range []llm.Fault{llm.Slow, llm.Slow, llm.Spent} { // Each leaves its 21 tokens of input.
		if _, err := c.Ask(t.Context(), small); llm.FaultOf(err) != want {
			t.Errorf("question %d: %v, want %s", i, err, want)
		}
	}
}
