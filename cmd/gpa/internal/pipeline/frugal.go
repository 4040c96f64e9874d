package pipeline

import (
	"math"
	"runtime/debug"
	"runtime/metrics"
)

// A frugal holds the memory of the process below memoryMost, as long as what is in use leaves room for half as much
// again to be collected: the collector runs more often then. Below it runs seldom, for what is free costs nothing.
// GOMEMLIMIT outranks it, and GOGC its percent.
type frugal struct {
	live    []metrics.Sample
	limit   int64
	percent int // what was in force before
}

// memoryMost is a limit of what the Go runtime takes; the program itself comes on top.
const memoryMost = 320 << 20

// seldom is how much may be allocated between two collections, in percent of what is in use, as long as the limit lets it.
const seldom = 400

// unasked is what the runtime does when nobody set GOGC.
const unasked = 100

// newFrugal begins to hold; nil when the user has set a limit.
func newFrugal() *frugal {
	if debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return nil
	}
	f := &frugal{live: []metrics.Sample{{Name: "/gc/heap/live:bytes"}}}
	if f.percent = debug.SetGCPercent(seldom); f.percent != unasked {
		debug.SetGCPercent(f.percent)
	}
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
		debug.SetGCPercent(f.percent)
	}
}
