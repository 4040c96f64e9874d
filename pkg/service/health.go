package service

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// ServeHealth answers /healthz, /readyz and /metrics on http.listen until ctx ends, for processes without the HTTP
// interface of rubricpublisher.
func ServeHealth(ctx context.Context, e *Env) error {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", e.Config.Listen)
	if err != nil {
		return fmt.Errorf("listen on http.listen %s (another address: --http.listen): %w", e.Config.Listen, err)
	}
	mux := http.NewServeMux()
	e.Health.Handle(mux)
	mux.HandleFunc("GET /metrics", e.metrics)
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = srv.Close() })
	defer stop()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve health: %w", err)
	}
	return nil
}

func (e *Env) metrics(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4")
	e.mu.Lock()
	defer e.mu.Unlock()
	for name, m := range e.Meters {
		for what, n := range map[string]int64{"in": m.In.Load(), "out": m.Out.Load(), "dead": m.Dead.Load(), "fenced": m.Fenced.Load()} {
			_, _ = fmt.Fprintf(w, "gpa_stage_records_total{stage=%q,what=%q} %d\n", name, what, n)
		}
	}
}
