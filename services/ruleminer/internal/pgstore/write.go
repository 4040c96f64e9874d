package pgstore

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/outbox/pgoutbox"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

// enter writes the bucket and the rules after it, and clears away what nobody needs any more.
func enter(ctx context.Context, tx pgx.Tx, t store.Taking) error {
	_, err := tx.Exec(ctx, `INSERT INTO miner_buckets (bucket, ends_at, rules, counts, tally, incomplete) VALUES ($1, $2, $3::text::jsonb, $4::text::jsonb, $5,
		EXISTS (SELECT FROM miner_forced WHERE after_bucket < $1 AND through >= $1))`, t.Bucket, t.EndsAt, string(t.Rules), string(t.Counts), t.Tally)
	if err != nil {
		return fmt.Errorf("enter the bucket: %w", err)
	}
	if err := rules(ctx, tx, t); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM miner_tallies WHERE bucket <= $1`, t.Bucket); err != nil {
		return fmt.Errorf("clear away tallies: %w", err)
	}
	if _, err := tx.Exec(ctx, `UPDATE miner_buckets SET tally = NULL WHERE bucket < $1 AND tally IS NOT NULL`, t.Forget); err != nil {
		return fmt.Errorf("clear away kept tallies: %w", err)
	}
	_, err = tx.Exec(ctx, `UPDATE miner_buckets SET rules = NULL
		WHERE rules IS NOT NULL AND bucket < $1 AND bucket < (SELECT bucket FROM publisher_position)`, t.Bucket)
	if err != nil {
		return fmt.Errorf("clear away rule sets: %w", err)
	}
	return nil
}

// rules writes what changed about rules.
func rules(ctx context.Context, tx pgx.Tx, t store.Taking) error {
	ids, docs := make([]string, len(t.Changed)), make([]string, len(t.Changed))
	for i, r := range t.Changed {
		ids[i], docs[i] = r.ID, string(r.Doc)
	}
	_, err := tx.Exec(ctx, `INSERT INTO rules (id, doc, bucket) SELECT id, doc::jsonb, $3 FROM unnest($1::text[], $2::text[]) AS row (id, doc)
		ON CONFLICT (id) DO UPDATE SET doc = excluded.doc, bucket = excluded.bucket`, ids, docs, t.Bucket)
	if err != nil {
		return fmt.Errorf("write %d rules: %w", len(ids), err)
	}
	if _, err := tx.Exec(ctx, `DELETE FROM rules WHERE id = ANY($1)`, t.Gone); err != nil {
		return fmt.Errorf("drop %d rules: %w", len(t.Gone), err)
	}
	return nil
}

// Adopt writes all of a, or nothing.
func (s *Store) Adopt(ctx context.Context, leader int64, a store.Adoption) error {
	err := s.transact(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE miner_coordinator SET state = $3 WHERE leader = $1 AND bucket = $2`, leader, a.Bucket, a.State)
		if err != nil {
			return fmt.Errorf("replace the state: %w", err)
		}
		if tag.RowsAffected() == 0 {
			return stream.ErrFenced
		}
		for _, b := range a.Buckets {
			_, err := tx.Exec(ctx, `INSERT INTO miner_buckets AS b (bucket, ends_at, counts, incomplete, tally) VALUES ($1, $2, $3::text::jsonb, $4, $5)
				ON CONFLICT (bucket) DO UPDATE SET counts = excluded.counts, incomplete = b.incomplete OR excluded.incomplete, tally = excluded.tally`,
				b.Bucket, b.EndsAt, string(b.Counts), b.Incomplete, b.Tally)
			if err != nil {
				return fmt.Errorf("enter bucket %d: %w", b.Bucket, err)
			}
		}
		if _, err := tx.Exec(ctx, `UPDATE miner_buckets SET rules = $2::text::jsonb WHERE bucket = $1`, a.Bucket, string(a.Rules)); err != nil {
			return fmt.Errorf("replace the rules of bucket %d: %w", a.Bucket, err)
		}
		if err := rules(ctx, tx, a.Taking); err != nil {
			return err
		}
		// The publisher has passed this bucket with the rules as they were.
		_, err = tx.Exec(ctx, `UPDATE publisher_position SET bucket = coalesce((SELECT max(bucket) FROM miner_buckets WHERE bucket < $1), -1) WHERE bucket = $1`, a.Bucket)
		if err != nil {
			return fmt.Errorf("let the publisher look again: %w", err)
		}
		if err := pgoutbox.Insert(ctx, tx, a.Events...); err != nil {
			return err
		}
		return notify(ctx, tx, database.BucketsChannel(s.schema))
	})
	if err != nil {
		return fmt.Errorf("adopt %d buckets: %w", len(a.Buckets), err)
	}
	return nil
}
