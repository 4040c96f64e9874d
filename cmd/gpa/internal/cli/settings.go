package cli

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/pkg/stream/kafkastream"
)

var (
	errNoSalt     = errors.New("salt is not set: GPA_SALT, a secret that keys all pseudonyms, e.g. from `openssl rand -hex 32`")
	errNoBrokers  = errors.New("no brokers: set kafka.brokers (GPA_KAFKA_BROKERS=host:port), or try `gpa up --embedded`")
	errNoDatabase = errors.New("no database: set postgres.url (GPA_POSTGRES_URL=postgres://…), or try `gpa up --embedded`")
)

// throwawaySalt keys the pseudonyms of an embedded try, whose data go with the process.
const throwawaySalt = "embedded-try"

// complete says which setting a start still needs.
func complete(c config.Config, embedded bool) error {
	switch {
	case len(c.Brokers) == 0 && !embedded:
		return errNoBrokers
	case c.PostgresURL == "" && !embedded:
		return errNoDatabase
	case c.Salt == "":
		return errNoSalt
	}
	return nil
}

// pool opens the configured database.
func (s *session) pool(ctx context.Context) (*pgxpool.Pool, error) {
	if s.config.PostgresURL == "" {
		return nil, runner.WrongUse(errors.New("no database: set postgres.url (GPA_POSTGRES_URL=postgres://…), or name a folder that mine wrote with --dir"))
	}
	return database.Open(ctx, s.config.PostgresURL, s.config.PostgresSchema)
}

// kafka opens the configured brokers.
func (s *session) kafka() (*kafkastream.Broker, error) {
	if len(s.config.Brokers) == 0 {
		return nil, runner.WrongUse(errors.New("no brokers: set kafka.brokers (GPA_KAFKA_BROKERS=host:port)"))
	}
	return service.NewBroker(s.config, s.log)
}

// connect reaches the configured brokers and database.
func (s *session) connect(ctx context.Context) (*service.Env, error) {
	if err := complete(s.config, false); err != nil {
		return nil, runner.WrongUse(err)
	}
	return service.Connect(ctx, s.config, s.log)
}
