package outbox

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/cenkalti/backoff/v4"
)

// A Relay publishes the events of one kind. Any number of them may run; one at a time works.
type Relay struct {
	Rows  Rows
	Topic Topic
	// Poll is the pause when nothing is waiting, 250 ms by default.
	Poll time.Duration
	// Repair is how often the tail of the topic is looked at, 5 minutes by default, and at every take-over.
	Repair time.Duration
	// Keep is how long published events are kept, 24 h by default; the newest of a key stays for good.
	Keep time.Duration
	// Wake, if given, ends a pause: something was written.
	Wake <-chan struct{}
	// Log gets what goes wrong; nothing while all is well.
	Log *slog.Logger
	// Published, if given, is called with the number of events of each acknowledged batch.
	Published func(n int)
}

// Run publishes until the context ends. Nothing that goes wrong with database or broker ends it: it tries again, and
// says so once per trouble.
func (r Relay) Run(ctx context.Context) error {
	r = r.withDefaults()
	wait := backoff.NewExponentialBackOff(backoff.WithInitialInterval(r.Poll), backoff.WithMaxInterval(10*time.Second), backoff.WithMaxElapsedTime(0))
	for ctx.Err() == nil {
		err := r.serve(ctx, wait.Reset)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			r.Log.WarnContext(ctx, "the outbox relay tries again", "error", err)
			pause(ctx, wait.NextBackOff(), nil)
		default:
			// Another relay is in office.
			pause(ctx, 4*r.Poll, nil)
		}
	}
	return nil
}

// Drain publishes all that waits, once, without holding office for longer.
func (r Relay) Drain(ctx context.Context) error {
	r = r.withDefaults()
	t := tenure{r.Rows, r.Topic}
	for {
		n, err := t.step(ctx)
		if err != nil || n == 0 {
			return err
		}
		r.Published(n)
	}
}

// serve is one tenure: it returns nil at once when another relay holds the lease.
func (r Relay) serve(ctx context.Context, well func()) (err error) {
	lease, ok, err := r.Rows.Acquire(ctx)
	if err != nil || !ok {
		return err
	}
	defer lease.Release()
	t := tenure{r.Rows, r.Topic}
	repair := time.NewTicker(r.Repair)
	defer repair.Stop()
	if err := r.tidy(ctx, t, lease); err != nil {
		return err
	}
	for {
		n, err := t.step(ctx)
		if err != nil {
			return err
		}
		well()
		if n > 0 {
			r.Published(n)
		}
		select {
		case <-repair.C:
			if err := r.tidy(ctx, t, lease); err != nil {
				return err
			}
		default:
		}
		if n == 0 && !pause(ctx, r.Poll, r.Wake) {
			return ctx.Err()
		}
	}
}

// tidy does what is due at a take-over and from time to time.
func (r Relay) tidy(ctx context.Context, t tenure, lease Lease) error {
	if err := lease.Held(ctx); err != nil {
		return errors.Join(errors.New("the relay's lease is gone"), err)
	}
	n, err := t.repair(ctx)
	if err != nil {
		return err
	}
	if n > 0 {
		r.Published(n)
		r.Log.WarnContext(ctx, "the topic's last records were not the newest and were published again", "records", n)
	}
	return r.Rows.Clean(ctx, r.Keep)
}

func (r Relay) withDefaults() Relay {
	if r.Poll <= 0 {
		r.Poll = 250 * time.Millisecond
	}
	if r.Repair <= 0 {
		r.Repair = 5 * time.Minute
	}
	if r.Keep <= 0 {
		r.Keep = 24 * time.Hour
	}
	if r.Log == nil {
		r.Log = slog.New(slog.DiscardHandler)
	}
	if r.Published == nil {
		r.Published = func(int) {}
	}
	return r
}

// pause waits; false when the context has ended.
func pause(ctx context.Context, d time.Duration, wake <-chan struct{}) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-wake:
	case <-timer.C:
	}
	return true
}
