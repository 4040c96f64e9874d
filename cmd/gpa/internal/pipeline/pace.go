package pipeline

import (
	"context"

	"golang.org/x/time/rate"
)

// pace holds a sender to a rate.
type pace struct {
	limiter *rate.Limiter
	sent    int
}

func newPace(perSecond float64) *pace {
	if perSecond <= 0 {
		return &pace{}
	}
	return &pace{limiter: rate.NewLimiter(rate.Limit(perSecond), importBatch)}
}

// wait waits until so many in all may have been sent.
func (p *pace) wait(ctx context.Context, sent int) error {
	n := sent - p.sent
	p.sent = sent
	if p.limiter == nil || n == 0 {
		return nil
	}
	return p.limiter.WaitN(ctx, min(n, importBatch)) //nolint:wrapcheck // Only the context ends it.
}
