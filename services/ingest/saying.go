package ingest

import (
	"context"
	"time"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/clock"
)

// A saying is all of a statement that can change.
type saying struct {
	offset, time, most int64
	state              gpav1.SourceState
	ends               uint32
}

// now is what is to be said. Without lateness nothing can be said about what may still come, before the end.
func (t *Task) now() saying {
	s := saying{offset: max(t.next, 0), time: clock.Never, most: t.mark.most, state: t.mark.state, ends: t.mark.ends}
	lateness := t.stage.config.Lateness
	switch {
	case t.mark.newest == clock.Never:
	case lateness != NoLateness:
		s.time = t.mark.newest - lateness.Microseconds()
	case s.state == gpav1.SourceState_SOURCE_STATE_ENDED:
		s.time = t.mark.newest
	}
	return s
}

// Settle makes a statement when there is something new to say: everything before it stands before it in each partition.
func (t *Task) Settle(_ context.Context, out *stream.Batch) error {
	if now := t.now(); t.told == nil || *t.told != now {
		return t.say(now, out)
	}
	return nil
}

// Unstated says whether time has moved since the last statement: the offset alone waits for the commit.
func (t *Task) Unstated() bool {
	if t.next < 0 {
		return false
	}
	now := t.now()
	if t.told != nil {
		now.offset = t.told.offset
	}
	return t.told == nil || *t.told != now
}

// say makes the statement in every partition of the output.
func (t *Task) say(s saying, out *stream.Batch) error {
	t.told = &s
	c := t.stage.config
	for i := range c.Partitions {
		m, err := clock.Message(stream.Partition{Topic: c.Output, Index: int32(i)}, &gpav1.Statement{
			Source: t.name, Count: uint32(c.Sources), Offset: s.offset, TimeUs: s.time,
			State: s.state, Ends: s.ends, MostUs: s.most,
		})
		if err != nil {
			return err
		}
		if i == 0 {
			t.progress(s, m, out)
		}
		out.Add(m)
	}
	return nil
}

// end passes an end of the input.
func (t *Task) end() {
	t.mark = t.mark.end()
	t.stage.Heard(t.mark.ends)
}

// Quiet says that the source is idle, or has ended, when nothing has come for long enough.
func (t *Task) Quiet(_ context.Context, d time.Duration, out *stream.Batch) error {
	c := t.stage.config
	if c.CloseIdle > 0 && d >= c.CloseIdle && (t.mark.open || t.mark.ends < t.stage.heard()) {
		t.idleAt = d
		t.end()
		return t.say(t.now(), out)
	}
	if c.Idle > 0 && d-t.idleAt >= c.Idle {
		t.idleAt = d
		t.mark.state = gpav1.SourceState_SOURCE_STATE_IDLE
		return t.say(t.now(), out)
	}
	return nil
}
