package runner

import (
	"context"
	"log/slog"
	"time"
)

// Guard looks at the watchdogs until ctx ends, and logs when work gets stuck and when it goes on.
func (h *Health) Guard(ctx context.Context, log *slog.Logger, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	barked := map[*Watchdog]bool{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			h.look(log, barked)
		}
	}
}

// look logs what is different from what has barked before.
func (h *Health) look(log *slog.Logger, barked map[*Watchdog]bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.now()
	for w := range h.dogs {
		switch barks := w.barks(now); {
		case barks && !barked[w]:
			barked[w] = true
			log.Error("work is stuck", slog.String("work", w.name), slog.Duration("no_progress_for", now.Sub(w.since)))
		case !barks && barked[w]:
			delete(barked, w)
			log.Info("work goes on", slog.String("work", w.name))
		}
	}
	for w := range barked {
		if _, there := h.dogs[w]; !there {
			delete(barked, w)
		}
	}
}
