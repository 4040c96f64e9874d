package mine

import (
	"runtime"
	"sync"
)

// refresh looks at the evidence that changed, at several intents at once: they have nothing in common that a look
// changes, so what is found does not depend on how many are looked at together.
func (m *Miner) refresh() {
	stale := make(chan *intent)
	var lookers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), m.stale()) {
		lookers.Go(func() {
			for in := range stale {
				in.found, in.stale = m.look(in), false
			}
		})
	}
	for _, name := range m.names.names {
		if in := m.intents[name]; in.stale {
			stale <- in
		}
	}
	close(stale)
	lookers.Wait()
}

// stale is how many intents have evidence that was not looked at.
func (m *Miner) stale() int {
	n := 0
	for _, in := range m.intents {
		if in.stale {
			n++
		}
	}
	return n
}
