package runner

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Health is what a process says about itself: alive while every watchdog sees progress, ready while every part that
// announced itself says so. It may be used from many goroutines.
type Health struct {
	now func() time.Time

	mu    sync.Mutex
	ready map[string]bool
	dogs  map[*Watchdog]struct{}
}

// NewHealth makes a Health that tells time by now.
func NewHealth(now func() time.Time) *Health {
	return &Health{now: now, ready: make(map[string]bool), dogs: make(map[*Watchdog]struct{})}
}

// Ready says whether the named part can work. Until its first word a part does not count.
func (h *Health) Ready(name string, yes bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ready[name] = yes
}

// Watch makes a watchdog, at rest, that barks when work makes no progress for longer than limit; 0 is never.
func (h *Health) Watch(name string, limit time.Duration) *Watchdog {
	h.mu.Lock()
	defer h.mu.Unlock()
	w := &Watchdog{name: name, limit: limit, health: h}
	h.dogs[w] = struct{}{}
	return w
}

// Stuck says which work makes no progress, and since when, sorted.
func (h *Health) Stuck() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.now()
	var all []string
	for w := range h.dogs {
		if w.barks(now) {
			all = append(all, fmt.Sprintf("%s: there is work, and no progress for %s", w.name, now.Sub(w.since).Round(time.Second)))
		}
	}
	slices.Sort(all)
	return all
}

// NotReady names the parts that said they are not ready, sorted.
func (h *Health) NotReady() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var names []string
	for name, yes := range h.ready {
		if !yes {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// A Watchdog watches one piece of work, say a partition.
type Watchdog struct {
	name   string
	limit  time.Duration
	health *Health

	working bool
	since   time.Time
}

func (w *Watchdog) barks(now time.Time) bool {
	return w.limit > 0 && w.working && now.Sub(w.since) > w.limit
}

// Progress says that work is there and goes on.
func (w *Watchdog) Progress() {
	w.health.mu.Lock()
	defer w.health.mu.Unlock()
	w.working, w.since = true, w.health.now()
}

// Rest says that there is nothing to do, which may last for ever.
func (w *Watchdog) Rest() {
	w.health.mu.Lock()
	defer w.health.mu.Unlock()
	w.working = false
}

// Close ends the watch.
func (w *Watchdog) Close() {
	w.health.mu.Lock()
	defer w.health.mu.Unlock()
	delete(w.health.dogs, w)
}

// Handle adds GET /healthz and GET /readyz to mux. Both answer 200 or 503 with a JSON object {"status", "waiting_for"}.
func (h *Health) Handle(mux *http.ServeMux) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { answer(w, "stuck", h.Stuck()) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, "not ready", append(h.NotReady(), h.Stuck()...))
	})
}

func answer(w http.ResponseWriter, trouble string, names []string) {
	body := struct {
		Status     string   `json:"status"`
		WaitingFor []string `json:"waiting_for,omitempty"`
	}{"ok", names}
	code := http.StatusOK
	if len(names) > 0 {
		body.Status, code = trouble, http.StatusServiceUnavailable
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	// The other end may be gone, which is its own business.
	_ = json.NewEncoder(w).Encode(body)
}
