package llm

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// A Price is what tokens cost, in US dollars a million.
type Price struct{ Input, Output float64 }

// Of is what a usage costs, in US dollars.
func (p Price) Of(u Usage) float64 {
	return (p.Input*float64(u.Input) + p.Output*float64(u.Output)) / 1e6
}

// A Limit is what may be spent in any hour; 0 is no limit.
type Limit struct {
	Tokens int64
	USD    float64
	Price  Price
}

// allows says whether so much may be spent.
func (l Limit) allows(u Usage) bool {
	return (l.Tokens <= 0 || u.Tokens() <= l.Tokens) && (l.USD <= 0 || l.Price.Of(u) <= l.USD)
}

// A Ledger says what was spent lately, by all who write into it.
type Ledger interface {
	Spent(ctx context.Context, past time.Duration) (Usage, error)
}

// reread is how long what the ledger said holds; what this process spends itself is counted at once.
const reread = 10 * time.Second

// Budget asks only while the limit allows what a question can use at most. The ledger is shared, so the limit holds for
// all instances together and a restart does not lift it.
func Budget(c Client, l Limit, ledger Ledger, now func() time.Time) Client {
	if l.Tokens <= 0 && l.USD <= 0 {
		return c
	}
	b := &budget{limit: l, ledger: ledger, now: now}
	return Func(func(ctx context.Context, r Request) (Answer, error) {
		most := Guess(r)
		if err := b.reserve(ctx, most); err != nil {
			return Answer{}, err
		}
		a, err := c.Ask(ctx, r)
		spent := a.Usage
		if err != nil && FaultOf(err) == Slow {
			spent.Input = most.Input // The server has read it and may have answered: nobody knows.
		}
		b.settle(most, spent)
		return a, err
	})
}

type budget struct {
	limit  Limit
	ledger Ledger
	now    func() time.Time

	mu       sync.Mutex
	readAt   time.Time
	read     Usage // what the ledger said
	since    Usage // what was spent here since
	reserved Usage // what may be spent by questions under way
}

func (b *budget) reserve(ctx context.Context, most Usage) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if now := b.now(); b.readAt.IsZero() || now.Sub(b.readAt) >= reread {
		spent, err := b.ledger.Spent(ctx, time.Hour)
		if err != nil {
			return fmt.Errorf("read what was spent: %w", err)
		}
		b.read, b.since, b.readAt = spent, Usage{}, now
	}
	if !b.limit.allows(b.read.Plus(b.since).Plus(b.reserved).Plus(most)) {
		return &Error{Fault: Spent, Err: errors.New("the hour's budget is used up")}
	}
	b.reserved = b.reserved.Plus(most)
	return nil
}

func (b *budget) settle(most, spent Usage) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.reserved = Usage{b.reserved.Input - most.Input, b.reserved.Output - most.Output}
	b.since = b.since.Plus(spent)
}
