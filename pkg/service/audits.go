package service

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/gpa-stream/gpa/pkg/observe"
)

// auditPatience bounds the question: metrics must not wait for a database that is away.
const auditPatience = time.Second

// audits records what the last audit of each stage has found missing, and how long ago that was. It is silent when the
// database does not answer: its own metrics say so.
func (e *Env) audits(m *observe.Metrics, now time.Time) {
	if e.Pool == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), auditPatience) //nolint:forbidigo // Whoever gathers has no context.
	defer cancel()
	rows, err := e.Pool.Query(ctx, `SELECT stage, missing, at FROM audits`)
	if err != nil {
		return
	}
	var (
		stage   string
		missing int64
		at      time.Time
	)
	_, err = pgx.ForEachRow(rows, []any{&stage, &missing, &at}, func() error {
		l := observe.Label{Name: "stage", Value: stage}
		m.Gauge("gpa_audit_missing_records", "Records that the last audit (gpa doctor --audit) found nowhere behind the stage.", l).Set(missing)
		m.Seconds("gpa_audit_age_seconds", "How long ago the stage was audited.", l).Set(now.Sub(at).Microseconds())
		return nil
	})
	if err != nil {
		return
	}
}
