package database

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate makes the schema if it is missing and brings its tables up to date.
//
// Any number of instances may start at once: one does the work, the others wait for it.
func Migrate(ctx context.Context, url, schema string) (err error) {
	if err := CheckSchema(schema); err != nil {
		return err
	}
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return fmt.Errorf("read postgres.url: %w", err)
	}
	cfg.RuntimeParams["search_path"] = schema
	db := stdlib.OpenDB(*cfg)
	defer func() { err = errors.Join(err, db.Close()) }()

	if err := create(ctx, db, schema); err != nil {
		return fmt.Errorf("create schema %s: %w", schema, err)
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("find the migrations: %w", err)
	}
	steps, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithSessionLocker(sessionLock(lockID(schema))))
	if err != nil {
		return fmt.Errorf("prepare the migrations: %w", err)
	}
	if _, err := steps.Up(ctx); err != nil {
		return fmt.Errorf("migrate schema %s: %w", schema, err)
	}
	return nil
}

// create makes the schema. It looks first, because in many places the user may not create schemas and need not.
func create(ctx context.Context, db *sql.DB, schema string) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tx.Rollback())
		}
	}()
	// CREATE SCHEMA IF NOT EXISTS fails when two run it at once.
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, lockID(schema)+1); err != nil {
		return err
	}
	var there bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)`, schema).Scan(&there); err != nil {
		return err
	}
	if !there {
		if _, err := tx.ExecContext(ctx, `CREATE SCHEMA `+pgx.Identifier{schema}.Sanitize()); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// A sessionLock is an advisory lock of that number. It waits in the server's queue: goose's own asks every 5 seconds,
// and many instances that start at once would come up one after the other at that pace.
type sessionLock int64

// SessionLock takes the lock, however long that takes.
func (l sessionLock) SessionLock(ctx context.Context, conn *sql.Conn) error {
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, int64(l)); err != nil {
		return fmt.Errorf("wait for other instances to migrate: %w", err)
	}
	return nil
}

// SessionUnlock lets the next one in.
func (l sessionLock) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_unlock($1)`, int64(l)); err != nil {
		return fmt.Errorf("let other instances migrate: %w", err)
	}
	return nil
}

// lockID is a number of this schema's own, so that namespaces do not wait for each other.
func lockID(schema string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte("gpa migrate " + schema))
	return int64(h.Sum64() >> 2)
}
