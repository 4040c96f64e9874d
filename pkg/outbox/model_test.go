package outbox

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// world is a database and a topic, with writers that add versions of a few keys.
type world struct {
	events []Event
	log    []Event
}

func (w *world) write(key string) {
	version := 1
	for _, e := range w.events {
		if e.Key == key {
			version++
		}
	}
	w.events = append(w.events, Event{Seq: int64(len(w.events) + 1), ID: fmt.Sprint(key, version), Key: key, Waiting: true})
}

func (w *world) Acquire(context.Context) (Lease, bool, error) { return nil, true, nil }
func (w *world) Clean(context.Context, time.Duration) error   { return nil }
func (w *world) Publish(_ context.Context, events []Event) error {
	w.log = append(w.log, events...)
	return nil
}
func (w *world) Waiting(_ context.Context, _ int) ([]Event, error) { return w.waiting(), nil }

func (w *world) waiting() []Event {
	var out []Event
	for _, e := range w.events {
		if e.Waiting {
			out = append(out, e)
		}
	}
	return out
}

func (w *world) Mark(_ context.Context, events []Event) error {
	for _, e := range events {
		w.events[e.Seq-1].Waiting = false
	}
	return nil
}

func (w *world) Newest(context.Context) ([]Event, error) {
	newest := map[string]int64{}
	for _, e := range w.events {
		newest[e.Key] = e.Seq
	}
	var out []Event
	for _, e := range w.events {
		if newest[e.Key] == e.Seq {
			out = append(out, e)
		}
	}
	return out, nil
}

func (w *world) Tail(context.Context) (map[string]string, error) {
	tail := map[string]string{}
	for _, e := range w.log {
		tail[e.Key] = e.ID
	}
	return tail, nil
}

// TestTheNewestStandsLastWhateverRelaysDo plays random lives: relays that die between publishing and marking, and
// sleepers that append what they held long after. Once the last of them is gone, a look at the tail puts it right.
func TestTheNewestStandsLastWhateverRelaysDo(t *testing.T) {
	t.Parallel()
	mended := 0
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 7))
		w := &world{}
		relay := tenure{w, w}
		var held [][]Event
		for range 200 {
			switch r.IntN(6) {
			case 0, 1:
				w.write(string(rune('a' + r.IntN(3))))
			case 2: // a relay takes a batch in hand and falls asleep, or dies
				if batch := w.waiting(); len(batch) > 0 {
					held = append(held, batch[:1+r.IntN(len(batch))])
				}
			case 3: // a sleeper wakes, appends, and may mark
				if len(held) > 0 {
					i := r.IntN(len(held))
					_ = w.Publish(t.Context(), held[i])
					if r.IntN(2) == 0 {
						_ = w.Mark(t.Context(), held[i])
					}
					held = append(held[:i], held[i+1:]...)
				}
			case 4:
				if _, err := relay.step(t.Context()); err != nil {
					t.Fatal(err)
				}
			case 5:
				if _, err := relay.repair(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, batch := range held {
			_ = w.Publish(t.Context(), batch)
		}
		if _, err := relay.step(t.Context()); err != nil {
			t.Fatal(err)
		}
		n, err := relay.repair(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		mended += n
		newest, _ := w.Newest(t.Context())
		tail, _ := w.Tail(t.Context())
		for _, e := range newest {
			if e.Waiting || tail[e.Key] != e.ID {
				t.Fatalf("seed %d: the last of %s is %s, want %s (waiting %v)", seed, e.Key, tail[e.Key], e.ID, e.Waiting)
			}
		}
	}
	if mended == 0 {
		t.Error("nothing was ever mended: the model does not reach the trouble it is about")
	}
}
