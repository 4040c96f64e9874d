package ingest

import (
	"context"
	"log/slog"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/service"
)

// Serve runs the service until ctx ends.
func Serve(ctx context.Context, e *service.Env) error {
	return Run(ctx, e, Records{Salt: schema.Salt(e.Config.Salt)}, e.Config.Lateness)
}

// aheadOfClock is how far an event time may lie ahead of the clock: one wrong clock must not close everything.
const aheadOfClock = time.Hour

// Run is Serve with records read in another way than by default.
func Run(ctx context.Context, e *service.Env, r Records, lateness time.Duration) error {
	c := Config{
		Records: r, Sources: e.Sources, Output: e.Config.Prefixed(string(schema.TopicTurns)),
		Partitions: e.Partitions[schema.TopicTurns], Lateness: lateness, Idle: e.Config.Idle, CloseIdle: e.Config.CloseIdle,
	}
	if r.From == FromObservations {
		c.Output, c.Partitions = e.Config.Prefixed(string(schema.TopicObservations)), e.Partitions[schema.TopicObservations]
	}
	ports := Ports{Now: time.Now, Late: func(l Late) {
		e.Log.Debug("late record", slog.String("topic", l.Source.Topic), slog.Int64("offset", l.Offset), slog.Time("time", l.Time), slog.Time("limit", l.Limit))
	}}
	if lateness != NoLateness {
		c.Ahead = aheadOfClock
	}
	stage, err := New(c, ports)
	if err != nil {
		return err
	}
	return e.Run(ctx, Name, e.Config.RawTopics(), stage)
}
