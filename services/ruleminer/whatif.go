package ruleminer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/mine"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// WhatIf replays the kept tallies with other parameters (KEY=VALUE) beside the running system, which it does not touch,
// and returns the rules that they give, and the time from which on there are tallies. Parameters that decide what is tallied must
// be those of the running system.
func (s *Service) WhatIf(ctx context.Context, set []string) (rules schema.RuleSet, since time.Time, err error) {
	c := s.config
	c.Set = slices.Concat(c.Set, set)
	p, err := c.params()
	if err != nil {
		return rules, since, fmt.Errorf("what if: %w", err)
	}
	o := s.params
	if p.Bucket != o.Bucket || p.CapIntent != o.CapIntent || p.CapUser != o.CapUser || p.CapEpoch != o.CapEpoch ||
		p.MaxConjunctions > 0 && o.MaxConjunctions == 0 {
		return rules, since, errors.New("what if: caps and buckets are in the tallies already; mine the logs anew with them (gpa mine --set)")
	}
	reel, err := wind(ctx, s.store, store.NoBucket)
	if err != nil {
		return rules, since, err
	}
	if !reel.more {
		return rules, since, errors.New("what if: no tallies are kept (miner.keep_tallies)")
	}
	since = s.params.BucketEnd(reel.next.Bucket - 1)
	m := mine.NewMiner(p)
	for reel.more {
		bucket := reel.next.Bucket
		t, err := reel.take(ctx, bucket)
		if err != nil {
			return rules, since, err
		}
		if err := m.Take(bucket, t); err != nil {
			return rules, since, fmt.Errorf("replay bucket %d: %w", bucket, err)
		}
	}
	return plain(m.RuleSet()), since, nil
}
