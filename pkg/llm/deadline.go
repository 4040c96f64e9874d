package llm

import (
	"context"
	"errors"
	"time"
)

// Deadline gives each question so much time, and makes a timeout of what takes longer.
func Deadline(c Client, limit time.Duration) Client {
	return Func(func(ctx context.Context, r Request) (Answer, error) {
		within, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		a, err := c.Ask(within, r)
		switch {
		case err == nil:
			return a, nil
		case ctx.Err() != nil:
			return Answer{}, context.Cause(ctx)
		case within.Err() != nil || errors.Is(err, context.DeadlineExceeded):
			return Answer{}, &Error{Fault: Slow, Err: errors.New("no answer within " + limit.String())}
		default:
			return Answer{}, err
		}
	})
}
