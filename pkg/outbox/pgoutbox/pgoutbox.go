// Package pgoutbox keeps the events of an outbox in the Postgres table of that name (see pkg/database).
package pgoutbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/outbox"
)

// Insert writes events in the transaction of the change that they tell of. An event that is there already, by its id,
// is left as it is.
//
// The order of publishing is that of the writes; writers of one key must not run side by side.
func Insert(ctx context.Context, tx pgx.Tx, events ...outbox.Event) error {
	b := &pgx.Batch{}
	for _, e := range events {
		var payload any
		if e.Payload != nil {
			payload = string(e.Payload)
		}
		headers := e.Headers
		if headers == nil {
			headers = map[string]string{}
		}
		b.Queue(`INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload, headers)
			VALUES ($1, $2, $3, $4, $5::text::jsonb, $6) ON CONFLICT (id) DO NOTHING`,
			e.ID, e.Kind, e.Key, e.Type, payload, headers)
	}
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return fmt.Errorf("write %d events to the outbox: %w", len(events), err)
	}
	return nil
}

// Rows are the events of one kind in the schema that the pool is set to.
type Rows struct {
	Pool *pgxpool.Pool
	Kind string
}

var _ outbox.Rows = Rows{}

const columns = `seq, id::text, aggregatetype, aggregateid, type, payload::text, headers, published_at IS NULL`

// Waiting gives the oldest events that are not marked, in order.
func (r Rows) Waiting(ctx context.Context, limit int) ([]outbox.Event, error) {
	return r.query(ctx, `SELECT `+columns+` FROM outbox
		WHERE aggregatetype = $1 AND published_at IS NULL ORDER BY seq LIMIT $2`, r.Kind, limit)
}

// After gives events behind a place in the order, marked or not; what was cleaned away is left out.
func (r Rows) After(ctx context.Context, seq int64, limit int) ([]outbox.Event, error) {
	return r.query(ctx, `SELECT `+columns+` FROM outbox WHERE aggregatetype = $1 AND seq > $2 ORDER BY seq LIMIT $3`, r.Kind, seq, limit)
}

// Newest gives the newest event of every key, in order.
func (r Rows) Newest(ctx context.Context) ([]outbox.Event, error) {
	return r.query(ctx, `SELECT * FROM (SELECT DISTINCT ON (aggregateid) `+columns+` FROM outbox
		WHERE aggregatetype = $1 ORDER BY aggregateid, seq DESC) newest ORDER BY seq`, r.Kind)
}

// Mark notes that those are published.
func (r Rows) Mark(ctx context.Context, events []outbox.Event) error {
	seqs := make([]int64, len(events))
	for i, e := range events {
		seqs[i] = e.Seq
	}
	_, err := r.Pool.Exec(ctx, `UPDATE outbox SET published_at = now() WHERE seq = ANY($1)`, seqs)
	return err
}

// Clean forgets events that were marked longer ago than keep and are not the newest of their key.
func (r Rows) Clean(ctx context.Context, keep time.Duration) error {
	_, err := r.Pool.Exec(ctx, `DELETE FROM outbox old WHERE aggregatetype = $1
		AND published_at < now() - make_interval(secs => $2)
		AND EXISTS (SELECT FROM outbox newer WHERE newer.aggregatetype = old.aggregatetype
			AND newer.aggregateid = old.aggregateid AND newer.seq > old.seq)`, r.Kind, keep.Seconds())
	if err != nil {
		return fmt.Errorf("clean the outbox: %w", err)
	}
	return nil
}

func (r Rows) query(ctx context.Context, sql string, args ...any) ([]outbox.Event, error) {
	rows, err := r.Pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (outbox.Event, error) {
		var e outbox.Event
		var payload *string
		if err := row.Scan(&e.Seq, &e.ID, &e.Kind, &e.Key, &e.Type, &payload, &e.Headers, &e.Waiting); err != nil {
			return e, err
		}
		if payload != nil {
			e.Payload = []byte(*payload)
		}
		return e, nil
	})
}

// Acquire takes an advisory lock that belongs to the schema and the kind, and lives as long as its connection.
func (r Rows) Acquire(ctx context.Context) (outbox.Lease, bool, error) {
	conn, err := r.Pool.Acquire(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("connect for the relay's lock: %w", err)
	}
	var ok bool
	err = conn.QueryRow(ctx, `SELECT pg_try_advisory_lock(hashtextextended(current_schema() || ' outbox ' || $1, 0))`, r.Kind).Scan(&ok)
	if err != nil || !ok {
		conn.Release()
		if err != nil {
			return nil, false, fmt.Errorf("ask for the relay's lock: %w", err)
		}
		return nil, false, nil
	}
	return &lease{conn: conn, ctx: context.WithoutCancel(ctx)}, true, nil
}

type lease struct {
	conn *pgxpool.Conn
	ctx  context.Context //nolint:containedctx // Release must work when the caller's context has ended
}

var errLeaseReleased = errors.New("it was released")

// Held asks whether the connection that holds the lock is alive.
func (l *lease) Held(ctx context.Context) error {
	if l.conn == nil {
		return errLeaseReleased
	}
	return l.conn.Ping(ctx)
}

// Release closes the connection, and the lock with it.
func (l *lease) Release() {
	if l.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(l.ctx, time.Second)
	defer cancel()
	// Giving the connection back instead would leave the lock with a pool that knows nothing of it.
	_ = l.conn.Hijack().Close(ctx)
	l.conn = nil
}
