// Package pgspans keeps the evidence of stated wishes in Postgres.
package pgspans

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/database"
)

// Spans are columns of rows: the i-th of each belong together.
type Spans struct {
	Observations, Aspects, Texts       []string
	Directions, Ordinals, Starts, Ends []int32
	TimesUs                            []int64
}

// Put writes the rows; those that are there already stay as they are. A database that is away is waited for.
func Put(ctx context.Context, pool *pgxpool.Pool, s Spans) error {
	for i, t := range s.Texts {
		s.Texts[i] = strings.ReplaceAll(t, "\x00", "\uFFFD") // Postgres takes no NUL in a text.
	}
	err := database.Retry(ctx, func() error {
		_, err := pool.Exec(ctx, insert,
			s.Observations, s.Aspects, s.Directions, s.Ordinals, s.Starts, s.Ends, s.Texts, s.TimesUs)
		return err
	})
	if err != nil {
		return fmt.Errorf("write evidence: %w", err)
	}
	return nil
}

const insert = `
INSERT INTO spans (observation_id, aspect, direction, turn, start_at, end_at, text, at)
SELECT o, a, d, n, s, e, t, to_timestamp(u / 1e6)
FROM unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::int[], $6::int[], $7::text[], $8::bigint[])
	AS x(o, a, d, n, s, e, t, u)
ORDER BY o, a
ON CONFLICT (observation_id, aspect) DO NOTHING`
