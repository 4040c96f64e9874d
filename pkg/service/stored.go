package service

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/gpa-stream/gpa/pkg/observe"
)

// storedPatience bounds the questions: metrics must not wait for a database that is away.
const storedPatience = time.Second

// stored records what the database knows of the whole namespace; every process gives the same. It is silent when the
// database does not answer: the server's own metrics say so.
func (e *Env) stored(m *observe.Metrics, now time.Time) {
	if e.Pool == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), storedPatience) //nolint:forbidigo // Whoever gathers has no context.
	defer cancel()
	for _, ask := range []func(context.Context, *observe.Metrics, time.Time) error{e.audits, e.waiting, e.events} {
		if ask(ctx, m, now) != nil {
			return
		}
	}
}

// audits are what the last audit of each stage has found missing, and how long ago that was.
func (e *Env) audits(ctx context.Context, m *observe.Metrics, now time.Time) error {
	var (
		stage   string
		missing int64
		at      time.Time
	)
	rows, err := e.Pool.Query(ctx, `SELECT stage, missing, at FROM audits`)
	if err != nil {
		return err
	}
	_, err = pgx.ForEachRow(rows, []any{&stage, &missing, &at}, func() error {
		l := observe.Label{Name: "stage", Value: stage}
		m.Gauge("gpa_audit_missing_records", "Records that the auditor (gpa doctor --audit) found nowhere behind the stage.", l).Set(missing)
		m.Seconds("gpa_audit_age_seconds", "How long ago the stage was audited.", l).Set(now.Sub(at).Microseconds())
		return nil
	})
	return err
}

// waiting are closed buckets that have not gone on, and those that were closed by hand.
func (e *Env) waiting(ctx context.Context, m *observe.Metrics, _ time.Time) error {
	var rules, rubrics, incomplete int64
	err := e.Pool.QueryRow(ctx, `SELECT
		(SELECT count(DISTINCT bucket) FROM miner_tallies),
		(SELECT count(*) FROM miner_buckets WHERE bucket > (SELECT bucket FROM publisher_position)),
		(SELECT count(*) FROM miner_buckets WHERE incomplete)`).Scan(&rules, &rubrics, &incomplete)
	if err != nil {
		return err
	}
	const help = "Closed buckets that wait to become rules (in the coordinator) or rubrics (in the publisher)."
	m.Gauge("gpa_buckets_waiting", help, observe.Label{Name: "for", Value: "rules"}).Set(rules)
	m.Gauge("gpa_buckets_waiting", help, observe.Label{Name: "for", Value: "rubrics"}).Set(rubrics)
	m.Gauge("gpa_buckets_incomplete", "Buckets that were closed by hand in some partition.").Set(incomplete)
	return nil
}

// events are those that wait in the outbox.
func (e *Env) events(ctx context.Context, m *observe.Metrics, _ time.Time) error {
	for _, kind := range []string{"rule", "rubric"} {
		var n int64
		if err := e.Pool.QueryRow(ctx, `SELECT count(*) FROM outbox WHERE aggregatetype = $1 AND published_at IS NULL`, kind).Scan(&n); err != nil {
			return err
		}
		m.Gauge("gpa_outbox_waiting_events", "Events that wait in the outbox to be published.", observe.Label{Name: "kind", Value: kind}).Set(n)
	}
	return nil
}
