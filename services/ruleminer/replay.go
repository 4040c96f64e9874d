package ruleminer

import (
	"fmt"
	"math"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/mine"
)

// An Observation is one exchange as the miner counts it; see there.
type Observation = mine.Observation

// Parts of an Observation.
type (
	// Group is one part of a dimension.
	Group = mine.Group
	// Stated is a wish.
	Stated = mine.Stated
	// Label is how the user took the answer.
	Label = mine.Label
	// Defect is a complaint about quality.
	Defect = mine.Defect
)

// Labels and the defect of an Observation.
const (
	SAT         = mine.SAT
	Neutral     = mine.Neutral
	DSAT        = mine.DSAT
	ErrorReport = mine.ErrorReport
)

// A Replay mines observations bucket by bucket in this process, without broker and store: what the service would decide
// on the same observations. It is for experiments, and not safe for concurrent use.
type Replay struct {
	params mine.Params
	salt   schema.Salt
	open   *mine.Bucket
	used   mine.Counters
	miner  *mine.Miner
}

// NewReplay is a replay that has seen nothing.
func NewReplay(c Config) (*Replay, error) {
	if err := c.Validate(); err != nil {
		return nil, fmt.Errorf("replay: %w", err)
	}
	p, err := c.params()
	if err != nil {
		return nil, fmt.Errorf("replay: %w", err)
	}
	return &Replay{params: p, salt: c.Salt, open: mine.NewBucket(p, c.Salt), miner: mine.NewMiner(p)}, nil
}

// BucketOf is the bucket that holds a time in microseconds since 1970.
func (r *Replay) BucketOf(us int64) int64 { return r.params.BucketOf(us) }

// MinUsers is the privacy floor.
func (r *Replay) MinUsers() int { return r.params.MinUsers }

// SameEffect is the smallest effect of interest.
func (r *Replay) SameEffect() float64 { return r.params.SameEffect }

// Add puts an observation into the open bucket. Its slices may be used anew afterwards.
func (r *Replay) Add(o Observation) { r.open.Add(o) }

// Close closes the open bucket under that number, which grows from call to call.
func (r *Replay) Close(bucket int64) error {
	t := r.open.Close(&r.used, math.MaxInt64)
	r.open = mine.NewBucket(r.params, r.salt)
	return r.miner.Take(bucket, t)
}

// RuleSet is what is known after the last bucket.
func (r *Replay) RuleSet() schema.RuleSet { return r.miner.RuleSet() }

// Explain says why.
func (r *Replay) Explain() schema.Explanations { return r.miner.Explain() }
