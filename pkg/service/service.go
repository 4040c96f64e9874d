// Package service is what every service is given: the configuration, a way to the brokers, the database, a log.
//
// A service is a function Serve(ctx, *Env) error; a process is a list of them.
package service

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/observe"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/kafkastream"
)

// Serve runs a service until ctx ends.
type Serve func(ctx context.Context, e *Env) error

// Env is what a service is given.
type Env struct {
	Config config.Config
	Broker *kafkastream.Broker
	Pool   *pgxpool.Pool
	Log    *slog.Logger
	// Partitions are the numbers of partitions of the namespace's topics.
	Partitions map[schema.Topic]int
	// Sources is the number of partitions of the topics that ingest reads.
	Sources int
	// Meters count what passes through the stages, by service.
	Meters  map[string]*stream.Meter
	mu      sync.Mutex
	guarded atomic.Bool

	measures  []func(*observe.Metrics)
	exporting sync.Once
	exporter  *observe.Exporter
	exportErr error

	// Health is what the process says about itself.
	Health *runner.Health
}

// Connect reaches the brokers and the database, makes topics and tables that are missing, and checks that the
// namespace is used with the settings it was begun with.
func Connect(ctx context.Context, c config.Config, log *slog.Logger) (*Env, error) {
	switch {
	case len(c.Brokers) == 0:
		return nil, errors.New("no brokers: set kafka.brokers (GPA_KAFKA_BROKERS=host:port), or try `gpa up --embedded`")
	case c.PostgresURL == "":
		return nil, errors.New("no database: set postgres.url (GPA_POSTGRES_URL=postgres://…), or try `gpa up --embedded`")
	case c.Salt == "":
		return nil, errors.New("no salt: set salt (GPA_SALT), a secret that keys all pseudonyms, e.g. from `openssl rand -hex 32`")
	}
	broker, err := NewBroker(c, log)
	if err != nil {
		return nil, err
	}
	e := &Env{Config: c, Broker: broker, Log: log, Meters: map[string]*stream.Meter{}, Health: runner.NewHealth(time.Now)}
	if err := e.prepare(ctx); err != nil {
		e.Close() //nolint:contextcheck // What is left is sent after the context has ended.
		return nil, err
	}
	return e, nil
}

func (e *Env) prepare(ctx context.Context) (err error) {
	c := e.Config
	if e.Partitions, err = e.Broker.Ensure(ctx, c.Names(), c.Partitions); err != nil {
		return err
	}
	if err := e.checkRetention(ctx); err != nil {
		return err
	}
	for _, topic := range c.RawTopics() {
		n, err := e.Broker.PartitionCount(ctx, topic)
		if err != nil {
			return err
		}
		e.Sources += n
	}
	if err := database.Migrate(ctx, c.PostgresURL, c.PostgresSchema); err != nil {
		return err
	}
	if e.Pool, err = database.Open(ctx, c.PostgresURL, c.PostgresSchema); err != nil {
		return err
	}
	return database.EnsureNamespace(ctx, e.Pool, map[string]string{
		database.KeySalt:      schema.Salt(c.Salt).Fingerprint(),
		"partitions of turns": strconv.Itoa(e.Partitions[schema.TopicTurns]),
	})
}

// Close frees connections.
func (e *Env) Close() {
	e.stopExport()
	if e.Pool != nil {
		e.Pool.Close()
	}
	e.Broker.Close()
}

// Run joins the service's consumer group and runs its stage until ctx ends.
func (e *Env) Run(ctx context.Context, name string, topics []string, stage stream.Stage) error {
	exporter, err := e.export(ctx)
	if err != nil {
		return err
	}
	e.Health.Ready(name, true)
	meter := e.meter(name)
	watched, stop := context.WithCancel(ctx)
	guard := e.guard(watched)
	defer func() { stop(); <-guard }()
	return e.Broker.Run(ctx, e.Config.Group(name), topics, stream.Loop{
		Service: name, Stage: stage, DeadLetters: e.Config.Topic(schema.DLQ(name)), Meter: meter, Tracer: exporter.Tracer(),
		Watch: e.watch(name),
	})
}
