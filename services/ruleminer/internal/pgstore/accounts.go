package pgstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// Taken lists the buckets that were taken.
func (s *Store) Taken(ctx context.Context) ([]store.Account, error) {
	taken, err := list(ctx, s, func(row pgx.CollectableRow) (a store.Account, err error) {
		err = row.Scan(&a.Bucket, &a.EndsAt, &a.Incomplete, &a.Counts, &a.Kept)
		a.EndsAt = a.EndsAt.UTC()
		return a, err
	}, `SELECT bucket, ends_at, incomplete, counts, tally IS NOT NULL FROM miner_buckets ORDER BY bucket`)
	if err != nil {
		return nil, fmt.Errorf("list the buckets: %w", err)
	}
	return taken, nil
}

// Kept is the first tally after that bucket.
func (s *Store) Kept(ctx context.Context, after int64) (k store.Kept, ok bool, err error) {
	err = database.Retry(ctx, func() error {
		err := s.pool.QueryRow(ctx, `SELECT bucket, tally FROM miner_buckets WHERE bucket > $1 AND tally IS NOT NULL ORDER BY bucket LIMIT 1`, after).
			Scan(&k.Bucket, &k.Tally)
		ok = err == nil
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		return err
	})
	if err != nil {
		return k, false, fmt.Errorf("read the tally kept after bucket %d: %w", after, err)
	}
	return k, ok, nil
}

// State is the miner's state after the last bucket.
func (s *Store) State(ctx context.Context) (state []byte, err error) {
	err = database.Retry(ctx, func() error {
		return s.pool.QueryRow(ctx, `SELECT state FROM miner_coordinator`).Scan(&state)
	})
	if err != nil {
		return nil, fmt.Errorf("read the miner's state: %w", err)
	}
	return state, nil
}

// Rules is the newest rule set.
func (s *Store) Rules(ctx context.Context) (rules []byte, err error) {
	err = database.Retry(ctx, func() error {
		err := s.pool.QueryRow(ctx, `SELECT rules FROM miner_buckets ORDER BY bucket DESC LIMIT 1`).Scan(&rules)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the newest rules: %w", err)
	}
	return rules, nil
}

// Explained is what Explain kept last.
func (s *Store) Explained(ctx context.Context) (doc []byte, err error) {
	err = database.Retry(ctx, func() error {
		return s.pool.QueryRow(ctx, `SELECT explanations FROM miner_coordinator`).Scan(&doc)
	})
	if err != nil {
		return nil, fmt.Errorf("read what stands behind the rules: %w", err)
	}
	return doc, nil
}

// Standings lists the partitions that have closed something.
func (s *Store) Standings(ctx context.Context) ([]store.Standing, error) {
	standings, err := list(ctx, s, pgx.RowToStructByPos[store.Standing],
		`SELECT partition, closed_through, next_offset FROM miner_positions ORDER BY partition`)
	if err != nil {
		return nil, fmt.Errorf("list the partitions: %w", err)
	}
	return standings, nil
}

// Waiting lists the buckets that wait for the coordinator.
func (s *Store) Waiting(ctx context.Context) ([]int64, error) {
	buckets, err := list(ctx, s, pgx.RowTo[int64], `SELECT DISTINCT bucket FROM miner_tallies ORDER BY bucket`)
	if err != nil {
		return nil, fmt.Errorf("list the buckets that wait: %w", err)
	}
	return buckets, nil
}

// Force closes a partition by hand. The position keeps its offset, so that the partition's worker starts there anew
// and finds the buckets closed.
func (s *Store) Force(ctx context.Context, partition int32, through int64, reason string) error {
	err := s.transact(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO miner_positions (partition) VALUES ($1) ON CONFLICT (partition) DO NOTHING`, partition)
		if err != nil {
			return fmt.Errorf("make the position: %w", err)
		}
		var after int64
		if err := tx.QueryRow(ctx, `SELECT closed_through FROM miner_positions WHERE partition = $1 FOR UPDATE`, partition).Scan(&after); err != nil {
			return fmt.Errorf("read the position: %w", err)
		}
		if after >= through {
			return &store.ClosedError{Partition: partition, ClosedThrough: after}
		}
		if _, err := tx.Exec(ctx, `UPDATE miner_positions SET closed_through = $2 WHERE partition = $1`, partition, through); err != nil {
			return fmt.Errorf("move the position: %w", err)
		}
		_, err = tx.Exec(ctx, `INSERT INTO miner_forced (partition, after_bucket, through, reason) VALUES ($1, $2, $3, $4)`,
			partition, after, through, reason)
		if err != nil {
			return fmt.Errorf("keep the reason: %w", err)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("force partition %d closed through bucket %d: %w", partition, through, err)
	}
	return nil
}

// Forced lists what was closed by hand.
func (s *Store) Forced(ctx context.Context) ([]store.Forced, error) {
	forced, err := list(ctx, s, pgx.RowToStructByPos[store.Forced],
		`SELECT partition, after_bucket, through, reason FROM miner_forced ORDER BY partition, through`)
	if err != nil {
		return nil, fmt.Errorf("list what was closed by hand: %w", err)
	}
	return forced, nil
}
