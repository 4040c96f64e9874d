package mine

import "github.com/gpa-stream/gpa/pkg/schema"

// A Miner is the coordinator's state: evidence, and the rules that follow from it. It is not safe for concurrent use.
type Miner struct{}

// NewMiner is a miner that has seen nothing.
func NewMiner(p Params) *Miner { return &Miner{} }

// Take adds the tally of a bucket, all partitions merged, and decides anew. Buckets come in increasing order; those
// left out were empty; one that is not after the last is a replay and changes nothing.
func (m *Miner) Take(bucket int64, t *Tally) error { return nil }

// Last is the last bucket taken; false when there was none.
func (m *Miner) Last() (int64, bool) { return 0, false }

// Counts are the numbers of all buckets taken.
func (m *Miner) Counts() Counts { return Counts{} }

// RuleSet is what the miner knows after the last bucket: rules sorted by id, seen keys sorted by name.
func (m *Miner) RuleSet() schema.RuleSet { return schema.RuleSet{} }

// MarshalBinary is a function of the state: equal states have equal bytes.
func (m *Miner) MarshalBinary() ([]byte, error) { return nil, nil }

// UnmarshalBinary restores a state made with the same parameters; what follows is the same to the last bit.
func (m *Miner) UnmarshalBinary(b []byte) error { return nil }
