package llm

import (
	"context"
	"errors"
	"time"

	"github.com/sony/gobreaker/v2"
)

// Fuse says when a server is left alone.
type Fuse struct {
	// Failures in a row after which nothing is asked any more (default 5).
	Failures int
	// Rest is for how long; then one question tries whether it is better (default 30 s).
	Rest time.Duration
}

// Breaker stops asking a server that fails, so that a dead one costs no time.
func Breaker(c Client, f Fuse) Client {
	if f.Failures == 0 {
		f.Failures = 5
	}
	if f.Rest == 0 {
		f.Rest = 30 * time.Second
	}
	b := gobreaker.NewCircuitBreaker[Answer](gobreaker.Settings{
		Name: "llm", MaxRequests: 1, Timeout: f.Rest,
		ReadyToTrip: func(n gobreaker.Counts) bool { return n.ConsecutiveFailures >= uint32(f.Failures) },
		// A question that the server will not take says that the server is well.
		IsSuccessful: func(err error) bool { return err == nil || FaultOf(err) == Rejected },
		// A wrong key says nothing of the server, and must not be hidden behind an open breaker.
		IsExcluded: func(err error) bool { return err != nil && (FaultOf(err) == "" || FaultOf(err) == Denied) },
	})
	return Func(func(ctx context.Context, r Request) (Answer, error) {
		a, err := b.Execute(func() (Answer, error) { return c.Ask(ctx, r) })
		if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
			return Answer{}, &Error{Fault: Open, Err: err}
		}
		return a, err
	})
}
