// Package align keeps sources abreast of each other: it says which of them has run so far ahead of the slowest that it
// should wait, so that those who have to hold what lies between the two need bounded memory.
//
// It changes when a source is read, never what comes of it. Nobody waits for ever: the slowest source never waits, and
// whoever has come to the end of its log is idle or ended after a while and holds nobody up. It is pure.
package align

import (
	"cmp"
	"math"
	"slices"
	"strings"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream/clock"
)

// A Field is what is known of all sources. Times are in microseconds.
type Field struct {
	limit   int64
	sources []source // sorted by name
}

type source struct {
	name   string
	offset int64
	time   int64
	state  gpav1.SourceState
}

// New makes a field in which nobody runs ahead of the slowest by more than limit.
func New(limit int64) *Field { return &Field{limit: limit} }

// Read takes a statement in. Of one source that with the largest offset holds; at equal offsets idle beats ended beats
// live.
func (f *Field) Read(s *gpav1.Statement) {
	i, known := slices.BinarySearchFunc(f.sources, s.GetSource(), func(x source, name string) int { return strings.Compare(x.name, name) })
	if !known {
		f.sources = slices.Insert(f.sources, i, source{name: s.GetSource(), offset: -1})
	}
	x := &f.sources[i]
	if cmp.Or(cmp.Compare(s.GetOffset(), x.offset), cmp.Compare(s.GetState(), x.state)) >= 0 {
		x.offset, x.time, x.state = s.GetOffset(), s.GetTimeUs(), s.GetState()
	}
}

// Excess is by how much a source that has come to time t is further ahead than it may; zero or less when it is not.
// Only live sources that have named a time hold others up.
func (f *Field) Excess(name string, t int64) int64 {
	slowest := int64(math.MaxInt64)
	for _, x := range f.sources {
		if x.name != name && x.time != clock.Never && x.state == gpav1.SourceState_SOURCE_STATE_LIVE {
			slowest = min(slowest, x.time)
		}
	}
	if slowest == math.MaxInt64 || t == clock.Never {
		return 0
	}
	return t - slowest - f.limit
}
