package turnclassifier

import (
	"context"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/gpa-stream/gpa/pkg/llm/memo/pgmemo"
	"github.com/gpa-stream/gpa/pkg/service"
)

// Serve runs the service until ctx ends, with the tier of the configuration.
func Serve(ctx context.Context, e *service.Env) error {
	local, err := LoadJudge(ctx, e.Config.Pack)
	if err != nil {
		return err
	}
	store := pgmemo.New(e.Pool)
	judge, err := OfTier(e.Config.LLM.Tier, local, e.Config.LLM, store, e.Log)
	if err != nil {
		return err
	}
	asker, ok := judge.(*Asker)
	if !ok {
		return Run(ctx, e, judge)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer stop()
		return Run(ctx, e, asker)
	})
	g.Go(func() error {
		clearMemo(ctx, store, e.Config.LLM.Keep, e.Log)
		return nil
	})
	return g.Wait() //nolint:wrapcheck // Run has said it.
}

// clearEvery is how often outcomes that were kept long enough are removed.
const clearEvery = 6 * time.Hour

// clearMemo removes old outcomes from time to time, until ctx ends.
func clearMemo(ctx context.Context, store *pgmemo.Store, older time.Duration, log *slog.Logger) {
	tick := time.NewTicker(clearEvery)
	defer tick.Stop()
	for {
		if _, err := store.Forget(ctx, older); err != nil && ctx.Err() == nil {
			log.Warn("old answers of the language model were not removed", slog.Any("err", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Run is Serve with another judge.
func Run(ctx context.Context, e *service.Env, j Judge) error {
	c := Default()
	c.Topics, c.Window, c.Infer = e.Config.Names(), e.Config.Window, e.Config.Infer
	stage, err := New(c, j)
	if err != nil {
		return err
	}
	if asker, ok := j.(*Asker); ok {
		e.Measure(asker.measure)
	}
	return e.Run(ctx, Service, stage.Topics(), stage)
}
