// Package clock is a consumer's time in one partition, made from the statements of time that stand in it.
//
// It is pure: the same statements in the same order give the same time, whoever reads them and whenever. What it
// promises is proved by no argument here but by the model test, which takes its rules away one by one
// (docs/delivery.md).
package clock

import (
	"math"
	"slices"
	"strings"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
)

// Never is the time before the first statement, in microseconds: nothing is earlier.
const Never int64 = math.MinInt64 / 4

// A Clock is the consumer's time in a partition. The zero value has read nothing.
type Clock struct {
	sources []source // sorted by name
	count   int      // the largest number of sources that a statement named
	time    int64
	started bool // time holds a value

	ends  uint32 // ends that all sources have passed
	most  int64  // largest event time at the last of them
	marks []mark // ends that some sources have passed, sorted by end, then source
}

// A source is what holds of one source: the statement with the largest offset.
type source struct {
	name   string
	offset int64
	time   int64
	state  gpav1.SourceState
	ends   uint32
	most   int64
	lapsed bool // its idle mark no longer holds: it may be waking
}

// A mark says that a source has passed its k-th end, and the largest event time that it had seen there.
type mark struct {
	end    uint32
	source string
	most   int64
}

// Read takes a statement in. Of one source the statement with the largest offset holds; at equal offsets idle beats
// ended beats live.
func (c *Clock) Read(s *gpav1.Statement) {
	c.count = max(c.count, int(s.GetCount()))
	if s.GetEnds() > c.ends {
		c.setMark(mark{end: s.GetEnds(), source: s.GetSource(), most: s.GetMostUs()})
	}
	i, known := c.find(s.GetSource())
	if known && !outranks(s, c.sources[i]) {
		return
	}
	if s.GetState() == gpav1.SourceState_SOURCE_STATE_LIVE && c.quiet() {
		for j := range c.sources {
			c.sources[j].lapsed = c.sources[j].state == gpav1.SourceState_SOURCE_STATE_IDLE
		}
	}
	if !known {
		c.sources = slices.Insert(c.sources, i, source{})
	}
	c.sources[i] = source{
		name: s.GetSource(), offset: s.GetOffset(), time: s.GetTimeUs(), state: s.GetState(),
		ends: s.GetEnds(), most: s.GetMostUs(),
	}
	c.advance()
}

// outranks says whether s holds over what is known of its source.
func outranks(s *gpav1.Statement, old source) bool {
	if s.GetOffset() != old.offset {
		return s.GetOffset() > old.offset
	}
	return s.GetState() >= old.state
}

// advance moves the time to the minimum over the sources that are not idle; when all are idle, to the largest that
// any of them named. It never falls.
func (c *Clock) advance() {
	if !c.Known() || c.anyLapsed() {
		return
	}
	held, all := int64(math.MaxInt64), Never
	for _, s := range c.sources {
		all = max(all, s.time)
		if s.state != gpav1.SourceState_SOURCE_STATE_IDLE {
			held = min(held, s.time)
		}
	}
	if held == math.MaxInt64 {
		held = all
	}
	c.Raise(held)
}

// Known says whether every source has spoken.
func (c *Clock) Known() bool { return c.count > 0 && len(c.sources) >= c.count }

// Time is the consumer's time: no record with a smaller event time is to be expected.
func (c *Clock) Time() int64 {
	if !c.started {
		return Never
	}
	return c.time
}

// Raise moves the time forward to t; it never falls.
func (c *Clock) Raise(t int64) {
	c.time, c.started = max(c.Time(), t), true
}

// Ended is true once for each end that all sources have passed; most is then the largest event time that they named
// for it. Several may have become due at once: call it until it is false.
func (c *Clock) Ended() (most int64, ok bool) {
	end, n := c.ends+1, 0
	most = Never
	for _, m := range c.marks {
		if m.end == end {
			n++
			most = max(most, m.most)
		}
	}
	if c.count == 0 || n < c.count {
		return 0, false
	}
	c.ends, c.most = end, most
	c.marks = slices.DeleteFunc(c.marks, func(m mark) bool { return m.end == end })
	return most, true
}

// Ends is how many ends all sources have passed.
func (c *Clock) Ends() uint32 { return c.ends }

// Most is the largest event time at the last of them.
func (c *Clock) Most() int64 {
	if c.ends == 0 {
		return Never
	}
	return c.most
}

// State is live when one source is live or unknown, else idle when one is idle, else ended.
func (c *Clock) State() gpav1.SourceState {
	state := gpav1.SourceState_SOURCE_STATE_ENDED
	if !c.Known() {
		return gpav1.SourceState_SOURCE_STATE_LIVE
	}
	for _, s := range c.sources {
		switch s.state {
		case gpav1.SourceState_SOURCE_STATE_IDLE:
			state = s.state
		case gpav1.SourceState_SOURCE_STATE_ENDED:
		default:
			return gpav1.SourceState_SOURCE_STATE_LIVE
		}
	}
	return state
}

// Clone is an independent copy.
func (c *Clock) Clone() *Clock {
	d := *c
	d.sources, d.marks = slices.Clone(c.sources), slices.Clone(c.marks)
	return &d
}

// quiet says that every source has spoken and none is live.
func (c *Clock) quiet() bool {
	return c.Known() && c.State() != gpav1.SourceState_SOURCE_STATE_LIVE
}

func (c *Clock) anyLapsed() bool {
	return slices.ContainsFunc(c.sources, func(s source) bool { return s.lapsed })
}

func (c *Clock) find(name string) (int, bool) {
	return slices.BinarySearchFunc(c.sources, name, func(s source, n string) int { return strings.Compare(s.name, n) })
}

func (c *Clock) setMark(m mark) {
	i, known := slices.BinarySearchFunc(c.marks, m, func(a, b mark) int {
		if a.end != b.end {
			return int(a.end) - int(b.end)
		}
		return strings.Compare(a.source, b.source)
	})
	if known {
		c.marks[i] = m
		return
	}
	c.marks = slices.Insert(c.marks, i, m)
}
