package httpapi

import (
	"context"
	"sync"
	"time"
)

// news tells all watchers that there is something new, so that one of us asks the store and not each of them.
type news struct {
	mu      sync.Mutex
	changed chan struct{}
}

func newNews() *news { return &news{changed: make(chan struct{})} }

// wait gives a channel that closes at the next news.
func (n *news) wait() <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.changed
}

func (n *news) spread() {
	n.mu.Lock()
	defer n.mu.Unlock()
	close(n.changed)
	n.changed = make(chan struct{})
}

// Watch asks the store for news, until the context ends.
func (a *API) Watch(ctx context.Context) {
	tick := time.NewTicker(a.o.Poll)
	defer tick.Stop()
	last := int64(-1)
	for {
		seq, err := a.store.LastEvent(ctx)
		if err == nil && seq != last {
			last = seq
			a.news.spread()
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
