package clock

import "slices"

// maxSnapshots bounds the memory; beyond it every second snapshot is dropped.
const maxSnapshots = 256

// Snapshots are clocks as they stood before the records at certain offsets: whoever starts there again needs the time
// of there. The zero value is empty.
//
// They may be sparse, because whoever starts again may start earlier than it must: it reads some records twice.
type Snapshots struct {
	at []snapshot // ascending offsets
}

type snapshot struct {
	offset int64
	clock  *Clock
}

// Mark keeps the clock as it stands before the record at offset.
func (s *Snapshots) Mark(offset int64, c *Clock) {
	if n := len(s.at); n > 0 && s.at[n-1].offset >= offset {
		s.at = s.at[:n-1]
	}
	s.at = append(s.at, snapshot{offset: offset, clock: c.Clone()})
	if len(s.at) > maxSnapshots {
		s.thin()
	}
}

// thin keeps the first and the last snapshot, and every second between them.
func (s *Snapshots) thin() {
	last := len(s.at) - 1
	kept := s.at[:0]
	for i, x := range s.at {
		if i%2 == 0 || i == last {
			kept = append(kept, x)
		}
	}
	s.at = kept
}

// Floor is the largest marked offset up to the given one, with the clock as it stood there; what lies further back is
// forgotten. With nothing marked it is the offset itself and a fresh clock.
func (s *Snapshots) Floor(offset int64) (int64, *Clock) {
	i, found := slices.BinarySearchFunc(s.at, offset, func(x snapshot, o int64) int {
		switch {
		case x.offset < o:
			return -1
		case x.offset > o:
			return 1
		}
		return 0
	})
	if !found {
		i--
	}
	if i < 0 {
		return offset, &Clock{}
	}
	s.at = slices.Delete(s.at, 0, i)
	return s.at[0].offset, s.at[0].clock.Clone()
}

// Before is the clock that Floor gives.
func (s *Snapshots) Before(offset int64) *Clock {
	_, c := s.Floor(offset)
	return c
}
