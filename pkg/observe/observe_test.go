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
				m.Stage("ingest").In.Inc()
			}
		})
	}
	wg.Wait()
	if got := m.Stage("ingest").In.Load(); got != 8000 {
		t.Errorf("got %d, want 8000", got)
	}
	if got := m.Stage("ruleminer").In.Load(); got != 0 {
		t.Errorf("another stage has %d, want 0", got)
	}
}

func TestNobodyNeedsToListen(t *testing.T) {
	t.Parallel()
	var m *observe.Metrics
	m.Stage("ingest").Lag.Set(4)
	var b bytes.Buffer
	if err := m.Write(&b); err != nil || b.Len() != 0 {
		t.Errorf("got %q, %v; want nothing", b.String(), err)
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
