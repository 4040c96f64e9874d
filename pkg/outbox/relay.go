package outbox

import (
	"context"
	"fmt"
	"time"
)

// Rows are the events of one kind, as their writers left them.
type Rows interface {
	// Acquire asks to be the relay of this kind; false while another one is. The caller releases the lease.
	Acquire(ctx context.Context) (Lease, bool, error)
	// Waiting gives the oldest events that are not marked, in order.
	Waiting(ctx context.Context, limit int) ([]Event, error)
	// Mark notes that those are published.
	Mark(ctx context.Context, events []Event) error
	// Newest gives the newest event of every key, marked or not.
	Newest(ctx context.Context) ([]Event, error)
	// Clean forgets events that were marked longer ago than keep and are not the newest of their key.
	Clean(ctx context.Context, keep time.Duration) error
}

// A Lease says that its holder is the relay. It is a courtesy that saves work: a holder that lost it without noticing
// does no harm.
type Lease interface {
	// Held asks whether the lease still stands.
	Held(ctx context.Context) error
	// Release gives it up.
	Release()
}

// A Topic is where events go. It has one partition.
type Topic interface {
	// Publish appends events in order and returns when all of them are acknowledged.
	Publish(ctx context.Context, events []Event) error
	// Tail gives the id of the last record of every key.
	Tail(ctx context.Context) (map[string]string, error)
}

// batch is the most events in one request.
const batch = 500

// A relay in office.
type tenure struct {
	rows  Rows
	topic Topic
}

// step publishes what is waiting, at most one batch, and marks it. The two are not atomic: whoever dies in between
// publishes again.
func (t tenure) step(ctx context.Context) (int, error) {
	events, err := t.rows.Waiting(ctx, batch)
	if err != nil {
		return 0, fmt.Errorf("read the outbox: %w", err)
	}
	if len(events) == 0 {
		return 0, nil
	}
	if err := t.topic.Publish(ctx, events); err != nil {
		return 0, fmt.Errorf("publish %d events from the outbox: %w", len(events), err)
	}
	if err := t.rows.Mark(ctx, events); err != nil {
		return 0, fmt.Errorf("mark %d events as published: %w", len(events), err)
	}
	return len(events), nil
}

// repair publishes again what does not stand last in the topic though it is the newest of its key: a relay that slept
// through a fail-over may have appended an older event after it. What is still waiting comes by itself.
func (t tenure) repair(ctx context.Context) (int, error) {
	// The tail is read first: what another relay publishes and marks after that looks lost and is published again
	// for nothing. The other way around an older event could be appended after it.
	tail, err := t.topic.Tail(ctx)
	if err != nil {
		return 0, fmt.Errorf("read the tail of the topic: %w", err)
	}
	newest, err := t.rows.Newest(ctx)
	if err != nil {
		return 0, fmt.Errorf("read the newest events: %w", err)
	}
	lost := Lost(newest, tail)
	for start := 0; start < len(lost); start += batch {
		part := lost[start:min(start+batch, len(lost))]
		if err := t.topic.Publish(ctx, part); err != nil {
			return start, fmt.Errorf("publish %d events again: %w", len(part), err)
		}
	}
	return len(lost), nil
}

// Lost gives, of the newest events, those that were published and yet do not stand last in the topic, in order.
func Lost(newest []Event, tail map[string]string) []Event {
	var out []Event
	for _, e := range newest {
		if !e.Waiting && tail[e.Key] != e.ID {
			out = append(out, e)
		}
	}
	return out
}
