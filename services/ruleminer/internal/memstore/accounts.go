package memstore

import (
	"context"
	"maps"
	"slices"

	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// Taken lists the buckets that were taken.
func (s *Store) Taken(context.Context) ([]store.Account, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := slices.Clone(s.taken)
	for i := range taken {
		_, taken[i].Kept = s.kept[taken[i].Bucket]
	}
	return taken, nil
}

// Kept is the first tally after that bucket.
func (s *Store) Kept(_ context.Context, after int64) (store.Kept, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range slices.Sorted(maps.Keys(s.kept)) {
		if b > after {
			return store.Kept{Bucket: b, Tally: s.kept[b]}, true, nil
		}
	}
	return store.Kept{}, false, nil
}

// State is the miner's state after the last bucket.
func (s *Store) State(context.Context) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.term.State, nil
}

// Rules is the newest rule set.
func (s *Store) Rules(context.Context) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rules, nil
}

// Explained is what Explain kept last.
func (s *Store) Explained(context.Context) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.explained, nil
}

// Standings lists the partitions that have closed something.
func (s *Store) Standings(context.Context) ([]store.Standing, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []store.Standing
	for _, p := range slices.Sorted(maps.Keys(s.positions)) {
		out = append(out, store.Standing{Partition: p, ClosedThrough: s.positions[p].ClosedThrough, NextOffset: s.positions[p].NextOffset})
	}
	return out, nil
}

// Waiting lists the buckets that wait for the coordinator.
func (s *Store) Waiting(context.Context) ([]int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.tallies)), nil
}

// Force closes a partition by hand.
func (s *Store) Force(_ context.Context, partition int32, through int64, reason string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.position(partition)
	if p.ClosedThrough >= through {
		return &store.ClosedError{Partition: partition, ClosedThrough: p.ClosedThrough}
	}
	s.forced = append(s.forced, store.Forced{Partition: partition, After: p.ClosedThrough, Through: through, Reason: reason})
	slices.SortFunc(s.forced, func(a, b store.Forced) int {
		if a.Partition != b.Partition {
			return int(a.Partition - b.Partition)
		}
		return int(a.Through - b.Through)
	})
	p.ClosedThrough = through
	s.positions[partition] = p
	s.wake()
	return nil
}

// Forced lists what was closed by hand.
func (s *Store) Forced(context.Context) ([]store.Forced, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.forced), nil
}
