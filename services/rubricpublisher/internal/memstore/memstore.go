// Package memstore keeps rubrics in memory: for runs over files, which end with the process, and for tests.
package memstore

import (
	"context"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/compose"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
)

// A Store is a versions.Store in memory. Make it with New; it may be used from several goroutines.
type Store struct {
	mu       sync.Mutex
	position int64
	waiting  []versions.Bucket
	latest   schema.RuleSet
	why      map[string]schema.Explanation
	history  map[string][]versions.Version
	heads    map[string]compose.Head
	events   []versions.Event
}

var _ versions.Store = (*Store)(nil)

// New makes an empty store.
func New() *Store {
	return &Store{position: versions.NoBucket, history: map[string][]versions.Version{}, heads: map[string]compose.Head{}}
}

// Feed adds a bucket, as the miner would.
func (s *Store) Feed(b versions.Bucket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := sort.Search(len(s.waiting), func(i int) bool { return s.waiting[i].Number >= b.Number })
	s.waiting = slices.Insert(s.waiting, i, b)
}

// Explain says what stands behind the rules, as the miner would.
func (s *Store) Explain(x ...schema.Explanation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.why = map[string]schema.Explanation{}
	for _, e := range x {
		s.why[e.Rule] = e
	}
}

// Position is the last bucket that became rubrics.
func (s *Store) Position(context.Context) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.position, nil
}

// Next gives the first bucket after that one.
func (s *Store) Next(_ context.Context, after int64) (versions.Bucket, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range s.waiting {
		if b.Number > after {
			return b, true, nil
		}
	}
	return versions.Bucket{}, false, nil
}

// Heads gives where every rubric stands.
func (s *Store) Heads(context.Context) (map[string]compose.Head, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.heads), nil
}

// Publish moves the position and adds what the bucket brought.
func (s *Store) Publish(_ context.Context, previous int64, bucket versions.Bucket, rubrics []schema.Rubric) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.position != previous {
		return stream.ErrFenced
	}
	next := make(map[string]int, len(rubrics))
	for _, r := range rubrics {
		if len(s.history[r.ID])+next[r.ID] != r.Version-1 {
			return stream.ErrFenced
		}
		next[r.ID]++
	}
	for _, r := range rubrics {
		s.add(versions.Version{Rubric: r})
	}
	s.position, s.latest = bucket.Number, bucket.Set
	s.waiting = slices.DeleteFunc(s.waiting, func(b versions.Bucket) bool { return b.Number <= bucket.Number })
	return nil
}

// Decide adds one version that a person decided on.
func (s *Store) Decide(_ context.Context, v versions.Version) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.history[v.ID]) != v.Version-1 {
		return versions.ErrConflict
	}
	s.add(v)
	return nil
}

func (s *Store) add(v versions.Version) {
	h := s.heads[v.ID]
	h.Version = v.Version
	if v.Actor == "" {
		h.Composed = v.Rubric
	}
	if versions.InForce(v.Status) {
		h.InForce = v.Rubric
	}
	s.heads[v.ID] = h
	s.history[v.ID] = append(s.history[v.ID], v)
	if kind, ok := versions.Announce(v.Rubric); ok {
		s.events = append(s.events, versions.Event{Seq: int64(len(s.events) + 1), Type: kind, Rubric: v.Rubric})
	}
}

// Rubrics gives one version of each rubric that the filter chooses.
func (s *Store) Rubrics(_ context.Context, f versions.Filter) ([]versions.Version, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []versions.Version{}
	for _, h := range s.history {
		if !f.Matches(versions.Key{Dimension: h[0].Dimension, Group: h[0].Group, Intent: h[0].Intent}) {
			continue
		}
		if v, ok := versions.Choose(f, h); ok {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b versions.Version) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

// History gives every version of a rubric.
func (s *Store) History(_ context.Context, k versions.Key) ([]versions.Version, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.history[k.ID()]
	if len(h) == 0 {
		return nil, versions.ErrNotFound
	}
	return slices.Clone(h), nil
}

// Rules gives the rule set as of the position.
func (s *Store) Rules(context.Context) (schema.RuleSet, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.latest, nil
}

// Explanation gives what stands behind a rule.
func (s *Store) Explanation(_ context.Context, rule string) (schema.Explanation, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x, ok := s.why[rule]
	return x, ok, nil
}

// Events gives announcements after a place in their order.
func (s *Store) Events(_ context.Context, after int64, limit int) ([]versions.Event, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	from := min(max(after, 0), int64(len(s.events)))
	to := min(from+int64(limit), int64(len(s.events)))
	return slices.Clone(s.events[from:to]), nil
}

// LastEvent is the place of the newest announcement.
func (s *Store) LastEvent(context.Context) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return int64(len(s.events)), nil
}

// Quotes gives none: in memory no text of users is kept.
func (s *Store) Quotes(context.Context, string, int) ([]versions.Quote, error) { return nil, nil }
