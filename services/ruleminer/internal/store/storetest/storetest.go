// Package storetest holds every store of the rule miner to the promises of package store.
package storetest

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// A Subject is the store under test. Rules gives what stands as the rules' documents, by id; Waiting the keys of the
// events that wait for the relay, in order of writing.
type Subject struct {
	store.Store
	Rules  func(ctx context.Context) (map[string]string, error)
	Events func(ctx context.Context) ([]string, error)
}

// Run checks everything; open makes an empty store of its own each time.
func Run(t *testing.T, open func(t *testing.T) Subject) {
	t.Helper()
	tests := map[string]func(t *testing.T, s Subject){
		"positions begin unstarted":                      positionsBegin,
		"close writes rows and position together":        closeWrites,
		"a worker that was replaced writes nothing":      closeIsFenced,
		"of two first closings one holds":                firstClosings,
		"a bucket waits until every partition closed it": bucketsWait,
		"buckets are taken in order":                     bucketsInOrder,
		"commit writes everything together":              commitWrites,
		"a coordinator that was replaced writes nothing": commitIsFenced,
		"what was closed by hand is marked":              forcedIsMarked,
		"tallies are kept for as long as was asked":      keptForSoLong,
		"an adoption writes everything together":         adoptWrites,
		"an adoption that was overtaken writes nothing":  adoptIsFenced,
		"explanations are those of the last bucket":      explainIsFenced,
		"a wait ends with a closing":                     waitEnds,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

func positionsBegin(t *testing.T, s Subject) {
	wantPosition(t, s, 3, store.Unstarted())
	if leader, bucket, err := s.Holder(t.Context()); err != nil || leader != 0 || bucket != store.NoBucket {
		t.Errorf("holder is %d at %d, %v, want nobody before the first bucket", leader, bucket, err)
	}
	if state, err := s.State(t.Context()); err != nil || len(state) != 0 {
		t.Errorf("state is %q, %v, want none", state, err)
	}
	if rules, err := s.Store.Rules(t.Context()); err != nil || len(rules) != 0 {
		t.Errorf("rules are %q, %v, want none", rules, err)
	}
}

func closeWrites(t *testing.T, s Subject) {
	first := store.Position{ClosedThrough: 5, NextOffset: 40, Clock: []byte{1, 0, 2}, Counters: []byte{9}}
	mustClose(t, s, 0, store.NoBucket, first, row(3, "a"), row(5, "b"))
	wantPosition(t, s, 0, first)
	second := store.Position{ClosedThrough: 9, NextOffset: 41}
	mustClose(t, s, 0, 5, second)
	wantPosition(t, s, 0, second)
	wantTallies(t, s, 3, "a")
	wantTallies(t, s, 5, "b")
	wantTallies(t, s, 9)
	standings, err := s.Standings(t.Context())
	if want := []store.Standing{{Partition: 0, ClosedThrough: 9, NextOffset: 41}}; err != nil || !slices.Equal(standings, want) {
		t.Errorf("standings are %v, %v, want %v", standings, err, want)
	}
}

func closeIsFenced(t *testing.T, s Subject) {
	now := store.Position{ClosedThrough: 5, NextOffset: 40}
	mustClose(t, s, 0, store.NoBucket, now)
	for _, believed := range []int64{store.NoBucket, 4, 6} {
		next := store.Position{ClosedThrough: 7, NextOffset: 50}
		if err := s.Close(t.Context(), 0, believed, next, []store.Row{row(6, "x")}); !errors.Is(err, stream.ErrFenced) {
			t.Errorf("closing on top of bucket %d: %v, want fenced", believed, err)
		}
	}
	if err := s.Close(t.Context(), 1, 5, store.Position{ClosedThrough: 7}, nil); !errors.Is(err, stream.ErrFenced) {
		t.Errorf("closing where the row is gone: %v, want fenced", err)
	}
	wantPosition(t, s, 0, now)
	wantPosition(t, s, 1, store.Unstarted())
	wantTallies(t, s, 6)
}

func firstClosings(t *testing.T, s Subject) {
	errs := make(chan error)
	for i := range 2 {
		go func() {
			errs <- s.Close(t.Context(), 0, store.NoBucket, store.Position{ClosedThrough: 5, NextOffset: 7}, []store.Row{row(5, strconv.Itoa(i))})
		}()
	}
	a, b := <-errs, <-errs
	if errors.Join(a, b) == nil || (a != nil && b != nil) {
		t.Fatalf("got %v and %v, want one to hold and one to be fenced", a, b)
	}
	if !errors.Is(errors.Join(a, b), stream.ErrFenced) {
		t.Errorf("got %v and %v, want fenced", a, b)
	}
}

func bucketsWait(t *testing.T, s Subject) {
	wantNext(t, s, store.NoBucket, 2, -1)
	mustClose(t, s, 0, store.NoBucket, through(9), row(2, "a"), row(4, "b"))
	wantNext(t, s, store.NoBucket, 2, -1)
	mustClose(t, s, 1, store.NoBucket, through(2))
	wantNext(t, s, store.NoBucket, 2, 2)
	wantNext(t, s, 2, 2, -1)
	mustClose(t, s, 1, 2, through(4), row(4, "c"))
	wantNext(t, s, 2, 2, 4)
	wantTallies(t, s, 4, "b", "c")
	wantNext(t, s, 2, 3, -1)
	waiting, err := s.Waiting(t.Context())
	if err != nil || !slices.Equal(waiting, []int64{2, 4}) {
		t.Errorf("waiting are %v, %v, want 2 and 4", waiting, err)
	}
}

func bucketsInOrder(t *testing.T, s Subject) {
	mustClose(t, s, 0, store.NoBucket, through(1000), row(700, "c"), row(2, "a"), row(30, "b"))
	after := store.NoBucket
	for _, want := range []int64{2, 30, 700} {
		wantNext(t, s, after, 1, want)
		after = want
	}
	wantNext(t, s, after, 1, -1)
}

func commitWrites(t *testing.T, s Subject) {
	mustClose(t, s, 0, store.NoBucket, through(9), row(2, "a"), row(4, "b"))
	term := mustLead(t, s)
	if term.Bucket != store.NoBucket || len(term.State) != 0 {
		t.Errorf("the first term takes over bucket %d and %d bytes, want nothing", term.Bucket, len(term.State))
	}
	first := taking(2, "s2", []string{"r1", "r2"}, nil)
	mustCommit(t, s, term.Leader, store.NoBucket, first)
	wantTallies(t, s, 2)
	wantTallies(t, s, 4, "b")
	wantRules(t, s, map[string]string{"r1": `{"at": 2}`, "r2": `{"at": 2}`})
	mustCommit(t, s, term.Leader, 2, taking(4, "s4", []string{"r2", "r3"}, []string{"r1"}))
	wantRules(t, s, map[string]string{"r2": `{"at": 4}`, "r3": `{"at": 4}`})

	again := mustLead(t, s)
	if again.Leader <= term.Leader || again.Bucket != 4 || string(again.State) != "s4" {
		t.Errorf("the next term is %+v, want a larger number, bucket 4 and its state", again)
	}
	taken, err := s.Taken(t.Context())
	if err != nil || len(taken) != 2 {
		t.Fatalf("taken are %v, %v, want two", taken, err)
	}
	if a := taken[0]; a.Bucket != 2 || !a.EndsAt.Equal(first.EndsAt) || a.EndsAt.Location() != time.UTC || a.Incomplete ||
		compact(a.Counts) != compact(first.Counts) {
		t.Errorf("the first account is %+v, want that of %+v", a, first)
	}
	if rules, err := s.Store.Rules(t.Context()); err != nil || compact(rules) != `{"rules":[4]}` {
		t.Errorf("the newest rules are %s, %v, want those of bucket 4", rules, err)
	}
	events, err := s.Events(t.Context())
	if want := []string{"r1", "r2", "r3"}; err != nil || !slices.Equal(slices.Compact(slices.Sorted(slices.Values(events))), want) {
		t.Errorf("events tell of %v, %v, want %v", events, err, want)
	}
}

func commitIsFenced(t *testing.T, s Subject) {
	mustClose(t, s, 0, store.NoBucket, through(9), row(2, "a"))
	old, now := mustLead(t, s), mustLead(t, s)
	if err := s.Commit(t.Context(), old.Leader, store.NoBucket, taking(2, "old", []string{"r"}, nil)); !errors.Is(err, stream.ErrFenced) {
		t.Errorf("a zombie's commit: %v, want fenced", err)
	}
	if err := s.Commit(t.Context(), now.Leader, 1, taking(2, "skipped", []string{"r"}, nil)); !errors.Is(err, stream.ErrFenced) {
		t.Errorf("a commit on top of another bucket: %v, want fenced", err)
	}
	wantTallies(t, s, 2, "a")
	wantRules(t, s, map[string]string{})
	if leader, bucket, err := s.Holder(t.Context()); err != nil || leader != now.Leader || bucket != store.NoBucket {
		t.Errorf("holder is %d at %d, %v, want %d before the first bucket", leader, bucket, err, now.Leader)
	}
	if events, err := s.Events(t.Context()); err != nil || len(events) != 0 {
		t.Errorf("events are %v, %v, want none", events, err)
	}
}

func forcedIsMarked(t *testing.T, s Subject) {
	mustClose(t, s, 0, store.NoBucket, through(9), row(2, "a"), row(4, "b"), row(6, "c"))
	mustClose(t, s, 1, store.NoBucket, store.Position{ClosedThrough: 3, NextOffset: 17, Clock: []byte("c")})
	if err := s.Force(t.Context(), 1, 4, "stuck"); err != nil {
		t.Fatal(err)
	}
	wantPosition(t, s, 1, store.Position{ClosedThrough: 4, NextOffset: 17, Clock: []byte("c")})
	var closed *store.ClosedError
	if err := s.Force(t.Context(), 1, 4, "stuck"); !errors.As(err, &closed) || closed.ClosedThrough != 4 {
		t.Errorf("forcing twice: %v, want that it is closed already", err)
	}
	mustClose(t, s, 1, 4, through(9))
	if err := s.Force(t.Context(), 2, 1, "never started"); err != nil {
		t.Fatal(err)
	}
	wantPosition(t, s, 2, store.Position{ClosedThrough: 1, NextOffset: -1})
	forced, err := s.Forced(t.Context())
	want := []store.Forced{{Partition: 1, After: 3, Through: 4, Reason: "stuck"}, {Partition: 2, After: -1, Through: 1, Reason: "never started"}}
	if err != nil || !slices.Equal(forced, want) {
		t.Errorf("forced are %v, %v, want %v", forced, err, want)
	}
	leader, previous := mustLead(t, s).Leader, store.NoBucket
	for _, b := range []int64{2, 4, 6} {
		mustCommit(t, s, leader, previous, taking(b, "s", nil, nil))
		previous = b
	}
	taken, err := s.Taken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range taken {
		if a.Incomplete != (a.Bucket == 4) {
			t.Errorf("bucket %d is marked incomplete: %v", a.Bucket, a.Incomplete)
		}
	}
}

func waitEnds(t *testing.T, s Subject) {
	if err := s.Wait(t.Context(), time.Millisecond); err != nil {
		t.Errorf("a wait that runs out: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Wait(ended, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("a wait whose context ended: %v", err)
	}
	done := make(chan error, 1)
	go func() { done <- s.Wait(t.Context(), time.Hour) }()
	// The waiter may not listen yet, so the closings go on until one is heard.
	for b := int64(0); ; b++ {
		mustClose(t, s, 0, b-1, through(b))
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
			return
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func compact(b []byte) string { return string(bytes.ReplaceAll(b, []byte(" "), nil)) }
