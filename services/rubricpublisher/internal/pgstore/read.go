package pgstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/gpa-stream/gpa/pkg/outbox"
	"github.com/gpa-stream/gpa/pkg/outbox/pgoutbox"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
)

const columns = `dimension, group_name, intent, version, status, verdict, items, content_hash, supersedes, published_at, actor, reason`

// inForce are the versions that readers go by.
const inForce = `(SELECT DISTINCT ON (dimension, group_name, intent) * FROM rubric_versions
	WHERE status IN ('published', 'retired') ORDER BY dimension, group_name, intent, version DESC) in_force`

// Rubrics gives one version of each rubric that the filter chooses, sorted by id.
func (s *Store) Rubrics(ctx context.Context, f versions.Filter) ([]versions.Version, error) {
	from := `rubrics_current`
	if f.Status == schema.Published {
		from = inForce
	}
	found, err := s.query(ctx, `SELECT `+columns+` FROM `+from+`
		WHERE $1 IN ('', dimension) AND $2 IN ('', group_name) AND $3 IN ('', intent) AND $4 IN ('', status)`,
		f.Dimension, f.Group, f.Intent, f.Status)
	if err != nil {
		return nil, fmt.Errorf("read rubrics: %w", err)
	}
	// Sorted here, for the database sorts by the rules of some language.
	slices.SortFunc(found, func(a, b versions.Version) int { return strings.Compare(a.ID, b.ID) })
	return found, nil
}

// History gives every version of a rubric, oldest first.
func (s *Store) History(ctx context.Context, k versions.Key) ([]versions.Version, error) {
	found, err := s.query(ctx, `SELECT `+columns+` FROM rubric_versions
		WHERE dimension = $1 AND group_name = $2 AND intent = $3 ORDER BY version`, k.Dimension, k.Group, k.Intent)
	if err != nil {
		return nil, fmt.Errorf("read the history of %s: %w", k.ID(), err)
	}
	if len(found) == 0 {
		return nil, versions.ErrNotFound
	}
	return found, nil
}

func (s *Store) query(ctx context.Context, sql string, args ...any) ([]versions.Version, error) {
	rows, err := s.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (versions.Version, error) {
		var v versions.Version
		var items []byte
		var at *time.Time
		if err := row.Scan(&v.Dimension, &v.Group, &v.Intent, &v.Version, &v.Status, &v.Verdict, &items, &v.ContentHash,
			&v.Supersedes, &at, &v.Actor, &v.Reason); err != nil {
			return v, err
		}
		v.ID = schema.RubricID(v.Dimension, v.Group, v.Intent)
		if at != nil {
			utc := at.UTC()
			v.PublishedAt = &utc
		}
		if err := json.Unmarshal(items, &v.Items); err != nil {
			return v, fmt.Errorf("decode the items of %s: %w", v.ID, err)
		}
		return v, nil
	})
	if found == nil {
		found = []versions.Version{}
	}
	return found, err
}

// Rules gives the rule set as of the publisher's position, so that it fits the rubrics.
func (s *Store) Rules(ctx context.Context) (schema.RuleSet, error) {
	var set schema.RuleSet
	var doc []byte
	err := s.pool.QueryRow(ctx, `SELECT rules FROM miner_buckets
		WHERE bucket = (SELECT bucket FROM publisher_position) AND rules IS NOT NULL`).Scan(&doc)
	if errors.Is(err, pgx.ErrNoRows) {
		return set, nil
	}
	if err != nil {
		return set, fmt.Errorf("read rules: %w", err)
	}
	if err := json.Unmarshal(doc, &set); err != nil {
		return set, fmt.Errorf("decode rules: %w", err)
	}
	return set, nil
}

// Explanation gives what stands behind a rule.
func (s *Store) Explanation(ctx context.Context, rule string) (x schema.Explanation, ok bool, err error) {
	var doc []byte
	err = s.pool.QueryRow(ctx, `SELECT x FROM miner_coordinator, jsonb_array_elements(explanations->'rules') x
		WHERE x->>'rule' = $1`, rule).Scan(&doc)
	if errors.Is(err, pgx.ErrNoRows) {
		return x, false, nil
	}
	if err != nil {
		return x, false, fmt.Errorf("read what stands behind rule %s: %w", rule, err)
	}
	if err := json.Unmarshal(doc, &x); err != nil {
		return x, false, fmt.Errorf("decode what stands behind rule %s: %w", rule, err)
	}
	return x, true, nil
}

// Events gives announcements after a place in their order. Old ones are gone, but for the newest of each rubric.
func (s *Store) Events(ctx context.Context, after int64, limit int) ([]versions.Event, error) {
	rows, err := pgoutbox.Rows{Pool: s.pool, Kind: outbox.KindRubric}.After(ctx, after, limit)
	if err != nil {
		return nil, fmt.Errorf("read announcements: %w", err)
	}
	out := make([]versions.Event, 0, len(rows))
	for _, e := range rows {
		v := versions.Event{Seq: e.Seq, Type: e.Type}
		if e.Payload == nil {
			continue
		}
		if err := json.Unmarshal(e.Payload, &v.Rubric); err != nil {
			return nil, fmt.Errorf("decode the announcement of %s: %w", e.Key, err)
		}
		out = append(out, v)
	}
	return out, nil
}

// LastEvent is the place of the newest announcement.
func (s *Store) LastEvent(ctx context.Context) (int64, error) {
	var seq int64
	err := s.pool.QueryRow(ctx, `SELECT coalesce(max(seq), 0) FROM outbox WHERE aggregatetype = $1`, outbox.KindRubric).Scan(&seq)
	if err != nil {
		return 0, fmt.Errorf("read the newest announcement: %w", err)
	}
	return seq, nil
}

// Quotes gives what people said about an aspect, redacted, newest first, at most limit for each direction.
func (s *Store) Quotes(ctx context.Context, aspect string, limit int) ([]versions.Quote, error) {
	rows, err := s.pool.Query(ctx, `
		(SELECT direction, text, at FROM spans WHERE aspect = $1 AND direction > 0 ORDER BY at DESC, observation_id LIMIT $2)
		UNION ALL
		(SELECT direction, text, at FROM spans WHERE aspect = $1 AND direction < 0 ORDER BY at DESC, observation_id LIMIT $2)`,
		aspect, limit)
	if err != nil {
		return nil, fmt.Errorf("read what people said: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (versions.Quote, error) {
		q := versions.Quote{Direction: schema.More}
		var direction int
		err := row.Scan(&direction, &q.Text, &q.At)
		if direction < 0 {
			q.Direction = schema.Less
		}
		q.At = q.At.UTC()
		return q, err
	})
}
