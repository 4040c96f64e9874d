package service

import (
	"context"
	"fmt"
	"time"

	"github.com/gpa-stream/gpa/pkg/stream"
)

// watchEvery is how often it is looked whether something is stuck, for the log.
const watchEvery = 10 * time.Second

// watch makes the watches over the partitions of a service: one that has records and does not move for
// http.stuck_after makes the process unhealthy.
func (e *Env) watch(name string) func(stream.Partition) stream.Watch {
	return func(p stream.Partition) stream.Watch {
		return e.Health.Watch(fmt.Sprintf("%s at %s/%d", name, p.Topic, p.Index), e.Config.StuckAfter)
	}
}

// guard logs what is stuck until ctx ends, for all services of the process; done is closed when it has ended.
func (e *Env) guard(ctx context.Context) (done <-chan struct{}) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if e.guarded.CompareAndSwap(false, true) {
			defer e.guarded.Store(false)
			e.Health.Guard(ctx, e.Log, watchEvery)
		}
	}()
	return ended
}
