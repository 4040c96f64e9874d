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

// enter writes the bucket and the rules after it, and clears away what nobody needs any more.
func enter(ctx context.Context, tx pgx.Tx, t store.Taking) error {
	_, err := tx.Exec(ctx, `INSERT INTO miner_buckets (bucket, ends_at, rules, counts, incomplete) VALUES ($1, $2, $3::text::jsonb, $4::text::jsonb,
		EXISTS (SELECT FROM miner_forced WHERE after_bucket < $1 AND through >= $1))`, t.Bucket, t.EndsAt, string(t.Rules), string(t.Counts))
	if err != nil {
		return fmt.Errorf("enter the bucket: %w", err)
	}
	ids, docs := make([]string, len(t.Changed)), make([]string, len(t.Changed))
	for i, r := range t.Changed {
		ids[i], docs[i] = r.ID, string(r.Doc)
	}
	_, err = tx.Exec(ctx, `INSERT INTO rules (id, doc, bucket) SELECT id, doc::jsonb, $3 FROM unnest($1::text[], $2::text[]) AS row (id, doc)
		ON CONFLICT (id) DO UPDATE SET doc = excluded.doc, bucket = excluded.bucket`, ids, docs, t.Bucket)
	if err != nil {
		return fmt.Errorf("write %d rules: %w", len(ids), err)
	}
	if _, err := tx.Exec(ctx, `DELETE FROM rules WHERE id = ANY($1)`, t.Gone); err != nil {
		return fmt.Errorf("drop %d rules: %w", len(t.Gone), err)
	}
	if _, err := tx.Exec(ctx, `DELETE FROM miner_tallies WHERE bucket <= $1`, t.Bucket); err != nil {
		return fmt.Errorf("clear away tallies: %w", err)
	}
	_, err = tx.Exec(ctx, `UPDATE miner_buckets SET rules = NULL
		WHERE rules IS NOT NULL AND bucket < $1 AND bucket < (SELECT bucket FROM publisher_position)`, t.Bucket)
	if err != nil {
		return fmt.Errorf("clear away rule sets: %w", err)
	}
	return nil
}
