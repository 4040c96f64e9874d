package pipeline

import (
	"time"

	"github.com/gpa-stream/gpa/services/ingest"
)

// A horizon follows how far an end will close the buckets: up to the largest event time that ingest lets through. What
// is late or lies in the future goes elsewhere, and to wait for its bucket would be to wait for ever.
type horizon struct {
	// lateness is ingest's.
	lateness time.Duration
	// limit is the largest event time that is no clock gone wrong, 0 when all are taken.
	limit  int64
	newest map[int32]int64 // by partition
	most   int64
}

func newHorizon(lateness time.Duration, now time.Time) *horizon {
	h := &horizon{lateness: lateness, newest: map[int32]int64{}}
	if lateness != ingest.NoLateness {
		h.limit = now.Add(ingest.AheadOfClock).UnixMicro()
	}
	return h
}

// add takes a record in: its event time, and the largest in it.
func (h *horizon) add(partition int32, at, latest int64) {
	if h.limit != 0 && latest > h.limit {
		return
	}
	newest, seen := h.newest[partition]
	if seen && h.lateness != ingest.NoLateness && at < newest-h.lateness.Microseconds() {
		return
	}
	h.newest[partition] = max(newest, at)
	h.most = max(h.most, latest)
}
