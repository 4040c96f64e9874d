package ruleminer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/gpa-stream/gpa/pkg/outbox"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/mine"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// An Adoption says what came in.
type Adoption struct {
	// Buckets that hold something of the other side, and Observations of them.
	Buckets      int   `json:"buckets"`
	Observations int64 `json:"observations"`
	// Before and After are the rules of the running system.
	Before schema.RuleSet `json:"-"`
	After  schema.RuleSet `json:"-"`
}

// Adopt brings in what was mined in another store with the same salt and parameters: afterwards the rules, and all that
// follows, are those of a run that had seen both in order. Both sides must have kept the tallies of all their buckets,
// and the other side may hold no bucket behind the last one that was taken here. Caps are not counted over both: who
// posted on both sides within an epoch used an allowance on each.
//
// The running system goes on meanwhile: workers close buckets, and a coordinator only stands by while what is left of
// the replay is committed. A dry adoption writes nothing.
func (s *Service) Adopt(ctx context.Context, from Store, dry bool) (Adoption, error) {
	bucket, err := s.fit(ctx, from)
	if err != nil {
		return Adoption{}, err
	}
	a := &adopter{service: s, miner: mine.NewMiner(s.params)}
	if a.ours, err = wind(ctx, s.store, store.NoBucket); err != nil {
		return Adoption{}, err
	}
	if a.theirs, err = wind(ctx, from, store.NoBucket); err != nil {
		return Adoption{}, err
	}
	if err := a.replay(ctx, bucket); err != nil {
		return Adoption{}, err
	}
	if a.result.Before, err = s.RuleSet(ctx); err != nil || dry {
		a.result.After = plain(a.miner.RuleSet())
		return a.result, err
	}
	// What was taken during the replay comes in one more short one, with nobody else in office.
	term, err := s.store.Lead(ctx)
	if err != nil {
		return Adoption{}, err
	}
	if err := a.replay(ctx, term.Bucket); err != nil {
		return Adoption{}, err
	}
	return a.commit(ctx, term.Leader, term.Bucket)
}

// fit says why the two do not go together, and else which bucket was taken last.
func (s *Service) fit(ctx context.Context, from Store) (int64, error) {
	_, bucket, err := s.store.Holder(ctx)
	if err != nil {
		return 0, err
	}
	_, last, err := from.Holder(ctx)
	if err != nil {
		return 0, err
	}
	waiting, err := from.Waiting(ctx)
	switch {
	case err != nil:
		return 0, err
	case last == store.NoBucket:
		return 0, errors.New("there is nothing to adopt: no bucket was taken there")
	case len(waiting) > 0:
		return 0, fmt.Errorf("%d buckets wait there to be taken: let it finish first", len(waiting))
	case last > bucket:
		return 0, fmt.Errorf("what is to be adopted reaches to %s, and the running system has not taken that time yet: try again then", s.params.BucketEnd(last))
	}
	return bucket, errors.Join(complete(ctx, s.store, "the running system"), complete(ctx, from, "what is to be adopted"))
}

func complete(ctx context.Context, st store.Accounts, whose string) error {
	taken, err := st.Taken(ctx)
	if err != nil {
		return err
	}
	missing := 0
	for _, t := range taken {
		if !t.Kept {
			missing++
		}
	}
	if missing > 0 {
		return fmt.Errorf("%s has kept no tallies of %d of its %d buckets: miner.keep_tallies must have been set from its start, for long enough",
			whose, missing, len(taken))
	}
	return nil
}

type adopter struct {
	service      *Service
	ours, theirs *reel
	miner        *mine.Miner
	buckets      []store.Adopted
	result       Adoption
}

// replay takes all buckets of both sides up to that one, in order.
func (a *adopter) replay(ctx context.Context, through int64) error {
	if !a.ours.more {
		// The reel may have ended before buckets that were taken since.
		if err := a.ours.turn(ctx); err != nil {
			return err
		}
	}
	for a.ours.more || a.theirs.more {
		bucket := a.next()
		if bucket > through {
			return nil
		}
		if err := a.step(ctx, bucket); err != nil {
			return fmt.Errorf("replay bucket %d: %w", bucket, err)
		}
	}
	return nil
}

func (a *adopter) next() int64 {
	switch {
	case !a.ours.more:
		return a.theirs.next.Bucket
	case !a.theirs.more:
		return a.ours.next.Bucket
	}
	return min(a.ours.next.Bucket, a.theirs.next.Bucket)
}

func (a *adopter) step(ctx context.Context, bucket int64) error {
	own, err := a.ours.take(ctx, bucket)
	if err != nil {
		return err
	}
	other, err := a.theirs.take(ctx, bucket)
	if err != nil {
		return err
	}
	sum := &mine.Tally{}
	sum.Merge(own)
	sum.Merge(other)
	if other != nil {
		if err := a.adopted(bucket, sum); err != nil {
			return err
		}
		a.result.Buckets++
		a.result.Observations += other.Counts().Exchanges
	}
	return a.miner.Take(bucket, sum)
}

func (a *adopter) adopted(bucket int64, sum *mine.Tally) error {
	packed, err := pack(sum)
	if err != nil {
		return err
	}
	counts, err := json.Marshal(sum.Counts())
	if err != nil {
		return fmt.Errorf("encode the counts: %w", err)
	}
	a.buckets = append(a.buckets, store.Adopted{
		Account: store.Account{Bucket: bucket, EndsAt: a.service.params.BucketEnd(bucket), Counts: counts}, Tally: packed,
	})
	return nil
}

func (a *adopter) commit(ctx context.Context, leader, bucket int64) (Adoption, error) {
	before, err := a.service.RuleSet(ctx)
	if err != nil {
		return Adoption{}, err
	}
	set := plain(a.miner.RuleSet())
	was, err := documentsOf(before)
	if err != nil {
		return Adoption{}, err
	}
	is, err := documentsOf(set)
	if err != nil {
		return Adoption{}, err
	}
	t := store.Taking{Bucket: bucket, EndsAt: a.service.params.BucketEnd(bucket)}
	t.Changed, t.Gone = is.since(was)
	if t.Events, err = events(t); err != nil {
		return Adoption{}, err
	}
	for i := range t.Events {
		// The same rule may have been told of in this bucket already.
		t.Events[i].ID = outbox.EventID(t.Events[i].Kind, t.Events[i].Key, strconv.FormatInt(bucket, 10), "adopted", strconv.FormatInt(leader, 10))
	}
	if t.State, err = a.miner.MarshalBinary(); err != nil {
		return Adoption{}, fmt.Errorf("encode the miner's state: %w", err)
	}
	if t.Rules, err = json.Marshal(set); err != nil {
		return Adoption{}, fmt.Errorf("encode the rules: %w", err)
	}
	a.result.Before, a.result.After = before, set
	return a.result, a.service.store.Adopt(ctx, leader, store.Adoption{Taking: t, Buckets: a.buckets})
}
