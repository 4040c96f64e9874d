package ruleminer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/mine"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// Counts are numbers of distinct observations; see there.
type Counts = mine.Counts

// A Report sums up all buckets that were taken.
type Report struct {
	Counts Counts
	// Buckets is how many there were, Incomplete how many of them were closed by hand in some partition.
	Buckets, Incomplete int
	// EndsAt is the end of the last one.
	EndsAt time.Time
}

// Report reads the sums from the store: they come from sets of ids, so that no restart raises them.
func (s *Service) Report(ctx context.Context) (Report, error) {
	taken, err := s.store.Taken(ctx)
	if err != nil {
		return Report{}, err
	}
	var r Report
	for _, a := range taken {
		var c Counts
		if err := json.Unmarshal(a.Counts, &c); err != nil {
			return Report{}, fmt.Errorf("read the counts of bucket %d: %w", a.Bucket, err)
		}
		r.Counts.Add(c)
		r.Buckets++
		r.EndsAt = a.EndsAt
		if a.Incomplete {
			r.Incomplete++
		}
	}
	return r, nil
}

// RuleSet is what is known after the last bucket.
func (s *Service) RuleSet(ctx context.Context) (schema.RuleSet, error) {
	var set schema.RuleSet
	doc, err := s.store.Rules(ctx)
	if err != nil || len(doc) == 0 {
		return set, err
	}
	if err := json.Unmarshal(doc, &set); err != nil {
		return set, fmt.Errorf("read the newest rules: %w", err)
	}
	return set, nil
}

// Explain says why the rules are what they are after the last bucket. It reads the coordinator's state, so the settings
// must be those with which it was made.
func (s *Service) Explain(ctx context.Context) (schema.Explanations, error) {
	state, err := s.store.State(ctx)
	if err != nil {
		return schema.Explanations{}, err
	}
	m := mine.NewMiner(s.params)
	if err := m.UnmarshalBinary(state); err != nil {
		return schema.Explanations{}, fmt.Errorf("read the miner's state: %w", err)
	}
	return m.Explain(), nil
}

// An Overview says how far everything is.
type Overview struct {
	// Taken is the last bucket that became rules, -1 for none, and TakenUntil its end.
	Taken      int64      `json:"taken"`
	TakenUntil *time.Time `json:"taken_until,omitempty"`
	// Leader is the number of the coordinator's term.
	Leader     int64           `json:"leader"`
	Partitions []PartitionView `json:"partitions"`
	// Waiting are buckets with tallies that some partition has yet to close.
	Waiting []BucketView `json:"waiting"`
	Forced  []ForcedView `json:"forced"`
}

// A PartitionView says how far a partition is.
type PartitionView struct {
	Partition int32 `json:"partition"`
	// ClosedThrough is the last bucket that was closed, -1 for none, and ClosedUntil its end.
	ClosedThrough int64      `json:"closed_through"`
	ClosedUntil   *time.Time `json:"closed_until,omitempty"`
	// NextOffset is the oldest record of a bucket still open; -1 when nothing was closed yet.
	NextOffset int64 `json:"next_offset"`
}

// A BucketView names a bucket by its number and its end.
type BucketView struct {
	Bucket int64     `json:"bucket"`
	EndsAt time.Time `json:"ends_at"`
}

// A ForcedView says what was closed by hand: the buckets after After through Through.
type ForcedView struct {
	Partition int32  `json:"partition"`
	After     int64  `json:"after"`
	Through   int64  `json:"through"`
	Reason    string `json:"reason"`
}

// Buckets says how far every partition is, and what waits for whom. What it says of the coordinator is the newest of
// all: a bucket that is closed and waits no more was taken.
func (s *Service) Buckets(ctx context.Context) (Overview, error) {
	standings, err := s.store.Standings(ctx)
	if err != nil {
		return Overview{}, err
	}
	waiting, err := s.store.Waiting(ctx)
	if err != nil {
		return Overview{}, err
	}
	forced, err := s.store.Forced(ctx)
	if err != nil {
		return Overview{}, err
	}
	leader, taken, err := s.store.Holder(ctx)
	if err != nil {
		return Overview{}, err
	}
	o := Overview{
		Taken: taken, TakenUntil: s.end(taken), Leader: leader,
		Partitions: s.views(standings), Waiting: []BucketView{}, Forced: []ForcedView{},
	}
	for _, b := range waiting {
		o.Waiting = append(o.Waiting, BucketView{Bucket: b, EndsAt: s.params.BucketEnd(b)})
	}
	for _, f := range forced {
		o.Forced = append(o.Forced, ForcedView(f))
	}
	return o, nil
}

// views lists every partition of the configuration, also those that have closed nothing yet: they hold all others up.
func (s *Service) views(standings []store.Standing) []PartitionView {
	views := make([]PartitionView, s.config.Partitions)
	for p := range views {
		views[p] = PartitionView{Partition: int32(p), ClosedThrough: store.NoBucket, NextOffset: -1}
	}
	for _, x := range standings {
		if int(x.Partition) < len(views) {
			views[x.Partition] = PartitionView{
				Partition: x.Partition, ClosedThrough: x.ClosedThrough, ClosedUntil: s.end(x.ClosedThrough), NextOffset: x.NextOffset,
			}
		}
	}
	return views
}

func (s *Service) end(bucket int64) *time.Time {
	if bucket == store.NoBucket {
		return nil
	}
	t := s.params.BucketEnd(bucket)
	return &t
}

// ForceClose closes a partition that is stuck through a bucket, without what its worker would have given. The buckets
// are marked incomplete; a worker that is at work there is fenced and goes on behind them.
func (s *Service) ForceClose(ctx context.Context, partition int32, through int64, reason string) error {
	switch {
	case partition < 0 || int(partition) >= s.config.Partitions:
		return fmt.Errorf("partition is %d; expected 0 to %d", partition, s.config.Partitions-1)
	case through < 0:
		return fmt.Errorf("bucket is %d; expected 0 or more", through)
	case reason == "":
		return errors.New("a reason is required: it is kept with what was closed")
	}
	return s.store.Force(ctx, partition, through, reason)
}
