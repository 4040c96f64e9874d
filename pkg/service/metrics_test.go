package service_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
	"github.com/gpa-stream/gpa/pkg/observe"
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// A counter is a stage that tells of each record.
type counter struct{ read chan stream.Record }

func (c counter) Open(context.Context, stream.Partition, stream.Position) (stream.Task, int64, error) {
	return &counting{counter: c}, -1, nil
}

type counting struct {
	counter
	next int64
}

func (c *counting) Process(_ context.Context, r stream.Record, b *stream.Batch) error {
	c.next = r.Offset + 1
	b.Late++
	c.read <- r
	return nil
}

func (c *counting) Settle(context.Context, *stream.Batch) error { return nil }
func (c *counting) Position() (stream.Position, bool) {
	return stream.Position{Offset: c.next}, c.next > 0
}

// connected is an environment over an embedded broker and a schema of its own.
func connected(t *testing.T, endpoint string) *service.Env {
	t.Helper()
	c, _ := embedded(t)
	c.PostgresURL, c.PostgresSchema = pgtest.Schema(t)
	c.Salt, c.OTLPEndpoint, c.OTLPSample = "salt", endpoint, 1
	e, err := service.Connect(t.Context(), c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// serve runs the stage over one record until /metrics says all of what is wanted.
func serve(t *testing.T, e *service.Env, want ...string) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	stage := counter{make(chan stream.Record)}
	done := make(chan error, 1)
	go func() { done <- e.Run(ctx, "ingest", []string{"gpa.raw.v1"}, stage) }()
	if err := e.Broker.Publish(t.Context(), []stream.Message{{Partition: stream.Partition{Topic: "gpa.raw.v1"}, Value: []byte("x")}}); err != nil {
		t.Fatal(err)
	}
	select {
	case <-stage.read:
	case <-time.After(30 * time.Second):
		t.Fatal("the record did not come")
	}
	for deadline := time.Now().Add(20 * time.Second); ; {
		w := httptest.NewRecorder()
		e.Metrics().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
		missing := slices.DeleteFunc(slices.Clone(want), func(line string) bool { return strings.Contains(w.Body.String(), line) })
		if len(missing) == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Errorf("no %q in\n%s", missing, w.Body.String())
			break
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func TestMetricsOfAStageStandAtMetrics(t *testing.T) {
	t.Parallel()
	e := connected(t, "")
	defer e.Close()
	e.Measure(func(m *observe.Metrics) { m.Gauge("gpa_more", "More.").Set(5) })
	if _, err := e.Pool.Exec(t.Context(), `INSERT INTO audits (stage, missing, account) VALUES ('ingest', 3, '{}')`); err != nil {
		t.Fatal(err)
	}
	serve(t, e,
		`gpa_records_in_total{stage="ingest"} 1`, `gpa_records_late_total{stage="ingest"} 1`,
		`gpa_lag_records{partition="0",stage="ingest",topic="gpa.raw.v1"} 0`, `gpa_lag_records{partition="1",stage="ingest",topic="gpa.raw.v1"} 0`,
		"gpa_more 5", "gpa_build_info{", "gpa_goroutines ",
		`gpa_audit_missing_records{stage="ingest"} 3`, `gpa_audit_age_seconds{stage="ingest"}`,
		`gpa_buckets_waiting{for="rules"} 0`, `gpa_buckets_waiting{for="rubrics"} 0`, "gpa_buckets_incomplete 0",
		`gpa_outbox_waiting_events{kind="rubric"} 0`)
}

func TestTracesAndMetricsGoToTheCollectorThatIsSet(t *testing.T) {
	t.Parallel()
	var (
		mu    sync.Mutex
		paths = map[string]int{}
	)
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		mu.Lock()
		defer mu.Unlock()
		paths[r.URL.Path]++
	}))
	t.Cleanup(s.Close)
	e := connected(t, s.URL)
	serve(t, e)
	e.Close()
	mu.Lock()
	defer mu.Unlock()
	if paths["/v1/traces"] == 0 || paths["/v1/metrics"] == 0 {
		t.Errorf("the collector was asked for %v, want traces and metrics", paths)
	}
}

func TestAWrongEndpointStopsTheStart(t *testing.T) {
	t.Parallel()
	e := connected(t, "collector:4318")
	defer e.Close()
	err := e.Run(t.Context(), "ingest", []string{"gpa.raw.v1"}, counter{})
	if err == nil || !strings.Contains(err.Error(), "otlp.endpoint") {
		t.Errorf("got %v, want the setting", err)
	}
}
