package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/gpa-stream/gpa/pkg/outbox"
)

// rows are events in memory. A nil error in fail lets a call through; each call takes one.
type rows struct {
	mu     sync.Mutex
	events []outbox.Event
	held   bool
	cleans int
	marked chan struct{}
	fail   map[string][]error
}

func newRows() *rows { return &rows{marked: make(chan struct{}, 100), fail: map[string][]error{}} }

func (r *rows) write(key string, version int) outbox.Event {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, err := outbox.New("rubric", key, "changed", map[string]int{"version": version}, int64(version), nil)
	if err != nil {
		panic(err)
	}
	e.Seq = int64(len(r.events) + 1)
	r.events = append(r.events, e)
	return e
}

// trouble is the next error that a call is to have.
func (r *rows) trouble(call string) error {
	if len(r.fail[call]) == 0 {
		return nil
	}
	err := r.fail[call][0]
	r.fail[call] = r.fail[call][1:]
	return err
}

type lease struct{ r *rows }

func (l lease) Held(context.Context) error {
	l.r.mu.Lock()
	defer l.r.mu.Unlock()
	return l.r.trouble("held")
}

func (l lease) Release() {
	l.r.mu.Lock()
	defer l.r.mu.Unlock()
	l.r.held = false
}

func (r *rows) Acquire(context.Context) (outbox.Lease, bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.trouble("acquire"); err != nil || r.held {
		return nil, false, err
	}
	r.held = true
	return lease{r}, true, nil
}

func (r *rows) Waiting(_ context.Context, limit int) ([]outbox.Event, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.trouble("waiting"); err != nil {
		return nil, err
	}
	var out []outbox.Event
	for _, e := range r.events {
		if e.Waiting && len(out) < limit {
			out = append(out, e)
		}
	}
	return out, nil
}

func (r *rows) Mark(_ context.Context, events []outbox.Event) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.trouble("mark"); err != nil {
		return err
	}
	for _, e := range events {
		r.events[e.Seq-1].Waiting = false
	}
	r.marked <- struct{}{}
	return nil
}

func (r *rows) Newest(context.Context) ([]outbox.Event, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.trouble("newest"); err != nil {
		return nil, err
	}
	byKey := map[string]outbox.Event{}
	for _, e := range r.events {
		byKey[e.Key] = e
	}
	var out []outbox.Event
	for _, e := range r.events {
		if byKey[e.Key].Seq == e.Seq {
			out = append(out, e)
		}
	}
	return out, nil
}

func (r *rows) Clean(context.Context, time.Duration) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cleans++
	return r.trouble("clean")
}

// topic is a log in memory that can be down and can lose answers.
type topic struct {
	mu     sync.Mutex
	log    []outbox.Event
	fail   []error
	silent bool
	added  chan struct{}
}

func newTopic() *topic { return &topic{added: make(chan struct{}, 100)} }

var errDown = errors.New("down")

func (t *topic) Publish(_ context.Context, events []outbox.Event) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.fail) > 0 {
		err := t.fail[0]
		t.fail = t.fail[1:]
		if err != nil {
			if t.silent { // appended, and the answer lost
				t.log = append(t.log, events...)
			}
			return err
		}
	}
	t.log = append(t.log, events...)
	t.added <- struct{}{}
	return nil
}

func (t *topic) Tail(context.Context) (map[string]string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	tail := map[string]string{}
	for _, e := range t.log {
		tail[e.Key] = e.ID
	}
	return tail, nil
}

// appended is what stands in the topic, e.g. "a1 a2 b1".
func (t *topic) appended() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return names(t.log)
}

func names(events []outbox.Event) []string {
	out := []string{}
	for _, e := range events {
		var v int
		if _, err := fmt.Sscanf(string(e.Payload), `{"version":%d}`, &v); err != nil {
			panic(err)
		}
		out = append(out, fmt.Sprintf("%s%d", e.Key, v))
	}
	return out
}

// last is the last record of each key, sorted.
func (t *topic) last() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	byKey := map[string]outbox.Event{}
	for _, e := range t.log {
		byKey[e.Key] = e
	}
	var out []outbox.Event
	for _, e := range byKey {
		out = append(out, e)
	}
	n := names(out)
	slices.Sort(n)
	return n
}
