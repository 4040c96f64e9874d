// Package memstore keeps the rule miner's positions and takings in memory: for `gpa mine`, and for tests.
package memstore

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/gpa-stream/gpa/pkg/outbox"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// A Store is safe for concurrent use. Bytes given to it and by it are not to be changed.
type Store struct {
	mu        sync.Mutex
	changed   chan struct{} // closed at the next change
	positions map[int32]store.Position
	tallies   map[int64]map[int32][]byte
	term      store.Term
	taken     []store.Account
	kept      map[int64][]byte
	rules     []byte
	explained []byte
	docs      map[string][]byte
	forced    []store.Forced
	events    map[string]outbox.Event // the newest of each rule, or memory would grow with the run
}

var _ store.Store = (*Store)(nil)

// New is an empty store.
func New() *Store {
	return &Store{
		changed:   make(chan struct{}),
		positions: map[int32]store.Position{},
		tallies:   map[int64]map[int32][]byte{},
		term:      store.Term{Bucket: store.NoBucket},
		docs:      map[string][]byte{},
		kept:      map[int64][]byte{},
		events:    map[string]outbox.Event{},
	}
}

// Position is that of a partition.
func (s *Store) Position(_ context.Context, partition int32) (store.Position, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.position(partition), nil
}

func (s *Store) position(partition int32) store.Position {
	if p, ok := s.positions[partition]; ok {
		return p
	}
	return store.Unstarted()
}

// Close writes rows and position, or nothing.
func (s *Store) Close(_ context.Context, partition int32, believed int64, next store.Position, rows []store.Row) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.position(partition).ClosedThrough != believed {
		return stream.ErrFenced
	}
	next.Clock, next.Counters = bytes.Clone(next.Clock), bytes.Clone(next.Counters)
	s.positions[partition] = next
	for _, r := range rows {
		if s.tallies[r.Bucket] == nil {
			s.tallies[r.Bucket] = map[int32][]byte{}
		}
		s.tallies[r.Bucket][partition] = bytes.Clone(r.Tally)
	}
	s.wake()
	return nil
}

func (s *Store) wake() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// Wait returns at the next change, at the latest after d.
func (s *Store) Wait(ctx context.Context, d time.Duration) error {
	s.mu.Lock()
	changed := s.changed
	s.mu.Unlock()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-changed:
	case <-timer.C:
	}
	return nil
}

// Snapshot is an independent copy: a backup, for tests.
func (s *Store) Snapshot() *Store {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := New()
	c.positions = maps.Clone(s.positions)
	for b, rows := range s.tallies {
		c.tallies[b] = maps.Clone(rows)
	}
	c.term, c.rules, c.explained, c.docs = s.term, s.rules, s.explained, maps.Clone(s.docs)
	c.kept = maps.Clone(s.kept)
	c.taken, c.forced, c.events = slices.Clone(s.taken), slices.Clone(s.forced), maps.Clone(s.events)
	return c
}
