// Package pgstore keeps the rule miner's positions and takings in Postgres (tables miner_*, rules, outbox of
// pkg/database).
//
// What fails because the server is away is tried again until the context ends. That is safe for the fenced writes: if
// the first try went through unnoticed, the second one is fenced, and the caller reads anew.
package pgstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// A Store keeps everything in the schema that its pool is set to.
type Store struct {
	pool   *pgxpool.Pool
	schema string
}

var _ store.Store = (*Store)(nil)

// New is the store in that schema; the pool is one of database.Open for it.
func New(pool *pgxpool.Pool, schema string) *Store { return &Store{pool: pool, schema: schema} }

// Position is that of a partition.
func (s *Store) Position(ctx context.Context, partition int32) (store.Position, error) {
	p := store.Unstarted()
	err := database.Retry(ctx, func() error {
		err := s.pool.QueryRow(ctx, `SELECT closed_through, next_offset, clock, counters FROM miner_positions WHERE partition = $1`, partition).
			Scan(&p.ClosedThrough, &p.NextOffset, &p.Clock, &p.Counters)
		if errors.Is(err, pgx.ErrNoRows) {
			p = store.Unstarted()
			return nil
		}
		return err
	})
	if err != nil {
		return store.Position{}, fmt.Errorf("read the position of partition %d: %w", partition, err)
	}
	return p, nil
}

// Close writes rows and position, or nothing.
func (s *Store) Close(ctx context.Context, partition int32, believed int64, next store.Position, rows []store.Row) error {
	err := s.transact(ctx, func(tx pgx.Tx) error {
		if err := move(ctx, tx, partition, believed, next); err != nil {
			return err
		}
		buckets, tallies := make([]int64, len(rows)), make([][]byte, len(rows))
		for i, r := range rows {
			buckets[i], tallies[i] = r.Bucket, r.Tally
		}
		_, err := tx.Exec(ctx, `INSERT INTO miner_tallies (bucket, partition, tally)
			SELECT bucket, $1, tally FROM unnest($2::bigint[], $3::bytea[]) AS row (bucket, tally)`, partition, buckets, tallies)
		if err != nil {
			return fmt.Errorf("write %d tallies: %w", len(rows), err)
		}
		return notify(ctx, tx, database.TalliesChannel(s.schema))
	})
	if err != nil {
		return fmt.Errorf("close partition %d through bucket %d: %w", partition, next.ClosedThrough, err)
	}
	return nil
}

// move is the compare-and-set. A first row may be made only by who believes that there is none; two of those are put
// in order by the primary key.
func move(ctx context.Context, tx pgx.Tx, partition int32, believed int64, next store.Position) error {
	query := `UPDATE miner_positions SET closed_through = $3, next_offset = $4, clock = $5, counters = $6
		WHERE partition = $1 AND closed_through = $2`
	if believed == store.NoBucket {
		query = `INSERT INTO miner_positions AS p (partition, closed_through, next_offset, clock, counters) VALUES ($1, $3, $4, $5, $6)
			ON CONFLICT (partition) DO UPDATE SET closed_through = $3, next_offset = $4, clock = $5, counters = $6
			WHERE p.closed_through = $2`
	}
	tag, err := tx.Exec(ctx, query, partition, believed, next.ClosedThrough, next.NextOffset, next.Clock, next.Counters)
	if err != nil {
		return fmt.Errorf("move the position: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return stream.ErrFenced
	}
	return nil
}

func notify(ctx context.Context, tx pgx.Tx, channel string) error {
	if _, err := tx.Exec(ctx, `SELECT pg_notify($1, '')`, channel); err != nil {
		return fmt.Errorf("notify %s: %w", channel, err)
	}
	return nil
}

// Wait returns at the next notification of a worker, at the latest after d. Trouble with the connection only makes
// it wait longer.
func (s *Store) Wait(ctx context.Context, d time.Duration) error {
	wait, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	if err := s.listen(wait); err != nil {
		<-wait.Done()
	}
	return ctx.Err()
}

func (s *Store) listen(ctx context.Context) error {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("connect to listen: %w", err)
	}
	defer conn.Release()
	// Left listening, which costs nothing: the next Wait may get the same connection.
	if _, err := conn.Exec(ctx, `LISTEN `+pgx.Identifier{database.TalliesChannel(s.schema)}.Sanitize()); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	if _, err := conn.Conn().WaitForNotification(ctx); err != nil {
		return fmt.Errorf("wait for a notification: %w", err)
	}
	return nil
}
