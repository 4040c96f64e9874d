// Package httpapi is the HTTP face of the publisher: reading, watching and governing rubrics, and the page for people.
// It holds no rules of its own about what a rubric is.
package httpapi

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/compose"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/govern"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
)

// Options are what the interface needs beside the store.
type Options struct {
	// Rules are those that nothing may go against, whoever decides it.
	Rules compose.Options
	// Now gives the time of decisions.
	Now func() time.Time
	// Poll is how often the store is asked for news, for all watchers together.
	Poll time.Duration
	// Log gets errors that are not the caller's.
	Log *slog.Logger
	// Metrics, if given, answers at /metrics.
	Metrics http.Handler
	// Health, if given, adds /healthz and /readyz.
	Health interface{ Handle(mux *http.ServeMux) }
}

// An API answers requests about the rubrics of one namespace.
type API struct {
	store versions.Store
	o     Options
	news  *news
	mux   http.Handler
}

// New makes the interface. Watch has to run for /v1/events to give anything.
func New(store versions.Store, o Options) *API {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Poll <= 0 {
		o.Poll = 250 * time.Millisecond
	}
	a := &API{store: store, o: o, news: newNews()}
	mux := http.NewServeMux()
	cfg := huma.DefaultConfig("GPA rubrics", "1.0.0")
	cfg.Info.Description = "Rubrics say how the preferences of user groups differ, for each intent. They are empty where groups agree."
	cfg.DocsPath, cfg.SchemasPath = "", ""
	cfg.CreateHooks = nil // no $schema fields: documents are the same bytes here as in files
	cfg.Formats = map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat}
	api := humago.New(mux, cfg)
	a.rubrics(api)
	a.decisions(api)
	a.rules(api)
	a.events(api)
	if o.Health != nil {
		o.Health.Handle(mux)
	}
	if o.Metrics != nil {
		mux.Handle("GET /metrics", o.Metrics)
	}
	mux.HandleFunc("GET /{$}", a.page)
	mux.HandleFunc("/", unknown)
	// Decisions come from scripts and from our own page, never from another site's.
	a.mux = http.NewCrossOriginProtection().Handler(mux)
	return a
}

// ServeHTTP answers a request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	a.mux.ServeHTTP(w, r)
}

func unknown(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write([]byte(`{"title":"Not Found","status":404,"detail":"nothing answers to this method and path; /openapi.json lists what does"}` + "\n"))
}

// problem turns an error into an answer. What went wrong inside is logged, not told.
func (a *API) problem(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, versions.ErrNotFound):
		return huma.Error404NotFound(err.Error())
	case errors.Is(err, versions.ErrConflict), errors.Is(err, govern.ErrForbidden):
		return huma.Error409Conflict(err.Error())
	case errors.Is(err, govern.ErrInvalid):
		return huma.Error422UnprocessableEntity(err.Error())
	case ctx.Err() != nil:
		return huma.Error503ServiceUnavailable("the request was given up")
	}
	a.o.Log.ErrorContext(ctx, "a request failed", "error", err)
	return huma.Error503ServiceUnavailable("the rubrics cannot be read now; try again")
}
