package audit

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/service"
)

// Name is the auditor's name among the services of a process.
const Name = "auditor"

// renewal is after how long an auditor begins anew, which bounds its memory whatever came in meanwhile.
const renewal = 24 * time.Hour

// Serve audits the namespace in rounds until ctx ends. Of several auditors one is at work, the others stand by.
func Serve(ctx context.Context, e *service.Env) error {
	if e.Config.AuditEvery == 0 {
		<-ctx.Done()
		return nil
	}
	n := Namespace{Config: e.Config, Partitions: e.Partitions, Sources: e.Sources}
	for ctx.Err() == nil {
		if err := alone(ctx, e, func(ctx context.Context) error { return n.audit(ctx, e) }); err != nil && ctx.Err() == nil {
			e.Log.Warn("the audit begins anew", slog.Any("error", err))
		}
		sleep(ctx, e.Config.AuditEvery)
	}
	return nil
}

// audit goes on in rounds until the auditor is to be renewed.
func (n Namespace) audit(ctx context.Context, e *service.Env) error {
	a, err := n.Auditor(Cluster{e.Broker})
	if err != nil {
		return err
	}
	defer a.Close()
	for rounds := 0; ; rounds++ {
		lines, err := Round(ctx, a, e.Pool)
		if err != nil {
			return err
		}
		warn(e.Log, lines)
		if time.Duration(rounds)*e.Config.AuditEvery > renewal || !sleep(ctx, e.Config.AuditEvery) {
			return nil
		}
	}
}

// Round makes a round of the auditor and keeps the accounts.
func Round(ctx context.Context, a *Auditor, pool *pgxpool.Pool) ([]Line, error) {
	taken, err := ReadTaken(ctx, pool)
	if err != nil {
		return nil, err
	}
	lines, err := a.Round(ctx, taken)
	if err != nil {
		return nil, err
	}
	return lines, Keep(ctx, pool, lines)
}

// warn logs what is missing; the metric tells of it until it is found.
func warn(log *slog.Logger, lines []Line) {
	for _, l := range lines {
		if l.Missing > 0 {
			log.Error("records are missing", slog.String("stage", l.Stage), slog.Int64("missing", l.Missing), slog.Any("examples", l.Examples))
		}
	}
}

// lock belongs to the namespace, and lives as long as its connection.
const lock = `hashtextextended(current_schema() || ' auditor', 0)`

// alone runs f while no other process of the namespace does.
func alone(ctx context.Context, e *service.Env, f func(context.Context) error) error {
	conn, err := e.Pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("ask who audits: %w", err)
	}
	defer conn.Release()
	var ours bool
	if err := conn.QueryRow(ctx, `SELECT pg_try_advisory_lock(`+lock+`)`).Scan(&ours); err != nil {
		return fmt.Errorf("ask who audits: %w", err)
	}
	if !ours {
		return nil
	}
	defer func() {
		// A connection that is lost has lost its lock, too.
		_, _ = conn.Exec(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock(`+lock+`)`)
	}()
	return f(ctx)
}

// sleep says whether ctx has not ended meanwhile.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
