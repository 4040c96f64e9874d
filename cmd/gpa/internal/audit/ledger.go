package audit

import (
	"maps"
	"slices"
)

// A ledger gathers a stage's account by bucket.
type ledger struct {
	buckets map[int64]*Counts
	before  int64 // buckets before it are sealed
	passed  bool  // there is such a number
	single  map[int64]bool
}

func newLedger() ledger { return ledger{buckets: map[int64]*Counts{}, single: map[int64]bool{}} }

func (l *ledger) of(bucket int64) *Counts {
	c := l.buckets[bucket]
	if c == nil {
		c = &Counts{}
		l.buckets[bucket] = c
	}
	return c
}

// isSealed says whether a bucket is closed.
func (l *ledger) isSealed(bucket int64) bool {
	return l.passed && bucket < l.before || l.single[bucket]
}

// seal closes all buckets before a number.
func (l *ledger) seal(before int64) {
	if !l.passed || before > l.before {
		l.before, l.passed = before, true
	}
}

// sealOne closes one bucket.
func (l *ledger) sealOne(bucket int64) { l.single[bucket] = true }

// line is the account as it stands.
func (l *ledger) line(stage string) Line {
	out := Line{Stage: stage}
	for _, n := range slices.Sorted(maps.Keys(l.buckets)) {
		c := *l.buckets[n]
		out.Add(c)
		out.Buckets = append(out.Buckets, Bucket{Number: n, Counts: c, Sealed: l.isSealed(n)})
	}
	return out
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
