package runner_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/runner"
)

func TestHealthFollowsTheWatchdogs(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	h := runner.NewHealth(func() time.Time { return now })
	mux := http.NewServeMux()
	h.Handle(mux)
	dog, other := h.Watch("turns/3", time.Minute), h.Watch("turns/1", time.Minute)

	now = now.Add(time.Hour)
	want(t, mux, "/healthz", 200, `{"status":"ok"}`)

	dog.Progress()
	other.Progress()
	now = now.Add(time.Minute)
	want(t, mux, "/healthz", 200, `{"status":"ok"}`)
	now = now.Add(1)
	want(t, mux, "/healthz", 503, `{"status":"stuck","waiting_for":["turns/1: there is work, and no progress for 1m0s","turns/3: there is work, and no progress for 1m0s"]}`)

	dog.Progress()
	want(t, mux, "/healthz", 503, `{"status":"stuck","waiting_for":["turns/1: there is work, and no progress for 1m0s"]}`)
	other.Close()
	want(t, mux, "/healthz", 200, `{"status":"ok"}`)

	dog.Rest()
	now = now.Add(time.Hour)
	want(t, mux, "/healthz", 200, `{"status":"ok"}`)
}

func TestReadinessFollowsTheParts(t *testing.T) {
	t.Parallel()
	h := runner.NewHealth(func() time.Time { return time.Time{} })
	mux := http.NewServeMux()
	h.Handle(mux)
	want(t, mux, "/readyz", 200, `{"status":"ok"}`)
	h.Ready("postgres", false)
	h.Ready("kafka", false)
	want(t, mux, "/readyz", 503, `{"status":"not ready","waiting_for":["kafka","postgres"]}`)
	want(t, mux, "/healthz", 200, `{"status":"ok"}`)
	h.Ready("kafka", true)
	h.Ready("postgres", true)
	want(t, mux, "/readyz", 200, `{"status":"ok"}`)
}

func TestAStuckProcessIsNotReady(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	h := runner.NewHealth(func() time.Time { return now })
	mux := http.NewServeMux()
	h.Handle(mux)
	h.Watch("turns/0", time.Second).Progress()
	now = now.Add(time.Minute)
	want(t, mux, "/readyz", 503, `{"status":"not ready","waiting_for":["turns/0: there is work, and no progress for 1m0s"]}`)
}

func want(t *testing.T, h http.Handler, path string, code int, body string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	if got := strings.TrimSpace(w.Body.String()); w.Code != code || got != body {
		t.Errorf("%s: got %d %s, want %d %s", path, w.Code, got, code, body)
	}
	if w.Header().Get("Content-Type") != "application/json" {
		t.Errorf("%s: content type %q", path, w.Header().Get("Content-Type"))
	}
}
