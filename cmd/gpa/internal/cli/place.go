package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/jackc/pgx/v5"

	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/embedded/broker"
	"github.com/gpa-stream/gpa/pkg/embedded/postgres"
	"github.com/gpa-stream/gpa/pkg/service"
)

// A place is a broker and a database to work on: the configured ones, or embedded ones.
type place struct {
	env      *service.Env
	broker   *broker.Broker
	database *postgres.Server
	dataDir  string
}

type placeOptions struct {
	// embedded allows embedded parts where the configuration names none.
	embedded bool
	// dataDir keeps the embedded parts' data.
	dataDir string
}

// openPlace connects to what the configuration names. What it leaves out is run inside this process if that is
// allowed; embedded parts are never a silent fallback.
func openPlace(ctx context.Context, s *session, c config.Config, o placeOptions) (*place, error) {
	p := &place{dataDir: o.dataDir}
	if o.embedded && len(c.Brokers) == 0 {
		b, err := broker.Start(ctx, broker.Options{DataDir: o.part("broker"), Partitions: c.Partitions})
		if err != nil {
			return nil, err
		}
		p.broker, c.Brokers = b, []string{b.Addr()}
	}
	if o.embedded && c.PostgresURL == "" {
		db, err := postgres.Start(ctx, postgres.Options{DataDir: o.part("postgres")})
		if err != nil {
			p.close() //nolint:contextcheck // What is left is sent after the context has ended.
			return nil, err
		}
		p.database, c.PostgresURL = db, db.URL()
	}
	env, err := service.Connect(ctx, c, s.log)
	if err != nil {
		p.close() //nolint:contextcheck // What is left is sent after the context has ended.
		return nil, err
	}
	p.env = env
	return p, nil
}

func (o placeOptions) part(name string) string {
	if o.dataDir == "" {
		return ""
	}
	return filepath.Join(o.dataDir, name)
}

// kept says what is left where.
func (p *place) kept() map[string]string {
	kept := map[string]string{"topics": p.env.Config.TopicPrefix, "schema": p.env.Config.PostgresSchema}
	if p.dataDir != "" {
		kept["data"] = p.dataDir
	}
	return kept
}

// drop removes the namespace: its topics and its schema.
func (p *place) drop(ctx context.Context) error {
	if p.broker != nil && p.database != nil && p.dataDir == "" {
		return nil // They go as a whole.
	}
	schema := pgx.Identifier{p.env.Config.PostgresSchema}.Sanitize()
	_, err := p.env.Pool.Exec(ctx, "DROP SCHEMA IF EXISTS "+schema+" CASCADE")
	if err != nil {
		err = fmt.Errorf("drop schema %s: %w", schema, err)
	}
	return errors.Join(err, p.env.Broker.Delete(ctx, p.env.Config.Names()))
}

func (p *place) close() {
	if p.env != nil {
		p.env.Close()
	}
	if p.database != nil {
		_ = p.database.Stop()
	}
	if p.broker != nil {
		p.broker.Stop()
	}
}
