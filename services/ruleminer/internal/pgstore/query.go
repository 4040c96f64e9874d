package pgstore

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/gpa-stream/gpa/pkg/database"
)

// transact commits what do does; a lost connection is waited out.
func (s *Store) transact(ctx context.Context, do func(pgx.Tx) error) error {
	return database.Retry(ctx, func() error { return pgx.BeginFunc(ctx, s.pool, do) })
}

// list reads all rows of a query.
func list[T any](ctx context.Context, s *Store, scan pgx.RowToFunc[T], query string, args ...any) (out []T, err error) {
	err = database.Retry(ctx, func() error {
		rows, err := s.pool.Query(ctx, query, args...)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, scan)
		return err
	})
	return out, err
}
