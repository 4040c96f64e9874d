package mine

// A Tally is what a closed bucket adds up to: tables of integers that add, and sets that unite.
// The zero value is empty.
type Tally struct{ counts Counts }

// Counts are the numbers of the closed buckets in t.
func (t *Tally) Counts() Counts { return t.counts }

// Merge adds other to t. Merging is associative and commutative. other stays as it is.
func (t *Tally) Merge(other *Tally) {}

// MarshalBinary is a function of the contents: equal tallies have equal bytes.
func (t *Tally) MarshalBinary() ([]byte, error) { return nil, nil }

// UnmarshalBinary is the inverse of MarshalBinary.
func (t *Tally) UnmarshalBinary(b []byte) error { return nil }

const (
	userBits = 1024
	maxNames = 1024
)
