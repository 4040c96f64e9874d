package runner_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gpa-stream/gpa/pkg/runner"
)

func TestRunEndsWhenAllServicesAreDone(t *testing.T) {
	t.Parallel()
	done := func(context.Context) error { return nil }
	if err := runner.Run(t.Context(), runner.Options{}, runner.Service{Name: "a", Run: done}, runner.Service{Name: "b", Run: done}); err != nil {
		t.Errorf("got %v, want no error", err)
	}
	if err := runner.Run(t.Context(), runner.Options{}); err != nil {
		t.Errorf("no services: got %v, want no error", err)
	}
}

func TestAServiceThatIsDoneLeavesTheOthersAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var worked time.Duration
		begin := time.Now()
		err := runner.Run(t.Context(), runner.Options{},
			runner.Service{Name: "short", Run: func(context.Context) error { return nil }},
			runner.Service{Name: "long", Run: func(ctx context.Context) error {
				select {
				case <-ctx.Done():
				case <-time.After(time.Hour):
				}
				worked = time.Since(begin)
				return nil
			}})
		if err != nil || worked != time.Hour {
			t.Errorf("got %v after %s, want no error after 1h", err, worked)
		}
	})
}

func TestAFailureEndsTheOthersAndIsNamed(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	broken := errors.New("no such topic")
	err := runner.Run(t.Context(), runner.Options{Log: slog.New(slog.NewTextHandler(&log, nil))},
		runner.Service{Name: "ingest", Run: func(context.Context) error { return broken }},
		runner.Service{Name: "miner", Run: waitFor})
	if !errors.Is(err, broken) || err.Error() != "ingest: no such topic" {
		t.Errorf("got %v, want only ingest's error", err)
	}
	if !strings.Contains(log.String(), "service=ingest") {
		t.Errorf("the log does not name the service: %s", log.String())
	}
}

func TestAnEndThatWasAskedForIsNoFailure(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := runner.Run(ctx, runner.Options{}, runner.Service{Name: "a", Run: waitFor}); err != nil {
		t.Errorf("got %v, want no error", err)
	}
}

func TestACancelledCallInsideARunningServiceIsAFailure(t *testing.T) {
	t.Parallel()
	err := runner.Run(t.Context(), runner.Options{},
		runner.Service{Name: "a", Run: func(context.Context) error { return context.Canceled }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestDrainingIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		release := make(chan struct{})
		stubborn := func(context.Context) error { <-release; return nil }
		begin := time.Now()
		time.AfterFunc(time.Minute, cancel)
		err := runner.Run(ctx, runner.Options{},
			runner.Service{Name: "polite", Run: waitFor},
			runner.Service{Name: "stubborn", Run: stubborn})
		if !errors.Is(err, runner.ErrDrain) || !strings.HasPrefix(err.Error(), "stubborn: ") {
			t.Errorf("got %v, want that only stubborn did not end", err)
		}
		if took := time.Since(begin); took != time.Minute+runner.DrainTime {
			t.Errorf("took %s, want the minute and the drain time of %s", took, runner.DrainTime)
		}
		close(release)
	})
}

func TestAFailureWhileDrainingIsReported(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	lost := errors.New("commit refused")
	err := runner.Run(ctx, runner.Options{}, runner.Service{Name: "a", Run: func(ctx context.Context) error {
		<-ctx.Done()
		return lost
	}})
	if !errors.Is(err, lost) {
		t.Errorf("got %v, want %v", err, lost)
	}
}

func waitFor(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}
