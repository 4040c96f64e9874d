package mine

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// Params are the settings of the miner; the names are those of docs/statistics.md.
type Params struct {
	// Bucket is the length of a bucket in microseconds.
	Bucket int64
	// CapIntent, CapUser: observations of one user that count in a bucket, per intent and overall.
	CapIntent, CapUser int
	// CapEpoch: observations of one user and intent that count in an epoch, at most 65535.
	CapEpoch int
	// MinFlush is the average count of a cell at which an intent's pending tallies become evidence.
	MinFlush int
	// MaxHold is the number of buckets after which they do so anyway.
	MaxHold int64
	// Rho is the precision of the half-normal mixture.
	Rho float64
	// RidgeN is how many pseudo-observations shrink correlations between aspects.
	RidgeN float64
	// EpochBuckets is the length of an epoch in buckets.
	EpochBuckets int64
	// LongFactor is the length of the long windows in epochs.
	LongFactor int64
	// AlphaPub is the level of e-BH; a live rule is kept while its own e-value is at least 1/AlphaKeep.
	AlphaPub, AlphaKeep float64
	// ClosedEBH confirms by closed e-BH in place of e-BH, and only what has an e-value of at least 1/AlphaKeep.
	ClosedEBH bool
	// AlphaEmerging is the level of the one-look test that marks rules as emerging.
	AlphaEmerging float64
	// DetARL is the average number of flushes between false alarms of the contradiction detector.
	DetARL float64
	// MinUsers is the privacy floor of distinct exposed users and of conversations, per group.
	MinUsers int
	// MinArm is how many observations with and without an aspect a cell must have, at least.
	MinArm int
	// MinEffect is the smallest marginal estimate that may be published.
	MinEffect float64
	// SameEffect is the smallest effect of interest: groups are the same when they differ by less.
	SameEffect float64
	// MaxAspects, MaxIntents, MaxGroups, MaxDimensions bound the dictionary: per intent, overall, per dimension, overall.
	MaxAspects, MaxIntents, MaxGroups, MaxDimensions int
	// MaxConjunctions is how many pairs of aspects of an intent are tested together in an epoch; 0 for none.
	MaxConjunctions int
	// Pin names what the dictionary always admits, joined by +: aspects, intents, groups or dimensions.
	Pin string
}

const day = 24 * time.Hour

// DefaultParams are the defaults for that bucket length.
func DefaultParams(bucket time.Duration) Params {
	p := Params{
		CapIntent: 4, CapUser: 16, CapEpoch: 24,
		MinFlush: 40,
		Rho:      2, RidgeN: 25,
		LongFactor: 4,
		AlphaPub:   0.05, AlphaKeep: 0.10, AlphaEmerging: 0.05,
		DetARL:   200,
		MinUsers: 20, MinArm: 30,
		SameEffect: 0.10,
		MaxAspects: 64, MaxIntents: 50, MaxGroups: 8, MaxDimensions: 16, MaxConjunctions: 8,
	}
	p.Bucket = bucket.Microseconds()
	p.EpochBuckets = p.Buckets(28 * day)
	p.MaxHold = p.Buckets(7 * day)
	return p
}

// Buckets is how many buckets a duration is, rounded, at least one.
func (p Params) Buckets(d time.Duration) int64 {
	if p.Bucket <= 0 {
		return 1
	}
	return max(1, int64(math.Round(float64(d.Microseconds())/float64(p.Bucket))))
}

// BucketOf is the bucket that holds a time in microseconds since 1970.
func (p Params) BucketOf(us int64) int64 { return floorDiv(us, p.Bucket) }

// BucketEnd is the first moment after a bucket.
func (p Params) BucketEnd(bucket int64) time.Time {
	return time.UnixMicro((bucket + 1) * p.Bucket).UTC()
}

// EpochOf is the epoch that holds a bucket.
func (p Params) EpochOf(bucket int64) int64 { return floorDiv(bucket, p.EpochBuckets) }

// Validate says in the user's words what is wrong, all at once.
func (p Params) Validate() error {
	var errs []error
	must := func(ok bool, format string, args ...any) {
		if !ok {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	share := func(name string, x float64) {
		must(x > 0 && x < 1, "%s must lie between 0 and 1, not %v", name, x)
	}
	atLeast := func(name string, x, least int64) {
		must(x >= least, "%s must be at least %d, not %d", name, least, x)
	}
	must(p.Bucket > 0, "the bucket must be longer than nothing")
	atLeast("CapIntent", int64(p.CapIntent), 1)
	atLeast("CapUser", int64(p.CapUser), 1)
	atLeast("CapEpoch", int64(p.CapEpoch), 1)
	must(p.CapEpoch <= math.MaxUint16, "CapEpoch must be at most %d, not %d", math.MaxUint16, p.CapEpoch)
	atLeast("MinFlush", int64(p.MinFlush), 1)
	atLeast("MaxHold", p.MaxHold, 1)
	must(p.Rho > 0 && p.Rho < 1e9, "rho must be above 0, not %v", p.Rho)
	must(p.RidgeN >= 0 && p.RidgeN < 1e9, "RidgeN must be 0 or more, not %v", p.RidgeN)
	atLeast("EpochBuckets", p.EpochBuckets, 1)
	atLeast("LongFactor", p.LongFactor, 1)
	share("AlphaPub", p.AlphaPub)
	share("AlphaKeep", p.AlphaKeep)
	share("AlphaEmerging", p.AlphaEmerging)
	must(p.DetARL > 1, "DetARL must be above 1, not %v", p.DetARL)
	atLeast("MinUsers", int64(p.MinUsers), 1)
	must(p.MinUsers <= userBits, "MinUsers must be at most %d, not %d", userBits, p.MinUsers)
	atLeast("MinArm", int64(p.MinArm), 1)
	must(p.MinEffect >= 0 && p.MinEffect < 1, "MinEffect must lie between 0 and 1, not %v", p.MinEffect)
	share("SameEffect", p.SameEffect)
	atLeast("MaxAspects", int64(p.MaxAspects), 1)
	must(p.MaxAspects <= maxNames, "MaxAspects must be at most %d, not %d", maxNames, p.MaxAspects)
	atLeast("MaxIntents", int64(p.MaxIntents), 1)
	atLeast("MaxGroups", int64(p.MaxGroups), 1)
	atLeast("MaxDimensions", int64(p.MaxDimensions), 1)
	atLeast("MaxConjunctions", int64(p.MaxConjunctions), 0)
	must(p.MaxConjunctions <= mostConjunctions, "MaxConjunctions must be at most %d, not %d", mostConjunctions, p.MaxConjunctions)
	return errors.Join(errs...)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}
