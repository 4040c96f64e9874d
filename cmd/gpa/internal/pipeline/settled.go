package pipeline

import (
	"context"
	"fmt"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

// outage is how long the database may be away while something is waited for.
const outage = time.Minute

// Settled waits until every bucket up to the one that holds that event time is closed, decided and published. A database
// that is away for a while is waited for: what was sent is safe in the topics.
func Settled(ctx context.Context, e *service.Env, miner *ruleminer.Service, most int64) error {
	publisher := rubricpublisher.NewPostgresStore(e.Pool, "")
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	answered := time.Now() //nolint:forbidigo // How long to be patient, and nothing else.
	for {
		done, err := settled(ctx, miner, publisher, time.UnixMicro(most))
		switch {
		case done:
			return nil
		case err == nil:
			answered = time.Now() //nolint:forbidigo // See above.
		case ctx.Err() != nil || time.Since(answered) > outage:
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func settled(ctx context.Context, miner *ruleminer.Service, publisher rubricpublisher.Store, most time.Time) (bool, error) {
	o, err := miner.Buckets(ctx)
	if err != nil {
		return false, fmt.Errorf("ask how far the buckets are: %w", err)
	}
	for _, p := range o.Partitions {
		if p.ClosedUntil == nil || !p.ClosedUntil.After(most) {
			return false, nil
		}
	}
	if len(o.Waiting) > 0 {
		return false, nil
	}
	at, err := publisher.Position(ctx)
	if err != nil {
		return false, fmt.Errorf("ask how far the publisher is: %w", err)
	}
	return at >= o.Taken, nil
}

// results reads what a namespace knows.
func results(ctx context.Context, e *service.Env, miner *ruleminer.Service) (Result, error) {
	var res Result
	report, err := miner.Report(ctx)
	if err != nil {
		return res, err
	}
	res.Counts = report.Counts
	res.Rules, res.Rubrics, err = rubricpublisher.Results(ctx, rubricpublisher.NewPostgresStore(e.Pool, ""))
	if err != nil {
		return res, err
	}
	if res.Explain, err = miner.Explain(ctx); err != nil {
		return res, err
	}
	res.Digest, err = schema.Digest(res.Rules, res.Rubrics)
	return res, err
}
