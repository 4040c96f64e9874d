// Package pgstore keeps rubrics in Postgres (tables of pkg/database). It decides nothing.
package pgstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/outbox/pgoutbox"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/announce"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/compose"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
)

// A Store is a versions.Store in the schema that the pool is set to.
type Store struct {
	pool   *pgxpool.Pool
	source string
}

var _ versions.Store = (*Store)(nil)

// New makes a store over migrated tables. Source is the ce_source of announcements.
func New(pool *pgxpool.Pool, source string) *Store { return &Store{pool: pool, source: source} }

// Position is the last bucket that became rubrics.
func (s *Store) Position(ctx context.Context) (int64, error) {
	var bucket int64
	if err := s.pool.QueryRow(ctx, `SELECT bucket FROM publisher_position`).Scan(&bucket); err != nil {
		return 0, fmt.Errorf("read the publisher's position: %w", err)
	}
	return bucket, nil
}

// Next gives the first bucket after that one which the miner has taken.
//
// A bucket whose rules are gone was passed by a publisher already; the caller's position is then too old, and what is
// left of the bucket is not made into rubrics.
func (s *Store) Next(ctx context.Context, after int64) (versions.Bucket, bool, error) {
	var b versions.Bucket
	var set []byte
	err := s.pool.QueryRow(ctx, `SELECT bucket, ends_at, rules FROM miner_buckets
		WHERE bucket > $1 AND rules IS NOT NULL ORDER BY bucket LIMIT 1`, after).Scan(&b.Number, &b.EndsAt, &set)
	if errors.Is(err, pgx.ErrNoRows) {
		return b, false, nil
	}
	if err != nil {
		return b, false, fmt.Errorf("read the next bucket of the miner: %w", err)
	}
	if err := json.Unmarshal(set, &b.Set); err != nil {
		return b, false, fmt.Errorf("decode the rules of bucket %d: %w", b.Number, err)
	}
	return b, true, nil
}

// Publish moves the position and adds what the bucket brought, announcements included, in one transaction.
func (s *Store) Publish(ctx context.Context, previous int64, bucket versions.Bucket, rubrics []schema.Rubric) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE publisher_position SET bucket = $1 WHERE bucket = $2`, bucket.Number, previous)
		if err != nil {
			return err
		}
		if tag.RowsAffected() != 1 {
			return stream.ErrFenced
		}
		out := make([]versions.Version, len(rubrics))
		for i, r := range rubrics {
			out[i] = versions.Version{Rubric: r}
		}
		return s.add(ctx, tx, out)
	})
	if taken(err) {
		return stream.ErrFenced
	}
	if err != nil {
		return fmt.Errorf("publish the rubrics of bucket %d: %w", bucket.Number, err)
	}
	return nil
}

// Decide adds one version that a person decided on.
func (s *Store) Decide(ctx context.Context, v versions.Version) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		// All writers of versions wait for this row: so the order of the outbox is the order of the commits.
		if _, err := tx.Exec(ctx, `SELECT FROM publisher_position FOR UPDATE`); err != nil {
			return err
		}
		var newest int
		if err := tx.QueryRow(ctx, `SELECT coalesce(max(version), 0) FROM rubric_versions
			WHERE dimension = $1 AND group_name = $2 AND intent = $3`, v.Dimension, v.Group, v.Intent).Scan(&newest); err != nil {
			return err
		}
		if newest != v.Version-1 {
			return versions.ErrConflict
		}
		return s.add(ctx, tx, []versions.Version{v})
	})
	if taken(err) {
		return versions.ErrConflict
	}
	if err != nil {
		return fmt.Errorf("write version %d of %s: %w", v.Version, v.ID, err)
	}
	return nil
}

func (s *Store) add(ctx context.Context, tx pgx.Tx, added []versions.Version) error {
	b := &pgx.Batch{}
	rubrics := make([]schema.Rubric, len(added))
	for i, v := range added {
		rubrics[i] = v.Rubric
		items, err := json.Marshal(v.Items)
		if err != nil {
			return fmt.Errorf("encode the items of %s: %w", v.ID, err)
		}
		b.Queue(`INSERT INTO rubric_versions (dimension, group_name, intent, version, status, verdict, items, content_hash,
				supersedes, published_at, actor, reason) VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8, $9, $10, $11, $12)`,
			v.Dimension, v.Group, v.Intent, v.Version, v.Status, v.Verdict, string(items), v.ContentHash,
			v.Supersedes, v.PublishedAt, v.Actor, v.Reason)
	}
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return err
	}
	events, err := announce.Events(s.source, rubrics)
	if err != nil || len(events) == 0 {
		return err
	}
	return pgoutbox.Insert(ctx, tx, events...)
}

// taken says whether a version's number was in use.
func taken(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == "23505"
}

// Heads gives where every rubric stands.
func (s *Store) Heads(ctx context.Context) (map[string]compose.Head, error) {
	found, err := s.query(ctx, `SELECT `+columns+` FROM (
			SELECT DISTINCT ON (dimension, group_name, intent) * FROM rubric_versions
			WHERE actor = '' ORDER BY dimension, group_name, intent, version DESC) composed`)
	if err != nil {
		return nil, fmt.Errorf("read the composed rubrics: %w", err)
	}
	out := make(map[string]compose.Head, len(found))
	for _, v := range found {
		out[v.ID] = compose.Head{Version: v.Version, Composed: v.Rubric}
	}
	current, err := s.query(ctx, `SELECT `+columns+` FROM rubrics_current WHERE actor <> ''`)
	if err != nil {
		return nil, fmt.Errorf("read the decided rubrics: %w", err)
	}
	for _, v := range current {
		h := out[v.ID]
		h.Version = v.Version
		out[v.ID] = h
	}
	valid, err := s.query(ctx, `SELECT `+columns+` FROM `+inForce)
	if err != nil {
		return nil, fmt.Errorf("read the rubrics in force: %w", err)
	}
	for _, v := range valid {
		h := out[v.ID]
		h.InForce = v.Rubric
		out[v.ID] = h
	}
	return out, nil
}
