package protocol

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/gpa-stream/gpa/pkg/outbox"
)

// A relay is one term of the real relay over the outbox of the rubrics, and a topic that it may fall asleep at.
type relay struct {
	w      *world
	resign context.CancelFunc // ends a term when nothing more waits
	held   []outbox.Event     // what it was about to append when it fell asleep
}

var errAsleep = errors.New("fell asleep with events in hand")

// repairs is a term from its beginning: the topic's tail is looked at first.
func (l *relay) repairs(ctx context.Context) error {
	ctx, l.resign = context.WithCancel(ctx)
	defer l.resign()
	return outbox.Relay{Rows: l, Topic: l}.Run(ctx)
}

// drains publishes what waits.
func (l *relay) drains(ctx context.Context) error {
	l.resign = func() {}
	err := outbox.Relay{Rows: l, Topic: l}.Drain(ctx)
	if errors.Is(err, errAsleep) || errors.Is(err, errDied) {
		return nil
	}
	return err
}

// wakes appends what it held, and may mark it, however long it has slept.
func (l *relay) wakes(ctx context.Context, marks bool) error {
	l.w.public = append(l.w.public, l.held...)
	if marks {
		return l.Mark(ctx, l.held)
	}
	return nil
}

func (l *relay) Acquire(context.Context) (outbox.Lease, bool, error) { return l, true, nil }
func (l *relay) Held(context.Context) error                          { return nil }
func (l *relay) Release()                                            {}
func (l *relay) Clean(context.Context, time.Duration) error          { return nil }

func (l *relay) Waiting(context.Context, int) ([]outbox.Event, error) {
	out := waiting(l.w.events())
	if len(out) == 0 {
		l.resign()
	}
	return out, nil
}

func (l *relay) Mark(_ context.Context, events []outbox.Event) error {
	for _, e := range events {
		l.w.db.marked[e.ID] = true
	}
	return nil
}

func (l *relay) Newest(context.Context) ([]outbox.Event, error) {
	return newest(l.w.events()), nil
}

func (l *relay) Publish(_ context.Context, events []outbox.Event) error {
	if r := l.w.rng; l.w.fault > 0 && r.IntN(3) == 0 {
		l.w.public = append(l.w.public, events[:r.IntN(len(events)+1)]...)
		if r.IntN(2) == 0 {
			l.w.sleepers = append(l.w.sleepers, &relay{w: l.w, held: events})
		}
		l.resign()
		return errAsleep
	}
	l.w.public = append(l.w.public, events...)
	return nil
}

func (l *relay) Tail(context.Context) (map[string]string, error) {
	tail := map[string]string{}
	for _, e := range l.w.public {
		tail[e.Key] = e.ID
	}
	return tail, nil
}

func waiting(events []outbox.Event) []outbox.Event {
	return slices.DeleteFunc(events, func(e outbox.Event) bool { return !e.Waiting })
}

func newest(events []outbox.Event) []outbox.Event {
	var out []outbox.Event
	for i, e := range events {
		if !slices.ContainsFunc(events[i+1:], func(x outbox.Event) bool { return x.Key == e.Key }) {
			out = append(out, e)
		}
	}
	return out
}
