package runner_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gpa-stream/gpa/pkg/runner"
)

func TestWhatGetsStuckIsLoggedOnceAndAgainWhenItGoesOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := runner.NewHealth(time.Now)
		var said bytes.Buffer
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			h.Guard(ctx, slog.New(slog.NewTextHandler(&said, nil)), time.Second)
		}()
		dog, never := h.Watch("turns/3", time.Minute), h.Watch("turns/4", 0)
		dog.Progress()
		never.Progress()
		time.Sleep(time.Hour)
		dog.Progress()
		time.Sleep(2 * time.Second)
		stop()
		<-ended
		for what, n := range map[string]int{"work is stuck": 1, "work goes on": 1, "turns/3": 2, "turns/4": 0} {
			if got := strings.Count(said.String(), what); got != n {
				t.Errorf("%q stands %d times in the log, want %d:\n%s", what, got, n, said.String())
			}
		}
	})
}
