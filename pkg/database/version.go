package database

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// undefinedTable is Postgres' code for a table that is not there.
const undefinedTable = "42P01"

// Versions are the newest migration that the schema has seen, 0 for none, and the newest that this build knows.
func Versions(ctx context.Context, pool *pgxpool.Pool) (have, known int64, err error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return 0, 0, fmt.Errorf("find the migrations: %w", err)
	}
	for _, name := range names {
		number, _, _ := strings.Cut(strings.TrimPrefix(name, "migrations/"), "_")
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return 0, 0, fmt.Errorf("read the number of migration %s: %w", name, err)
		}
		known = max(known, n)
	}
	err = pool.QueryRow(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&have)
	var failed *pgconn.PgError
	if errors.As(err, &failed) && failed.Code == undefinedTable {
		return 0, known, nil
	}
	if err != nil {
		return 0, known, fmt.Errorf("ask for the version of the tables: %w", err)
	}
	return have, known, nil
}

// Setting is what the namespace holds under a key, empty when it holds nothing.
func Setting(ctx context.Context, pool *pgxpool.Pool, key string) (string, error) {
	var value string
	err := pool.QueryRow(ctx, `SELECT value FROM namespace WHERE key = $1`, key).Scan(&value)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read %s of the namespace: %w", key, err)
	}
	return value, nil
}
