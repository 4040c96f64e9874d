package rubricpublisher

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v4"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/observe"
	"github.com/gpa-stream/gpa/pkg/outbox"
	"github.com/gpa-stream/gpa/pkg/outbox/pgoutbox"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/httpapi"
)

// Name is the service's name in logs, health and metrics.
const Name = "rubricpublisher"

// Ports are what a running service needs.
type Ports struct {
	// Pool is the database, its schema migrated.
	Pool *pgxpool.Pool
	// Topic is where rubrics are published: kafkaoutbox.Topic with the name <prefix>rubrics.v1. Nil: nowhere, and
	// events wait in the outbox.
	Topic outbox.Topic
	// Now gives the time of decisions that people make; nothing else looks at a clock.
	Now func() time.Time
	// Log and Health may be nil.
	Log    *slog.Logger
	Health *runner.Health
	// Metrics, if given, answers at /metrics, before the service's own numbers: those of the process.
	Metrics http.Handler
}

// A Service is the publisher in `gpa up`: composer, relay and HTTP interface over Postgres. Any number of them may
// run on one namespace: all answer requests, one at a time composes and relays.
type Service struct {
	cfg       Config
	ports     Ports
	publisher *Publisher
	api       *httpapi.API
	relay     *outbox.Relay
	wake      chan struct{}
	buckets   *observe.Value
}

// NewService makes a service; nothing runs yet.
func NewService(cfg Config, ports Ports) (*Service, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	cfg = cfg.Defaults()
	if ports.Log == nil {
		ports.Log = slog.New(slog.DiscardHandler)
	}
	if ports.Health == nil {
		ports.Health = runner.NewHealth(ports.Now)
	}
	own := &observe.Metrics{}
	store := NewPostgresStore(ports.Pool, cfg.TopicPrefix+Name)
	s := &Service{
		cfg: cfg, ports: ports, publisher: New(cfg, store), wake: make(chan struct{}, 1),
		buckets: own.Counter("gpa_publisher_buckets_total", "Buckets taken from the miner."),
	}
	s.api = httpapi.New(store, httpapi.Options{
		Rules: cfg.options(), Now: ports.Now, Poll: cfg.Poll, Log: ports.Log, Health: ports.Health, Metrics: metrics(ports.Metrics, own),
	})
	if ports.Topic != nil {
		published := own.Counter("gpa_outbox_published_total", "Events published from the outbox.",
			observe.Label{Name: "kind", Value: outbox.KindRubric})
		s.relay = &outbox.Relay{
			Rows: pgoutbox.Rows{Pool: ports.Pool, Kind: outbox.KindRubric}, Topic: ports.Topic,
			Poll: cfg.Poll, Repair: cfg.RepairEvery, Keep: cfg.KeepEvents, Wake: s.wake, Log: ports.Log,
			Published: func(n int) { published.Add(int64(n)) },
		}
	}
	return s, nil
}

// metrics answers with the numbers of the process and those of the service.
func metrics(process http.Handler, own *observe.Metrics) http.Handler {
	if process == nil {
		return own
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		process.ServeHTTP(w, r)
		_ = own.Write(w) // the other end may be gone
	})
}

// Handler is the HTTP interface, for processes that serve it themselves.
func (s *Service) Handler() http.Handler { return s.api }

// Run composes, relays and, if Listen is set, serves HTTP, until the context ends. Trouble with database or brokers
// is waited out.
func (s *Service) Run(ctx context.Context) error {
	parts := []runner.Service{
		{Name: "composer", Run: s.compose},
		{Name: "news", Run: func(ctx context.Context) error { s.api.Watch(ctx); return nil }},
	}
	if s.relay != nil {
		parts = append(parts, runner.Service{Name: "relay", Run: s.relay.Run})
	}
	if s.cfg.Listen != "" {
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.cfg.Listen)
		if err != nil {
			return fmt.Errorf("listen on http.listen %s (another address: --http.listen): %w", s.cfg.Listen, err)
		}
		parts = append(parts, runner.Service{Name: "http", Run: func(ctx context.Context) error { return serve(ctx, l, s.api) }})
	}
	return runner.Run(ctx, runner.Options{Log: s.ports.Log}, parts...)
}

// compose takes buckets as they come.
func (s *Service) compose(ctx context.Context) error {
	wait := backoff.NewExponentialBackOff(backoff.WithInitialInterval(s.cfg.Poll), backoff.WithMaxInterval(10*time.Second), backoff.WithMaxElapsedTime(0))
	for ctx.Err() == nil {
		took, err := s.publisher.Step(ctx)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			s.ports.Health.Ready(Name, false)
			s.ports.Log.WarnContext(ctx, "composing rubrics is tried again", "error", err)
			pause(ctx, wait.NextBackOff())
		case took:
			wait.Reset()
			s.ports.Health.Ready(Name, true)
			s.buckets.Inc()
			select {
			case s.wake <- struct{}{}:
			default:
			}
		default:
			wait.Reset()
			s.ports.Health.Ready(Name, true)
			pause(ctx, s.cfg.Poll)
		}
	}
	return nil
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// serve answers requests until the context ends; then streams and requests are given up, and readers come back.
func serve(ctx context.Context, l net.Listener, h http.Handler) error {
	srv := &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve http: %w", err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	err := srv.Shutdown(stop)
	if errors.Is(err, context.DeadlineExceeded) {
		err = srv.Close()
	}
	if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	if err != nil {
		return fmt.Errorf("stop http: %w", err)
	}
	return nil
}
