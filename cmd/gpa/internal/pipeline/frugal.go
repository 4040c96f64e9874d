package pipeline

import (
	"math"
	"runtime/debug"
	"runtime/metrics"
)

// A frugal holds the memory of the process below memoryMost, as long as what is in use leaves room for half as much
// again to be collected: the collector runs more often then, instead of at twice what is in use. GOMEMLIMIT outranks it.
type frugal struct {
	live  []metrics.Sample
	limit int64
}

// memoryMost is a limit of what the Go runtime takes; the program itself comes on top.
const memoryMost = 320 << 20

// newFrugal begins to hold; nil when the user has set a limit.
func newFrugal() *frugal {
	if debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return nil
	}
	f := &frugal{live: []metrics.Sample{{Name: "/gc/heap/live:bytes"}}}
	f.tend()
	return f
}

// tend looks how much is in use. It is to be called from time to time.
func (f *frugal) tend() {
	if f == nil {
		return
	}
	metrics.Read(f.live)
	limit := limitOf(int64(f.live[0].Value.Uint64()))
	// To set it stops the world for a moment.
	if f.limit == 0 || limit > f.limit+f.limit/16 || limit < f.limit-f.limit/4 {
		f.limit = limit
		debug.SetMemoryLimit(limit)
	}
}

// limitOf is the limit when so much is in use.
func limitOf(live int64) int64 { return max(memoryMost, live+live/2) }

// end lets go.
func (f *frugal) end() {
	if f != nil {
		debug.SetMemoryLimit(math.MaxInt64)
	}
}
