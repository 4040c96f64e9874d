// Package database opens the Postgres schema of a namespace and brings it up to date.
//
// It holds the tables of all services (migrations/) and the check that a namespace is used with the settings it was
// begun with. It never reads or writes the services' rows: each service does so in an adapter of its own.
package database

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
)

// connections is what one process needs when all stages run in it: workers beside each other, and the listeners and
// relays that hold a connection each. pool_max_conns in the address says otherwise.
const connections = 16

// Open connects to the schema of a namespace: its tables are named without the schema in the pool's queries.
//
// The schema need not exist yet (Migrate makes it). Open fails when the server cannot be reached.
func Open(ctx context.Context, url, schema string) (*pgxpool.Pool, error) {
	if err := CheckSchema(schema); err != nil {
		return nil, err
	}
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read postgres.url: %w", err)
	}
	cfg.ConnConfig.RuntimeParams["search_path"] = schema
	if !strings.Contains(url, "pool_max_conns") {
		cfg.MaxConns = max(cfg.MaxConns, connections)
	}
	cfg.ConnConfig.DialFunc = dialer().DialContext
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open postgres: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("connect to postgres: %w", err)
	}
	return pool, nil
}
