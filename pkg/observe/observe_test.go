package observe_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/observe"
	"github.com/gpa-stream/gpa/pkg/stream"
)

func TestTheLogHasItsFormatAndLevel(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	log, err := observe.NewLogger(&b, "json", "warn")
	if err != nil {
		t.Fatal(err)
	}
	log.Info("quiet")
	log.Warn("loud", "partition", 3)
	var line struct {
		Time      time.Time
		Msg       string
		Partition int
	}
	if err := json.Unmarshal(b.Bytes(), &line); err != nil {
		t.Fatalf("want one line of JSON, got %q: %v", b.String(), err)
	}
	if line.Msg != "loud" || line.Partition != 3 || line.Time.Location() != time.UTC {
		t.Errorf("got %+v, want the warning, in UTC", line)
	}
}

func TestTheLogIsTextAtInfoByDefault(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	log, err := observe.NewLogger(&b, "", "")
	if err != nil {
		t.Fatal(err)
	}
	log.Debug("no")
	log.Info("yes")
	if got := b.String(); !strings.Contains(got, "level=INFO msg=yes") || strings.Contains(got, "msg=no") {
		t.Errorf("got %q", got)
	}
}

func TestAWrongLogSettingIsNamed(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{{"xml", "", `"xml"`}, {"", "loud", `"loud"`}} {
		if _, err := observe.NewLogger(&bytes.Buffer{}, c[0], c[1]); err == nil || !strings.Contains(err.Error(), c[2]) {
			t.Errorf("format %q, level %q: got %v, want an error that names %s", c[0], c[1], err, c[2])
		}
	}
}

func TestMetricsComeSortedInThePrometheusFormat(t *testing.T) {
	t.Parallel()
	var m observe.Metrics
	m.Gauge("gpa_lag_records", "Lag.", observe.Label{Name: "stage", Value: "b"}).Set(-2)
	m.Counter("gpa_a_total", "First\nline.").Add(3)
	m.Gauge("gpa_lag_records", "Lag.", observe.Label{Name: "stage", Value: `a"\` + "\n"}, observe.Label{Name: "p", Value: "0"}).Set(7)
	want := `# HELP gpa_a_total First line.
# TYPE gpa_a_total counter
gpa_a_total 3
# HELP gpa_lag_records Lag.
# TYPE gpa_lag_records gauge
gpa_lag_records{p="0",stage="a\"\\\n"} 7
gpa_lag_records{stage="b"} -2
`
	w := httptest.NewRecorder()
	m.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	if got := w.Body.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestOneNameAndLabelsAreOneNumber(t *testing.T) {
	t.Parallel()
	var m observe.Metrics
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 1000 {
				m.Counter("gpa_a_total", "A.", observe.Label{Name: "a", Value: "1"}, observe.Label{Name: "b", Value: "2"}).Inc()
			}
		})
	}
	wg.Wait()
	if got := m.Counter("gpa_a_total", "A.", observe.Label{Name: "b", Value: "2"}, observe.Label{Name: "a", Value: "1"}).Load(); got != 8000 {
		t.Errorf("got %d, want 8000", got)
	}
	if got := m.Counter("gpa_a_total", "A.", observe.Label{Name: "a", Value: "2"}).Load(); got != 0 {
		t.Errorf("other labels have %d, want 0", got)
	}
}

func TestNobodyNeedsToListen(t *testing.T) {
	t.Parallel()
	var m *observe.Metrics
	m.Gauge("gpa_g", "G.").Set(4)
	m.Distribute("gpa_d", "D.", observe.Distribution{})
	m.Stage("ingest", &stream.Meter{}, time.Unix(0, 0))
	var b bytes.Buffer
	if err := m.Write(&b); err != nil || b.Len() != 0 {
		t.Errorf("got %q, %v; want nothing", b.String(), err)
	}
}

func TestSecondsAndHistogramsComeInTheUnitsOfPrometheus(t *testing.T) {
	t.Parallel()
	var m observe.Metrics
	m.Seconds("gpa_age_seconds", "Age.").Set(1_500_000)
	m.Distribute("gpa_latency_seconds", "Latency.", observe.Distribution{Bounds: []float64{0.5, 1}, Counts: []int64{2, 0, 3}, Sum: 7.25}, observe.Label{Name: "stage", Value: "x"})
	want := `# HELP gpa_age_seconds Age.
# TYPE gpa_age_seconds gauge
gpa_age_seconds 1.5
# HELP gpa_latency_seconds Latency.
# TYPE gpa_latency_seconds histogram
gpa_latency_seconds_bucket{stage="x",le="0.5"} 2
gpa_latency_seconds_bucket{stage="x",le="1"} 2
gpa_latency_seconds_bucket{stage="x",le="+Inf"} 5
gpa_latency_seconds_sum{stage="x"} 7.25
gpa_latency_seconds_count{stage="x"} 5
`
	var b bytes.Buffer
	if err := m.Write(&b); err != nil || b.String() != want {
		t.Errorf("got %v\n%s\nwant\n%s", err, b.String(), want)
	}
}

func TestABrokenPipeIsReported(t *testing.T) {
	t.Parallel()
	var m observe.Metrics
	m.Counter("gpa_a_total", "A.").Inc()
	if err := m.Write(broken{}); !errors.Is(err, errPipe) {
		t.Errorf("got %v, want %v", err, errPipe)
	}
}

var errPipe = errors.New("broken pipe")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errPipe }
