package stream

import (
	"sync/atomic"
	"time"
)

// Bounds are the upper ends of a histogram's buckets; a last one without an end follows.
var Bounds = [...]time.Duration{
	5 * time.Millisecond, 10 * time.Millisecond, 25 * time.Millisecond, 50 * time.Millisecond, 100 * time.Millisecond,
	250 * time.Millisecond, 500 * time.Millisecond, time.Second, 2500 * time.Millisecond, 5 * time.Second, 10 * time.Second,
	30 * time.Second, time.Minute, 5 * time.Minute,
}

// A Histogram counts durations by bucket. The zero value is ready.
type Histogram struct {
	counts [len(Bounds) + 1]atomic.Int64
	sum    atomic.Int64
}

// Observe counts a duration.
func (h *Histogram) Observe(d time.Duration) {
	i := 0
	for i < len(Bounds) && d > Bounds[i] {
		i++
	}
	h.counts[i].Add(1)
	h.sum.Add(int64(d))
}

// Load gives the counts by bucket and the sum.
func (h *Histogram) Load() (counts [len(Bounds) + 1]int64, sum time.Duration) {
	for i := range h.counts {
		counts[i] = h.counts[i].Load()
	}
	return counts, time.Duration(h.sum.Load())
}
