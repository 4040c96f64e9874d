package runner_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"testing"

	"github.com/gpa-stream/gpa/pkg/runner"
)

func TestErrorsStandForExitCodes(t *testing.T) {
	t.Parallel()
	plain := errors.New("disk full")
	use := runner.WrongUse(errors.New("no input"))
	bad := runner.BadRecords(errors.New("2 bad records"))
	for name, c := range map[string]struct {
		err  error
		want int
	}{
		"nothing":                         {nil, 0},
		"plain":                           {plain, 1},
		"wrong use":                       {use, 2},
		"bad records":                     {bad, 3},
		"wrapped":                         {fmt.Errorf("mine: %w", bad), 3},
		"bad records and a failure":       {errors.Join(bad, plain), 1},
		"a failure and bad records":       {errors.Join(plain, bad), 1},
		"wrapped twice":                   {fmt.Errorf("%w and %w", bad, plain), 1},
		"wrong use outranks":              {errors.Join(plain, bad, use), 2},
		"a mark over others hides them":   {runner.BadRecords(errors.Join(plain, use)), 3},
		"joined bad records alone":        {errors.Join(bad, bad), 3},
		"a joined error inside a wrapped": {fmt.Errorf("run: %w", errors.Join(bad, plain)), 1},
	} {
		if got := runner.ExitCode(c.err); got != c.want {
			t.Errorf("%s: got %d, want %d", name, got, c.want)
		}
	}
	if runner.WrongUse(nil) != nil || runner.BadRecords(nil) != nil {
		t.Error("a marked nil is an error")
	}
	if !errors.Is(runner.WrongUse(plain), plain) {
		t.Error("the mark hides the error")
	}
}

func TestMainPrintsTheErrorAndGivesItsCode(t *testing.T) {
	var stderr bytes.Buffer
	code := runner.Main(t.Context(), &stderr, func(context.Context) error {
		return runner.WrongUse(errors.New("gpa up: set kafka.brokers"))
	})
	if code != 2 || stderr.String() != "gpa up: set kafka.brokers\n" {
		t.Errorf("got code %d, %q", code, stderr.String())
	}
}

func TestSIGTERMAsksForTheEnd(t *testing.T) {
	var stderr bytes.Buffer
	code := runner.Main(t.Context(), &stderr, func(ctx context.Context) error {
		self, err := os.FindProcess(os.Getpid())
		if err != nil {
			return err
		}
		if err := self.Signal(syscall.SIGTERM); err != nil {
			return err
		}
		<-ctx.Done()
		return nil
	})
	if code != 0 || stderr.Len() != 0 {
		t.Errorf("got code %d, %q; want 0 and no word", code, stderr.String())
	}
}
