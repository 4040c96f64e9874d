package ingest

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// Serve runs the service until ctx ends.
func Serve(ctx context.Context, e *service.Env) error {
	return Run(ctx, e, Records{Salt: schema.Salt(e.Config.Salt)}, e.Config.Lateness, nil)
}

// AheadOfClock is how far an event time may lie ahead of the clock: one wrong clock must not close everything.
const AheadOfClock = time.Hour

// Run is Serve with records read in another way than by default; late, which may be nil, is told of what is late.
func Run(ctx context.Context, e *service.Env, r Records, lateness time.Duration, late func(Late)) error {
	c := Config{
		Records: r, Sources: e.Sources, Output: e.Config.Topic(schema.TopicTurns),
		Partitions: e.Partitions[schema.TopicTurns], Lateness: lateness, Idle: e.Config.Idle, CloseIdle: e.Config.CloseIdle,
	}
	if r.From == FromObservations {
		c.Output, c.Partitions = e.Config.Topic(schema.TopicObservations), e.Partitions[schema.TopicObservations]
	}
	if c.Idle > 0 && lateness != NoLateness {
		c.Progress, c.MaxAhead = e.Config.Topic(schema.TopicProgress), e.Config.FarthestAhead()
	}
	ports := Ports{Now: time.Now, Late: late} //nolint:forbidigo // The service is run by a process that has a clock.
	if lateness != NoLateness {
		c.Ahead = AheadOfClock
	}
	stage, err := New(c, ports)
	if err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	if c.Progress != "" {
		g.Go(func() error {
			return follow(ctx, e.Broker, stream.Partition{Topic: c.Progress}, func(r stream.Record) { stage.Hear(r, e.Config.RawTopics()) })
		})
	}
	g.Go(func() error { return e.Run(ctx, Name, e.Config.RawTopics(), stage) })
	return g.Wait()
}
