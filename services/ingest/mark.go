package ingest

import (
	"fmt"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream/clock"
)

// A mark is what a source partition's past says about time. It is committed beside the offset.
type mark struct {
	// newest is the largest event time by which lateness is judged, clock.Never before the first record.
	newest int64
	// latest is the largest event time of any turn passed on.
	latest int64
	state  gpav1.SourceState
	ends   uint32
	most   int64 // latest at the last end
	open   bool  // something was passed on since the last end
}

func freshMark() mark {
	return mark{newest: clock.Never, latest: clock.Never, most: clock.Never, state: gpav1.SourceState_SOURCE_STATE_LIVE}
}

// end is the mark behind an end record.
func (m mark) end() mark {
	m.state, m.open = gpav1.SourceState_SOURCE_STATE_ENDED, false
	m.ends++
	m.most = m.latest
	return m
}

// String is the mark as metadata of a position.
func (m mark) String() string {
	open := 0
	if m.open {
		open = 1
	}
	return fmt.Sprintf("1 %d %d %d %d %d %d", m.newest, m.latest, m.state, m.ends, m.most, open)
}

// parseMark reads what String wrote. Nothing at all is a fresh start, as after offsets were set by hand.
func parseMark(s string) (mark, error) {
	if s == "" {
		return freshMark(), nil
	}
	var m mark
	var version, state, open int
	if _, err := fmt.Sscanf(s, "%d %d %d %d %d %d %d", &version, &m.newest, &m.latest, &state, &m.ends, &m.most, &open); err != nil {
		return mark{}, fmt.Errorf("metadata %q: %w", s, err)
	}
	m.state, m.open = gpav1.SourceState(state), open == 1
	if _, known := gpav1.SourceState_name[int32(state)]; version != 1 || !known || state == 0 {
		return mark{}, fmt.Errorf("metadata %q is of another version", s)
	}
	return m, nil
}
