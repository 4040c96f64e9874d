package pipeline

import (
	"context"

	"golang.org/x/time/rate"
)

// importBatch is the most records that are sent at once.
const importBatch = 500

// pace holds a sender to a rate.
type pace struct {
	limiter *rate.Limiter
	// batch is how many records are to be sent at once: what is sent in a tenth of a second, so that a slow import
	// trickles in.
	batch int
	sent  int
}

func newPace(perSecond float64) *pace {
	if perSecond <= 0 {
		return &pace{batch: importBatch}
	}
	batch := min(max(int(perSecond/10), 1), importBatch)
	return &pace{limiter: rate.NewLimiter(rate.Limit(perSecond), batch), batch: batch}
}

// wait waits until so many in all may have been sent.
func (p *pace) wait(ctx context.Context, sent int) error {
	n := sent - p.sent
	p.sent = sent
	if p.limiter == nil || n == 0 {
		return nil
	}
	return p.limiter.WaitN(ctx, min(n, p.batch)) //nolint:wrapcheck // Only the context ends it.
}
