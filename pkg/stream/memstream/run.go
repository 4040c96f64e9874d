package memstream

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/gpa-stream/gpa/pkg/stream"
)

// Run runs the loop over all partitions of the topics, as the only member of the group, until ctx ends or a partition
// cannot go on. The loop's Ports are set by Run.
func (b *Broker) Run(ctx context.Context, group string, topics []string, loop stream.Loop) error {
	loop.Ports = b.Ports(group)
	g, ctx := errgroup.WithContext(ctx)
	for _, topic := range topics {
		n := b.Partitions(topic)
		if n == 0 {
			return fmt.Errorf("no topic %s", topic)
		}
		for i := range n {
			g.Go(func() error { return loop.Run(ctx, stream.Partition{Topic: topic, Index: int32(i)}) })
		}
	}
	return g.Wait()
}
