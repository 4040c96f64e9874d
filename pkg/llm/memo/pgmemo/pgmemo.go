// Package pgmemo keeps outcomes of language models in the table llm_memo of the namespace's database.
package pgmemo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/llm"
	"github.com/gpa-stream/gpa/pkg/llm/memo"
)

// Store is a memo.Store. A database that is away for a while is waited for.
type Store struct{ pool *pgxpool.Pool }

// New uses a pool whose search_path is the namespace's schema.
func New(pool *pgxpool.Pool) *Store { return &Store{pool} }

const recall = `SELECT outcome, answer, input_tokens, output_tokens FROM llm_memo
WHERE input_id = $1 AND prompt_version = $2 AND model = $3`

// Recall gives the outcome that is held.
func (s *Store) Recall(ctx context.Context, k memo.Key) (o memo.Outcome, known bool, err error) {
	err = database.Retry(ctx, func() error {
		err := s.pool.QueryRow(ctx, recall, k.Input, k.Prompt, k.Model).Scan(&o.Kind, &o.Answer, &o.Usage.Input, &o.Usage.Output)
		known = err == nil
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		return err //nolint:wrapcheck // Retry looks at it; it is wrapped below.
	})
	if err != nil {
		return memo.Outcome{}, false, fmt.Errorf("read llm_memo: %w", err)
	}
	return o, known, nil
}

const record = `INSERT INTO llm_memo (input_id, prompt_version, model, outcome, answer, input_tokens, output_tokens)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`

// Record keeps o unless there is one.
func (s *Store) Record(ctx context.Context, k memo.Key, o memo.Outcome) (memo.Outcome, error) {
	added := false
	err := database.Retry(ctx, func() error {
		tag, err := s.pool.Exec(ctx, record, k.Input, k.Prompt, k.Model, o.Kind, o.Answer, o.Usage.Input, o.Usage.Output)
		added = err == nil && tag.RowsAffected() == 1
		return err //nolint:wrapcheck // Retry looks at it; it is wrapped below.
	})
	if err != nil {
		return memo.Outcome{}, fmt.Errorf("write llm_memo: %w", err)
	}
	if added {
		return o, nil
	}
	held, known, err := s.Recall(ctx, k)
	if err != nil {
		return memo.Outcome{}, err
	}
	if !known {
		return memo.Outcome{}, errors.New("an outcome in llm_memo was taken away while it was read")
	}
	return held, nil
}

const spent = `SELECT coalesce(sum(input_tokens), 0)::bigint, coalesce(sum(output_tokens), 0)::bigint FROM llm_memo
WHERE at > now() - make_interval(secs => $1)`

// Spent is what all instances spent in the time just past, by the database's clock.
func (s *Store) Spent(ctx context.Context, past time.Duration) (u llm.Usage, err error) {
	err = database.Retry(ctx, func() error {
		return s.pool.QueryRow(ctx, spent, past.Seconds()).Scan(&u.Input, &u.Output)
	})
	if err != nil {
		return llm.Usage{}, fmt.Errorf("sum up llm_memo: %w", err)
	}
	return u, nil
}

// Forget removes what was kept for longer than that, and says how much it was.
func (s *Store) Forget(ctx context.Context, older time.Duration) (int64, error) {
	tag, err := s.pool.Exec(ctx, `DELETE FROM llm_memo WHERE at < now() - make_interval(secs => $1)`, older.Seconds())
	if err != nil {
		return 0, fmt.Errorf("clear llm_memo: %w", err)
	}
	return tag.RowsAffected(), nil
}
