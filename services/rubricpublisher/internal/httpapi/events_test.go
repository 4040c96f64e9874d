package httpapi_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions/storetest"
)

type event struct {
	id, name string
	rubric   schema.Rubric
}

// watch opens the stream and gives what comes; it is connected when watch returns.
func (p *place) watch(path string, headers ...string) <-chan event {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.Context(), 20*time.Second)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.server.URL+path, nil)
	if err != nil {
		p.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	res, err := p.server.Client().Do(r)
	if err != nil {
		p.Fatal(err)
	}
	p.Cleanup(func() { cancel(); res.Body.Close() })
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "text/event-stream" {
		p.Fatalf("watch: %d %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	lines := bufio.NewScanner(res.Body)
	if !lines.Scan() || !strings.HasPrefix(lines.Text(), ":") {
		p.Fatalf("the stream begins with %q, want a comment", lines.Text())
	}
	out := make(chan event, 100)
	go func() {
		defer close(out)
		var e event
		for lines.Scan() {
			field, value, _ := strings.Cut(lines.Text(), ": ")
			switch field {
			case "id":
				e.id = value
			case "event":
				e.name = value
			case "data":
				if json.Unmarshal([]byte(value), &e.rubric) != nil {
					return
				}
				out <- e
			}
		}
	}()
	return out
}

func (p *place) next(events <-chan event, group string, version int) event {
	p.Helper()
	e, ok := <-events
	if !ok || e.rubric.Group != group || e.rubric.Version != version || e.name != "rubric" {
		p.Fatalf("came %+v (%v), want version %d of %s", e, ok, version, group)
	}
	return e
}

func TestWatchersSeeEachVersionOnce(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.publish(storetest.Rubric("a", 1, schema.Published))
	events := p.watch("/v1/events")
	p.publish(storetest.Rubric("b", 1, schema.Published), storetest.Rubric("c", 1, schema.Proposed))
	p.next(events, "b", 1)
	p.publish(storetest.Rubric("a", 2, schema.Retired))
	p.next(events, "a", 2)
}

func TestAWatcherResumesWhereItWas(t *testing.T) {
	t.Parallel()
	p := open(t)
	first := p.watch("/v1/events")
	p.publish(storetest.Rubric("a", 1, schema.Published))
	seen := p.next(first, "a", 1)
	p.publish(storetest.Rubric("a", 2, schema.Published))
	p.publish(storetest.Rubric("a", 3, schema.Published))
	for name, events := range map[string]<-chan event{
		"header": p.watch("/v1/events", "Last-Event-ID: "+seen.id),
		"query":  p.watch("/v1/events?after=" + seen.id),
		"header wins over query, as reconnecting browsers repeat the query": p.watch("/v1/events?after=0", "Last-Event-ID: "+seen.id),
	} {
		t.Log(name)
		p.next(events, "a", 2)
		p.next(events, "a", 3)
	}
	everything := p.watch("/v1/events?after=0")
	for v := range 3 {
		p.next(everything, "a", v+1)
	}
}

func TestALongBacklogComesWhole(t *testing.T) {
	t.Parallel()
	p := open(t)
	for v := range 250 {
		p.publish(storetest.Rubric("a", v+1, schema.Published))
	}
	events := p.watch("/v1/events?after=0")
	for v := range 250 {
		p.next(events, "a", v+1)
	}
}
