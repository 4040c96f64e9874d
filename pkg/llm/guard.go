package llm

import "time"

// Care is everything that stands between a caller and a server.
type Care struct {
	// Timeout of one try (default 30 s).
	Timeout time.Duration
	// Concurrency is how many questions are under way at once (default 8).
	Concurrency int
	Patience    Patience
	Fuse        Fuse
	Limit       Limit
	// Ledger is what Limit is held against. Now is the clock of that, and nothing else.
	Ledger Ledger
	Now    func() time.Time
}

// Guard wraps a client in all of it: window, budget, retries, breaker, timeout, from the outside in. A pause between two
// tries keeps its place in the window, so a server that is overloaded is asked less.
func Guard(c Client, o Care) Client {
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Concurrency == 0 {
		o.Concurrency = 8
	}
	c = Retry(Breaker(Deadline(c, o.Timeout), o.Fuse), o.Patience)
	return Window(Budget(c, o.Limit, o.Ledger, o.Now), o.Concurrency)
}
