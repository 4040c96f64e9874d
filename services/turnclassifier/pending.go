package turnclassifier

import (
	"context"

	"golang.org/x/sync/errgroup"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/assemble"
)

// judging is an exchange on its way to the judge.
type judging struct {
	assemble.Exchange
	out   *gpav1.Exchange
	trace string // that it goes on in
}

// pending are exchanges that wait to be judged, in the order in which they were decided.
type pending struct{ waiting []judging }

// add gives how many wait now.
func (p *pending) add(j judging) int {
	p.waiting = append(p.waiting, j)
	return len(p.waiting)
}

// judged judges all that wait, several at once where the stage may, and gives them in order, until the next is added.
func (p *pending) judged(ctx context.Context, s *Stage) ([]judging, error) {
	waiting := p.waiting
	p.waiting = p.waiting[:0]
	if s.slots == 1 {
		for _, j := range waiting {
			if err := s.complete(ctx, j.Exchange, j.out); err != nil {
				return nil, err
			}
		}
		return waiting, nil
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(s.slots)
	for _, j := range waiting {
		g.Go(func() error { return s.complete(ctx, j.Exchange, j.out) })
	}
	return waiting, g.Wait() //nolint:wrapcheck // complete has said it.
}

// held is how many exchanges may wait before they are judged: enough to keep a slow judge busy, few enough to hold.
func (s *Stage) held() int {
	if s.slots == 1 {
		return 1
	}
	return 4 * s.slots
}
