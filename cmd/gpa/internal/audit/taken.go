package audit

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/services/ruleminer"
)

// A Taken is a time bucket that became rules: how many observations it counted, and whether it was closed by hand in
// some partition.
type Taken struct {
	Number     int64
	Counted    int64
	Incomplete bool
}

// ReadTaken reads the buckets that became rules.
func ReadTaken(ctx context.Context, pool *pgxpool.Pool) ([]Taken, error) {
	rows, err := pool.Query(ctx, `SELECT bucket, counts, incomplete FROM miner_buckets ORDER BY bucket`)
	if err != nil {
		return nil, fmt.Errorf("ask for the buckets: %w", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (Taken, error) {
		var (
			b      Taken
			counts []byte
			c      ruleminer.Counts
		)
		if err := row.Scan(&b.Number, &counts, &b.Incomplete); err != nil {
			return b, err
		}
		err := json.Unmarshal(counts, &c)
		b.Counted = c.Exchanges
		return b, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the buckets: %w", err)
	}
	return all, nil
}
