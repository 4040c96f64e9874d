package memstore

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/gpa-stream/gpa/pkg/outbox"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// Lead begins a term.
func (s *Store) Lead(context.Context) (store.Term, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.term.Leader++
	return s.term, nil
}

// Holder says who leads and which bucket was taken last.
func (s *Store) Holder(context.Context) (leader, bucket int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.term.Leader, s.term.Bucket, nil
}

// Next is the first bucket after that one which can be taken.
func (s *Store) Next(_ context.Context, after int64, partitions int) (int64, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	through := s.position(0).ClosedThrough
	for p := range int32(partitions) {
		through = min(through, s.position(p).ClosedThrough)
	}
	for _, b := range slices.Sorted(maps.Keys(s.tallies)) {
		if b > after && b <= through {
			return b, true, nil
		}
	}
	return 0, false, nil
}

// Tallies are the rows of a bucket, by partition.
func (s *Store) Tallies(_ context.Context, bucket int64) ([][]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out [][]byte
	for _, p := range slices.Sorted(maps.Keys(s.tallies[bucket])) {
		out = append(out, s.tallies[bucket][p])
	}
	return out, nil
}

// Commit writes all of t, or nothing.
func (s *Store) Commit(_ context.Context, leader, previous int64, t store.Taking) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.term.Leader != leader || s.term.Bucket != previous {
		return stream.ErrFenced
	}
	s.term.Bucket, s.term.State = t.Bucket, bytes.Clone(t.State)
	s.rules = bytes.Clone(t.Rules)
	s.taken = append(s.taken, store.Account{
		Bucket: t.Bucket, EndsAt: t.EndsAt, Counts: bytes.Clone(t.Counts),
		Incomplete: slices.ContainsFunc(s.forced, func(f store.Forced) bool { return f.After < t.Bucket && t.Bucket <= f.Through }),
	})
	if len(t.Tally) > 0 {
		s.kept[t.Bucket] = bytes.Clone(t.Tally)
	}
	maps.DeleteFunc(s.kept, func(b int64, _ []byte) bool { return b < t.Forget })
	s.tell(t)
	maps.DeleteFunc(s.tallies, func(b int64, _ map[int32][]byte) bool { return b <= t.Bucket })
	s.wake()
	return nil
}

// tell writes the rules and what is to be told of them.
func (s *Store) tell(t store.Taking) {
	for _, r := range t.Changed {
		s.docs[r.ID] = bytes.Clone(r.Doc)
	}
	for _, id := range t.Gone {
		delete(s.docs, id)
	}
	for _, e := range t.Events {
		s.events[e.Key] = e
	}
}

// Adopt writes all of a, or nothing.
func (s *Store) Adopt(_ context.Context, leader int64, a store.Adoption) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.term.Leader != leader || s.term.Bucket != a.Bucket {
		return stream.ErrFenced
	}
	s.term.State, s.rules = bytes.Clone(a.State), bytes.Clone(a.Rules)
	for _, b := range a.Buckets {
		s.kept[b.Bucket] = bytes.Clone(b.Tally)
		at, known := slices.BinarySearchFunc(s.taken, b.Bucket, func(x store.Account, bucket int64) int { return cmp.Compare(x.Bucket, bucket) })
		if !known {
			s.taken = slices.Insert(s.taken, at, b.Account)
			continue
		}
		s.taken[at].Counts = bytes.Clone(b.Counts)
		s.taken[at].Incomplete = s.taken[at].Incomplete || b.Incomplete
	}
	s.tell(a.Taking)
	s.wake()
	return nil
}

// Explain keeps what stands behind the rules after the last bucket.
func (s *Store) Explain(_ context.Context, leader, bucket int64, doc []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.term.Leader != leader || s.term.Bucket != bucket {
		return stream.ErrFenced
	}
	s.explained = bytes.Clone(doc)
	return nil
}

// Documents are the rules as they stand, by id.
func (s *Store) Documents() map[string][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.docs)
}

// Events are what was to be told to others last, by rule.
func (s *Store) Events() map[string]outbox.Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.events)
}
