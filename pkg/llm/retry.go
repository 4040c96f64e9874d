package llm

import (
	"context"
	"errors"
	"time"

	"github.com/cenkalti/backoff/v4"
)

// Patience is how often and how long a question is asked again when what went wrong may pass.
type Patience struct {
	// Tries is how often it is asked at most (default 4).
	Tries int
	// First is the pause before the second try; each further one is twice as long (default 500 ms).
	First time.Duration
	// Longest is the longest pause. A server that wants to be left alone for longer is not asked again (default 20 s).
	Longest time.Duration
}

func (p Patience) filled() Patience {
	if p.Tries == 0 {
		p.Tries = 4
	}
	if p.First == 0 {
		p.First = 500 * time.Millisecond
	}
	if p.Longest == 0 {
		p.Longest = 20 * time.Second
	}
	return p
}

// Retry asks again what may pass, and waits as long as the server says.
func Retry(c Client, p Patience) Client {
	p = p.filled()
	return Func(func(ctx context.Context, r Request) (Answer, error) {
		wait := &pause{ExponentialBackOff: backoff.NewExponentialBackOff(
			backoff.WithInitialInterval(p.First), backoff.WithMultiplier(2), backoff.WithMaxInterval(p.Longest),
			backoff.WithMaxElapsedTime(0))}
		policy := backoff.WithContext(backoff.WithMaxRetries(wait, uint64(p.Tries-1)), ctx)
		a, err := backoff.RetryWithData(func() (Answer, error) {
			a, err := c.Ask(ctx, r)
			if err == nil {
				return a, nil
			}
			e, ok := errors.AsType[*Error](err)
			if !ok || !e.Passing() || e.After > p.Longest {
				return Answer{}, backoff.Permanent(err)
			}
			wait.atLeast = e.After
			return Answer{}, err
		}, policy)
		if err != nil && ctx.Err() != nil {
			return Answer{}, context.Cause(ctx)
		}
		return a, err
	})
}

// pause is a growing pause that is never shorter than what the server asked for.
type pause struct {
	*backoff.ExponentialBackOff
	atLeast time.Duration
}

// NextBackOff is the next pause.
func (p *pause) NextBackOff() time.Duration {
	return max(p.ExponentialBackOff.NextBackOff(), p.atLeast)
}
