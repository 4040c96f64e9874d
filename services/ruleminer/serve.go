package ruleminer

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/outbox"
	"github.com/gpa-stream/gpa/pkg/outbox/kafkaoutbox"
	"github.com/gpa-stream/gpa/pkg/outbox/pgoutbox"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/service"
)

// FromEnv are the settings of a running system.
func FromEnv(e *service.Env) Config {
	return FromConfig(e.Config, e.Partitions[schema.TopicObservations])
}

// FromConfig are the settings of a running system with so many partitions of observations.
func FromConfig(from config.Config, partitions int) Config {
	c := Defaults()
	c.Salt = schema.Salt(from.Salt)
	c.Partitions = partitions
	c.Bucket, c.Epoch, c.MaxHold = from.Bucket, max(from.Epoch, from.Bucket), max(from.MaxHold, from.Bucket)
	c.KeepTallies = from.KeepTallies
	c.Set = []string{fmt.Sprintf("MinUsers=%d", from.MinUsers)}
	for _, k := range slices.Sorted(maps.Keys(from.Set)) {
		c.Set = append(c.Set, k+"="+from.Set[k])
	}
	return c
}

// Serve runs the service until ctx ends.
func Serve(ctx context.Context, e *service.Env) error { return Run(ctx, e, FromEnv(e)) }

// Run is Serve with other settings: workers, coordinator, and the relay of the rules topic.
func Run(ctx context.Context, e *service.Env, c Config) error {
	settings, err := c.Namespace()
	if err != nil {
		return err
	}
	if err := database.EnsureNamespace(ctx, e.Pool, settings); err != nil {
		return err
	}
	s, err := New(c, NewPostgresStore(e.Pool, e.Config.PostgresSchema))
	if err != nil {
		return err
	}
	relay := outbox.Relay{
		Rows:  pgoutbox.Rows{Pool: e.Pool, Kind: outbox.KindRule},
		Topic: kafkaoutbox.Topic{Client: e.Broker.Client(), Name: e.Config.Topic(schema.TopicRules)},
		Log:   e.Log,
	}
	topics := []string{e.Config.Topic(schema.TopicObservations)}
	return runner.Run(ctx, runner.Options{Log: e.Log},
		runner.Service{Name: "workers", Run: func(ctx context.Context) error { return e.Run(ctx, Name, topics, s.Stage()) }},
		runner.Service{Name: "coordinator", Run: s.Coordinator().Run},
		runner.Service{Name: "rules relay", Run: relay.Run},
	)
}
