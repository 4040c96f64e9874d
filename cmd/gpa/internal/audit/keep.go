package audit

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Keep stores the accounts in the namespace, where every process finds them for its metrics.
func Keep(ctx context.Context, pool *pgxpool.Pool, lines []Line) error {
	err := pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		for _, l := range lines {
			doc, err := json.Marshal(l)
			if err != nil {
				return err
			}
			_, err = tx.Exec(ctx, `INSERT INTO audits (stage, missing, account) VALUES ($1, $2, $3)
				ON CONFLICT (stage) DO UPDATE SET at = now(), missing = EXCLUDED.missing, account = EXCLUDED.account`, l.Stage, l.Missing, doc)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep the audit: %w", err)
	}
	return nil
}
