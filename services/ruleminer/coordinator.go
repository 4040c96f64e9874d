package ruleminer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/mine"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// A Coordinator takes buckets in order once every partition has closed them, and decides which rules hold.
//
// Any number of them may run; one at a time leads, and only its commits go through. It never reads a topic, and what
// it keeps of a bucket is a function of the bucket's tallies and of the state before. It is not safe for concurrent
// use.
type Coordinator struct {
	// OnBucket, if given, is told of each bucket after it was committed, by whoever runs the coordinator in memory.
	// A bucket may be missed when the process dies in between: a system with a database looks into the database.
	OnBucket func(ctx context.Context, bucket int64, endsAt time.Time, set schema.RuleSet) error

	takings    store.Takings
	params     mine.Params
	partitions int
	// keep is for how many buckets the tallies of those that were taken are kept.
	keep     int64
	poll     time.Duration
	patience time.Duration

	// What this term has in hand; miner is nil when there is none.
	leader, bucket int64
	miner          *mine.Miner
	docs           documents
	// explained says that what stands behind the rules after that bucket is kept.
	explained bool
}

// Coordinate takes all buckets that are ready now and says how many. After an error it begins anew from what is
// stored; stream.ErrFenced means that another coordinator leads.
func (c *Coordinator) Coordinate(ctx context.Context) (taken int, err error) {
	for {
		more, err := c.step(ctx)
		if err != nil {
			c.miner = nil
			return taken, err
		}
		if !more {
			return taken, nil
		}
		taken++
	}
}

func (c *Coordinator) step(ctx context.Context) (bool, error) {
	if c.miner == nil {
		if err := c.lead(ctx); err != nil {
			return false, err
		}
	}
	bucket, ok, err := c.takings.Next(ctx, c.bucket, c.partitions)
	if err != nil {
		return false, err
	}
	if !ok {
		return false, errors.Join(c.look(ctx), c.explain(ctx))
	}
	if err := c.take(ctx, bucket); err != nil {
		return false, fmt.Errorf("take bucket %d: %w", bucket, err)
	}
	return true, nil
}

// look asks, when there is nothing to do, whether things are as they were left: a database that was set back holds
// buckets that wait, and a commit that would notice may be long in coming.
func (c *Coordinator) look(ctx context.Context) error {
	leader, bucket, err := c.takings.Holder(ctx)
	if err != nil {
		return err
	}
	if leader != c.leader || bucket != c.bucket {
		return fmt.Errorf("term %d stands at bucket %d, not term %d at %d as it was left: %w", leader, bucket, c.leader, c.bucket, stream.ErrFenced)
	}
	return nil
}

// explain keeps what stands behind the rules, for people. It waits until nothing else is to be done: nobody reads what
// the next bucket replaces.
func (c *Coordinator) explain(ctx context.Context) error {
	if c.explained || c.bucket == store.NoBucket {
		return nil
	}
	doc, err := json.Marshal(c.miner.Explain())
	if err != nil {
		return fmt.Errorf("encode explanations: %w", err)
	}
	if err := c.takings.Explain(ctx, c.leader, c.bucket, doc); err != nil {
		return err
	}
	c.explained = true
	return nil
}

func (c *Coordinator) lead(ctx context.Context) error {
	term, err := c.takings.Lead(ctx)
	if err != nil {
		return err
	}
	miner := mine.NewMiner(c.params)
	if len(term.State) > 0 {
		if err := miner.UnmarshalBinary(term.State); err != nil {
			return fmt.Errorf("read the miner's state after bucket %d: %w", term.Bucket, err)
		}
	}
	docs, err := documentsOf(miner.RuleSet())
	if err != nil {
		return err
	}
	c.leader, c.bucket, c.miner, c.docs, c.explained = term.Leader, term.Bucket, miner, docs, false
	return nil
}

func (c *Coordinator) take(ctx context.Context, bucket int64) error {
	tally, err := c.merge(ctx, bucket)
	if err != nil {
		return err
	}
	taking := store.Taking{Bucket: bucket, EndsAt: c.params.BucketEnd(bucket), Forget: bucket + 1}
	if c.keep > 0 {
		taking.Forget = bucket - c.keep
		if taking.Tally, err = pack(tally); err != nil {
			return err
		}
	}
	if err := c.miner.Take(bucket, tally); err != nil {
		return err
	}
	set := plain(c.miner.RuleSet())
	docs, err := documentsOf(set)
	if err != nil {
		return err
	}
	taking.Changed, taking.Gone = docs.since(c.docs)
	if taking.Events, err = events(taking); err != nil {
		return err
	}
	if taking.State, err = c.miner.MarshalBinary(); err != nil {
		return fmt.Errorf("encode the miner's state: %w", err)
	}
	if taking.Rules, err = json.Marshal(set); err != nil {
		return fmt.Errorf("encode the rules: %w", err)
	}
	if taking.Counts, err = json.Marshal(tally.Counts()); err != nil {
		return fmt.Errorf("encode the counts: %w", err)
	}
	if err := c.takings.Commit(ctx, c.leader, c.bucket, taking); err != nil {
		return err
	}
	c.bucket, c.docs, c.explained = bucket, docs, false
	if c.OnBucket == nil {
		return nil
	}
	return c.OnBucket(ctx, bucket, taking.EndsAt, set)
}

func (c *Coordinator) merge(ctx context.Context, bucket int64) (*mine.Tally, error) {
	rows, err := c.takings.Tallies(ctx, bucket)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("its tallies are gone, somebody else has taken it: %w", stream.ErrFenced)
	}
	sum := &mine.Tally{}
	for i, row := range rows {
		var t mine.Tally
		if err := t.UnmarshalBinary(row); err != nil {
			return nil, fmt.Errorf("read tally %d: %w", i, err)
		}
		sum.Merge(&t)
	}
	return sum, nil
}

// Run takes buckets until ctx ends. When another coordinator has begun a term it stands by, and takes over again when
// a bucket that is ready has lain about for Patience.
func (c *Coordinator) Run(ctx context.Context) error {
	patience := c.patience
	for ctx.Err() == nil {
		_, err := c.Coordinate(ctx)
		switch {
		case err == nil:
			err = c.takings.Wait(ctx, c.poll)
		case errors.Is(err, stream.ErrFenced):
			err = c.standBy(ctx, patience)
			// Two that outdo each other in turn would never finish a bucket that takes longer than their patience.
			patience *= 2
		}
		if err != nil && ctx.Err() == nil {
			return err
		}
	}
	return nil
}

// standBy returns when a bucket that could be taken was left where it is for so long.
func (c *Coordinator) standBy(ctx context.Context, patience time.Duration) error {
	var (
		idle          time.Duration
		leader, taken int64
	)
	for idle < patience {
		nowLeader, nowTaken, err := c.takings.Holder(ctx)
		if err != nil {
			return err
		}
		_, ready, err := c.takings.Next(ctx, nowTaken, c.partitions)
		if err != nil {
			return err
		}
		if !ready || nowLeader != leader || nowTaken != taken {
			idle, leader, taken = 0, nowLeader, nowTaken
		}
		if err := pause(ctx, c.poll); err != nil {
			return err
		}
		idle += c.poll
	}
	return nil
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
