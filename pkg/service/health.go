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
	mux.Handle("GET /metrics", e.Metrics())
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = srv.Close() })
	defer stop()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve health: %w", err)
	}
	return nil
}
