package mine

import "github.com/gpa-stream/gpa/pkg/schema"

// A Bucket is the open set of observations of one time bucket in one partition. It is not safe for concurrent use.
type Bucket struct{}

// NewBucket is an empty set.
func NewBucket(p Params, salt schema.Salt) *Bucket { return &Bucket{} }

// Add puts an observation into the set. The order of Adds does not matter, and an observation that is in it already
// changes nothing; of two contents under one id the one with the smaller hash holds.
func (b *Bucket) Add(o Observation) {}

// Len is the number of observations in the set.
func (b *Bucket) Len() int { return 0 }

// Counts counts the set as it is; Kept and Capped are 0 until it is closed (Tally.Counts).
func (b *Bucket) Counts() Counts { return Counts{} }

// Close caps the observations with Time <= upTo and tallies what is kept. It adds what was kept to used.
func (b *Bucket) Close(used *Counters, upTo int64) *Tally { return &Tally{} }
