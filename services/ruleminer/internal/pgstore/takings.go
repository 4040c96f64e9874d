package pgstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/outbox/pgoutbox"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// Lead begins a term.
func (s *Store) Lead(ctx context.Context) (store.Term, error) {
	var t store.Term
	err := database.Retry(ctx, func() error {
		return s.pool.QueryRow(ctx, `UPDATE miner_coordinator SET leader = leader + 1 RETURNING leader, bucket, state`).
			Scan(&t.Leader, &t.Bucket, &t.State)
	})
	if err != nil {
		return store.Term{}, fmt.Errorf("take the coordinator's office: %w", err)
	}
	return t, nil
}

// Holder says who leads and which bucket was taken last.
func (s *Store) Holder(ctx context.Context) (leader, bucket int64, err error) {
	err = database.Retry(ctx, func() error {
		return s.pool.QueryRow(ctx, `SELECT leader, bucket FROM miner_coordinator`).Scan(&leader, &bucket)
	})
	if err != nil {
		return 0, 0, fmt.Errorf("read who coordinates: %w", err)
	}
	return leader, bucket, nil
}

// Next is the first bucket after that one which can be taken. Rows and position of a partition move together, so what
// one statement sees is enough.
func (s *Store) Next(ctx context.Context, after int64, partitions int) (bucket int64, ok bool, err error) {
	err = database.Retry(ctx, func() error {
		var found *int64
		err := s.pool.QueryRow(ctx, `
			WITH closed AS (SELECT count(*) AS n, min(closed_through) AS through FROM miner_positions WHERE partition < $2)
			SELECT (SELECT min(bucket) FROM miner_tallies WHERE bucket > $1 AND bucket <= closed.through)
			FROM closed WHERE n = $2`, after, partitions).Scan(&found)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err == nil && found != nil {
			bucket, ok = *found, true
		}
		return err
	})
	if err != nil {
		return 0, false, fmt.Errorf("look for the bucket after %d: %w", after, err)
	}
	return bucket, ok, nil
}

// Tallies are the rows of a bucket, by partition.
func (s *Store) Tallies(ctx context.Context, bucket int64) ([][]byte, error) {
	tallies, err := list(ctx, s, pgx.RowTo[[]byte], `SELECT tally FROM miner_tallies WHERE bucket = $1 ORDER BY partition`, bucket)
	if err != nil {
		return nil, fmt.Errorf("read the tallies of bucket %d: %w", bucket, err)
	}
	return tallies, nil
}

// Commit writes all of t, or nothing.
func (s *Store) Commit(ctx context.Context, leader, previous int64, t store.Taking) error {
	err := s.transact(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE miner_coordinator SET bucket = $3, state = $4 WHERE leader = $1 AND bucket = $2`,
			leader, previous, t.Bucket, t.State)
		if err != nil {
			return fmt.Errorf("move on: %w", err)
		}
		if tag.RowsAffected() == 0 {
			return stream.ErrFenced
		}
		if err := enter(ctx, tx, t); err != nil {
			return err
		}
		if err := pgoutbox.Insert(ctx, tx, t.Events...); err != nil {
			return err
		}
		return notify(ctx, tx, database.BucketsChannel(s.schema))
	})
	if err != nil {
		return fmt.Errorf("commit bucket %d: %w", t.Bucket, err)
	}
	return nil
}

// Explain keeps what stands behind the rules after the last bucket.
func (s *Store) Explain(ctx context.Context, leader, bucket int64, doc []byte) error {
	var written int64
	err := database.Retry(ctx, func() error {
		tag, err := s.pool.Exec(ctx, `UPDATE miner_coordinator SET explanations = $3::text::jsonb WHERE leader = $1 AND bucket = $2`,
			leader, bucket, string(doc))
		written = tag.RowsAffected()
		return err
	})
	if err == nil && written == 0 {
		err = stream.ErrFenced
	}
	if err != nil {
		return fmt.Errorf("keep what stands behind the rules after bucket %d: %w", bucket, err)
	}
	return nil
}
