package observe_test

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	collector "go.opentelemetry.io/proto/otlp/collector/metrics/v1"
	spancollector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	metricspb "go.opentelemetry.io/proto/otlp/metrics/v1"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/observe"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// A sink is a collector that keeps what it is sent.
type sink struct {
	*httptest.Server
	mu      sync.Mutex
	spans   []*tracepb.Span
	metrics map[string]*metricspb.Metric
}

func newSink(t *testing.T) *sink {
	t.Helper()
	s := &sink{metrics: map[string]*metricspb.Metric{}}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

func (s *sink) serve(_ http.ResponseWriter, r *http.Request) {
	body := io.Reader(r.Body)
	if r.Header.Get("Content-Encoding") == "gzip" {
		var err error
		if body, err = gzip.NewReader(r.Body); err != nil {
			return
		}
	}
	b, err := io.ReadAll(body)
	if err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch r.URL.Path {
	case "/v1/traces":
		var req spancollector.ExportTraceServiceRequest
		if proto.Unmarshal(b, &req) == nil {
			for _, rs := range req.GetResourceSpans() {
				for _, ss := range rs.GetScopeSpans() {
					s.spans = append(s.spans, ss.GetSpans()...)
				}
			}
		}
	case "/v1/metrics":
		var req collector.ExportMetricsServiceRequest
		if proto.Unmarshal(b, &req) == nil {
			for _, rm := range req.GetResourceMetrics() {
				for _, sm := range rm.GetScopeMetrics() {
					for _, m := range sm.GetMetrics() {
						s.metrics[m.GetName()] = m
					}
				}
			}
		}
	}
}

func export(t *testing.T, o observe.OTLP) *observe.Exporter {
	t.Helper()
	e, err := observe.Export(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func closed(t *testing.T, e *observe.Exporter) {
	t.Helper()
	if err := e.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestWithoutAnEndpointNothingIsSent(t *testing.T) {
	t.Parallel()
	e := export(t, observe.OTLP{})
	if e != nil || e.Tracer() != nil {
		t.Errorf("got %v with tracer %v, want nothing", e, e.Tracer())
	}
	closed(t, e)
}

func TestAnEndpointThatIsNoURLIsNamed(t *testing.T) {
	t.Parallel()
	for _, endpoint := range []string{"collector:4318", "grpc://collector:4317", "http://", "::"} {
		if _, err := observe.Export(t.Context(), observe.OTLP{Endpoint: endpoint}); err == nil || !strings.Contains(err.Error(), "http://collector:4318") {
			t.Errorf("%s: got %v, want an error with an example", endpoint, err)
		}
	}
}

func TestMetricsGoToTheCollector(t *testing.T) {
	t.Parallel()
	s := newSink(t)
	e := export(t, observe.OTLP{Endpoint: s.URL, Every: time.Hour, Gather: func(m *observe.Metrics) {
		m.Counter("gpa_a_total", "A.", observe.Label{Name: "stage", Value: "x"}).Add(3)
		m.Seconds("gpa_b_seconds", "B.").Set(1_500_000)
		m.Distribute("gpa_c_seconds", "C.", observe.Distribution{Bounds: []float64{1}, Counts: []int64{2, 1}, Sum: 4})
	}})
	closed(t, e)
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.metrics["gpa_a_total"].GetSum()
	if !a.GetIsMonotonic() || len(a.GetDataPoints()) != 1 || a.GetDataPoints()[0].GetAsDouble() != 3 || a.GetDataPoints()[0].GetAttributes()[0].GetKey() != "stage" {
		t.Errorf("the counter came as %v", s.metrics["gpa_a_total"])
	}
	if b := s.metrics["gpa_b_seconds"]; len(b.GetGauge().GetDataPoints()) != 1 || b.GetGauge().GetDataPoints()[0].GetAsDouble() != 1.5 || b.GetUnit() != "s" {
		t.Errorf("the gauge came as %v", b)
	}
	c := s.metrics["gpa_c_seconds"].GetHistogram().GetDataPoints()
	if len(c) != 1 || c[0].GetCount() != 3 || c[0].GetSum() != 4 || len(c[0].GetBucketCounts()) != 2 {
		t.Errorf("the histogram came as %v", c)
	}
}

func TestATraceGoesFromStageToStage(t *testing.T) {
	t.Parallel()
	s := newSink(t)
	e := export(t, observe.OTLP{Endpoint: s.URL, Sample: 1})
	raw := stream.Record{Partition: stream.Partition{Topic: "raw", Index: 1}, Offset: 7, Value: []byte("secret")}
	first := e.Tracer().Begin("ingest", raw)
	next := stream.Record{Type: "io.gpa.turns.v1", Headers: []stream.Header{{Key: stream.TraceParent, Value: []byte(first.Parent())}}}
	second := e.Tracer().Begin("turnclassifier", next)
	second.Fail("secret")
	second.End()
	first.End()
	closed(t, e)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.spans) != 2 {
		t.Fatalf("%d spans came, want 2", len(s.spans))
	}
	child, parent := s.spans[0], s.spans[1]
	if !bytes.Equal(child.GetTraceId(), parent.GetTraceId()) || !bytes.Equal(child.GetParentSpanId(), parent.GetSpanId()) || len(parent.GetParentSpanId()) != 0 {
		t.Errorf("got %v under %v, want one trace", child, parent)
	}
	if child.GetStatus().GetCode() != tracepb.Status_STATUS_CODE_ERROR || child.GetName() != "turnclassifier process" {
		t.Errorf("got %v", child)
	}
	if text := child.String() + parent.String(); strings.Contains(text, "secret") {
		t.Errorf("what a record holds is in a span: %s", text)
	}
}

func TestAReplayGoesOnInTheSameTrace(t *testing.T) {
	t.Parallel()
	s := newSink(t)
	e := export(t, observe.OTLP{Endpoint: s.URL, Sample: 1})
	defer closed(t, e)
	r := stream.Record{Partition: stream.Partition{Topic: "raw"}, Offset: 7}
	a, b := e.Tracer().Begin("ingest", r).Parent(), e.Tracer().Begin("ingest", r).Parent()
	r.Offset++
	c := e.Tracer().Begin("ingest", r).Parent()
	if a[:35] != b[:35] || a == b || a[:35] == c[:35] {
		t.Errorf("got %s, %s and of the next record %s", a, b, c)
	}
}

func TestOnlyAShareOfTheInputIsFollowed(t *testing.T) {
	t.Parallel()
	s := newSink(t)
	e := export(t, observe.OTLP{Endpoint: s.URL, Sample: 0.1})
	defer closed(t, e)
	n := 0
	for i := range 10_000 {
		if step := e.Tracer().Begin("ingest", stream.Record{Partition: stream.Partition{Topic: "raw", Index: int32(i % 4)}, Offset: int64(i)}); step != nil {
			n++
			step.End()
		}
	}
	if n < 900 || n > 1100 {
		t.Errorf("%d of 10,000 records are followed, want about 1,000", n)
	}
	for name, r := range map[string]stream.Record{
		"a record of another stage without a parent":  {Type: "io.gpa.turns.v1"},
		"a parent that is not sampled":                {Headers: parent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00")},
		"a parent that is none":                       {Headers: parent("x")},
		"a parent of another version, not understood": {Headers: parent("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")},
	} {
		if step := e.Tracer().Begin("x", r); step != nil {
			t.Errorf("%s is followed", name)
		}
	}
	platform := "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	if step := e.Tracer().Begin("ingest", stream.Record{Headers: parent(platform)}); step == nil || step.Parent()[:35] != platform[:35] {
		t.Error("a sampled parent of the platform is not followed")
	}
}

func parent(value string) []stream.Header {
	return []stream.Header{{Key: stream.TraceParent, Value: []byte(value)}}
}

func TestACollectorThatIsAwayHarmsNobody(t *testing.T) {
	t.Parallel()
	s := newSink(t)
	s.Close()
	var b bytes.Buffer
	e := export(t, observe.OTLP{Endpoint: s.URL, Sample: 1, Log: slog.New(slog.NewTextHandler(&b, nil)), Gather: func(*observe.Metrics) {}})
	step := e.Tracer().Begin("ingest", stream.Record{})
	if id, err := hex.DecodeString(step.Parent()[3:35]); err != nil || len(id) != 16 {
		t.Errorf("the parent is %s", step.Parent())
	}
	step.End()
}
