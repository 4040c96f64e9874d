package cli

import (
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	trace "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// spans is a collector that keeps the spans that it is sent.
type spans struct {
	mu  sync.Mutex
	all []*trace.Span
}

func (s *spans) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	b, err := io.ReadAll(r.Body)
	var req collector.ExportTraceServiceRequest
	if err != nil || r.URL.Path != "/v1/traces" || proto.Unmarshal(b, &req) != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, rs := range req.GetResourceSpans() {
		for _, ss := range rs.GetScopeSpans() {
			s.all = append(s.all, ss.GetSpans()...)
		}
	}
}

// chains are the names of spans from the root on, of each span that no other follows.
func (s *spans) chains() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	byID, parents := map[string]*trace.Span{}, map[string]bool{}
	for _, x := range s.all {
		byID[string(x.GetSpanId())] = x
		parents[string(x.GetParentSpanId())] = true
	}
	var all []string
	for _, x := range s.all {
		if parents[string(x.GetSpanId())] {
			continue
		}
		names := []string{}
		for id := x.GetTraceId(); x != nil; x = byID[string(x.GetParentSpanId())] {
			names = append(names, strings.TrimSuffix(x.GetName(), " process"))
			if string(x.GetTraceId()) != string(id) {
				names = append(names, "another trace "+hex.EncodeToString(x.GetTraceId()))
			}
		}
		slices.Reverse(names)
		all = append(all, strings.Join(names, ">"))
	}
	return all
}

// linked is to how many different spans of ruleminer the spans of closed buckets are linked, and how many links one of
// them has at most.
func (s *spans) linked(t *testing.T) (n, most int) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	counted := map[string]bool{}
	for _, x := range s.all {
		if x.GetName() == "ruleminer process" {
			counted[string(x.GetTraceId())+string(x.GetSpanId())] = false
		}
	}
	for _, x := range s.all {
		most = max(most, len(x.GetLinks()))
		for _, l := range x.GetLinks() {
			id := string(l.GetTraceId()) + string(l.GetSpanId())
			if before, there := counted[id]; !there || before || x.GetName() != "ruleminer close" {
				t.Errorf("%s is linked to a span that is no observation's, or once more", x.GetName())
			}
			counted[id] = true
			n++
		}
	}
	return n, most
}

func TestATraceGoesFromTheRawRecordToTheObservation(t *testing.T) {
	t.Parallel()
	var s spans
	server := httptest.NewServer(&s)
	t.Cleanup(server.Close)
	addr, _ := cluster(t)
	url, _ := pgtest.Schema(t)
	must(t, "mine", planted(t, 50), "--through=kafka", "--run=traced", "--keep", "--out="+t.TempDir(), "--salt=s",
		"--kafka.brokers="+addr, "--postgres.url="+url, "--otlp.endpoint="+server.URL, "--otlp.sample=1")
	chains := s.chains()
	whole := 0
	for _, c := range chains {
		switch c {
		case "ingest>turnclassifier>attrextractor>ruleminer":
			whole++
		case "ruleminer close": // A bucket, see below.
		case "ingest", "ingest>turnclassifier": // An end, or a conversation without an answer to judge.
		default:
			t.Errorf("a trace goes %s", c)
		}
	}
	if whole < 50 {
		t.Errorf("%d traces go through all stages, want one for each answer of 50 conversations: %v", whole, chains)
	}
	linked, most := s.linked(t)
	if want := min(whole, stream.MaxParents); linked < want || most > stream.MaxParents {
		t.Errorf("buckets are linked to %d observations, one of them to %d; want %d or more, and no more than %d each", linked, most, want, stream.MaxParents)
	}
}
