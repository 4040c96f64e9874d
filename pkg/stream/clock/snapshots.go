package clock

import "slices"

// Snapshots are clocks as they stood before the records at certain offsets: whoever starts there again needs the time
// of there. The zero value is empty.
type Snapshots struct {
	at []snapshot // ascending offsets
}

type snapshot struct {
	offset int64
	clock  *Clock
}

// Mark keeps the clock as it stands before the record at offset.
func (s *Snapshots) Mark(offset int64, c *Clock) {
	if n := len(s.at); n > 0 && s.at[n-1].offset == offset {
		s.at[n-1].clock = c.Clone()
		return
	}
	s.at = append(s.at, snapshot{offset: offset, clock: c.Clone()})
}

// Before is the clock as it stood at offset, and forgets what lies further back. Nothing marked is a fresh clock.
func (s *Snapshots) Before(offset int64) *Clock {
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
		return &Clock{}
	}
	s.at = slices.Delete(s.at, 0, i)
	return s.at[0].clock.Clone()
}
