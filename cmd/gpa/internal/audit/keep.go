package audit

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Keep stores the accounts in the namespace, where every process finds them for its metrics. The account of a bucket
// that an earlier audit has sealed stays, unless this one has seen as much of it: the topics may have forgotten some.
func Keep(ctx context.Context, pool *pgxpool.Pool, lines []Line) error {
	err := pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		for _, l := range lines {
			if err := keep(ctx, tx, l); err != nil {
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

// Kept are the accounts by bucket that the namespace holds, by stage.
func Kept(ctx context.Context, pool *pgxpool.Pool) (map[string][]Bucket, error) {
	rows, err := pool.Query(ctx, `SELECT stage, bucket, input, output, dead, late, repeated, missing, sealed FROM audit_buckets ORDER BY stage, bucket`)
	if err != nil {
		return nil, fmt.Errorf("ask for the audit: %w", err)
	}
	var (
		stage string
		b     Bucket
		all   = map[string][]Bucket{}
	)
	_, err = pgx.ForEachRow(rows, []any{&stage, &b.Number, &b.In, &b.Out, &b.Dead, &b.Late, &b.Repeated, &b.Missing, &b.Sealed}, func() error {
		all[stage] = append(all[stage], b)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the audit: %w", err)
	}
	return all, nil
}

func keep(ctx context.Context, tx pgx.Tx, l Line) error {
	buckets := l.Buckets
	l.Buckets = nil
	doc, err := json.Marshal(l)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO audits (stage, missing, account) VALUES ($1, $2, $3)
		ON CONFLICT (stage) DO UPDATE SET at = now(), missing = EXCLUDED.missing, account = EXCLUDED.account`, l.Stage, l.Missing, doc)
	if err != nil {
		return err
	}
	var all pgx.Batch
	for _, b := range buckets {
		all.Queue(`INSERT INTO audit_buckets (stage, bucket, input, output, dead, late, repeated, missing, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (stage, bucket) DO UPDATE SET at = now(), input = EXCLUDED.input, output = EXCLUDED.output, dead = EXCLUDED.dead,
				late = EXCLUDED.late, repeated = EXCLUDED.repeated, missing = EXCLUDED.missing, sealed = EXCLUDED.sealed
			WHERE NOT audit_buckets.sealed OR EXCLUDED.input >= audit_buckets.input`,
			l.Stage, b.Number, b.In, b.Out, b.Dead, b.Late, b.Repeated, b.Missing, b.Sealed)
	}
	return tx.SendBatch(ctx, &all).Close()
}
