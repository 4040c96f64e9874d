package mine

import (
	"runtime"
	"sync"
)

// refresh looks at the evidence that changed.
func (m *Miner) refresh() {
	var stale []*intent
	for _, name := range m.names.names {
		if in := m.intents[name]; in.stale {
			stale = append(stale, in)
		}
	}
	atOnce(stale, func(_ int, in *intent) { in.found, in.stale = m.look(in), false })
}

// flush turns what has waited long enough into evidence, and says what it was, by intent and cell.
func (m *Miner) flush(bucket int64) map[string]map[cellName]*generation {
	var ready []*intent
	for _, name := range m.names.names {
		if in := m.intents[name]; in.ready(bucket, m.p) {
			ready = append(ready, in)
		}
	}
	made := make([]map[cellName]*generation, len(ready))
	atOnce(ready, func(i int, in *intent) { made[i] = in.flush(bucket, m.admitted) })
	flushed := map[string]map[cellName]*generation{}
	for i, in := range ready {
		flushed[in.name] = made[i]
	}
	return flushed
}

// atOnce does something with several intents at once: they have nothing in common that it may change, so what comes out
// does not depend on how many are at work.
func atOnce(intents []*intent, do func(i int, in *intent)) {
	work := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(intents)) {
		workers.Go(func() {
			for i := range work {
				do(i, intents[i])
			}
		})
	}
	for i := range intents {
		work <- i
	}
	close(work)
	workers.Wait()
}
