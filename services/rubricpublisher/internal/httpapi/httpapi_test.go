package httpapi_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/httpapi"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/memstore"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions/storetest"
)

// hostile is a group whose name tries what names can try.
const hostile = `a/b <script>alert(1)</script> "é" %2F ?x=1#y`

type place struct {
	*testing.T
	store  *memstore.Store
	server *httptest.Server
	bucket int64
}

func start(t *testing.T, store versions.Store) *httptest.Server {
	t.Helper()
	api := httpapi.New(store, httpapi.Options{Now: func() time.Time { return time.Unix(1e9, 0) }, Poll: time.Millisecond})
	ctx, cancel := context.WithCancel(t.Context())
	watched := make(chan struct{})
	go func() { defer close(watched); api.Watch(ctx) }()
	server := httptest.NewServer(api)
	t.Cleanup(func() { cancel(); server.CloseClientConnections(); server.Close(); <-watched })
	return server
}

func open(t *testing.T) *place {
	t.Helper()
	store := memstore.New()
	return &place{T: t, store: store, server: start(t, store), bucket: versions.NoBucket}
}

func (p *place) publish(rubrics ...schema.Rubric) {
	p.Helper()
	if err := p.store.Publish(p.Context(), p.bucket, storetest.Bucket(p.bucket+1), rubrics); err != nil {
		p.Fatal(err)
	}
	p.bucket++
}

// ask sends a request; header is "Name: value".
func (p *place) ask(method, path, body string, headers ...string) (int, string, http.Header) {
	p.Helper()
	r, err := http.NewRequestWithContext(p.Context(), method, p.server.URL+path, strings.NewReader(body))
	if err != nil {
		p.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	res, err := p.server.Client().Do(r)
	if err != nil {
		p.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		p.Fatal(err)
	}
	return res.StatusCode, string(b), res.Header
}

func (p *place) get(path string, into any) http.Header {
	p.Helper()
	status, body, h := p.ask(http.MethodGet, path, "")
	if status != http.StatusOK {
		p.Fatalf("GET %s: %d %s", path, status, body)
	}
	if err := json.Unmarshal([]byte(body), into); err != nil {
		p.Fatalf("GET %s: %v in %s", path, err, body)
	}
	return h
}

// problem asks for what must be refused.
func (p *place) problem(method, path, body string, want int) string {
	p.Helper()
	status, got, h := p.ask(method, path, body)
	if status != want || h.Get("Content-Type") != "application/problem+json" {
		p.Errorf("%s %s: %d %s %s, want a problem of %d", method, path, status, h.Get("Content-Type"), got, want)
	}
	var doc struct {
		Status int    `json:"status"`
		Title  string `json:"title"`
	}
	if err := json.Unmarshal([]byte(got), &doc); err != nil || doc.Status != want || doc.Title == "" {
		p.Errorf("%s %s: problem is %s (%v)", method, path, got, err)
	}
	return got
}

type page struct {
	Schema  string            `json:"schema"`
	Rubrics []json.RawMessage `json:"rubrics"`
	Next    string            `json:"next"`
}

func ids(t *testing.T, p page) string {
	t.Helper()
	var out []string
	for _, raw := range p.Rubrics {
		var r schema.Rubric
		if err := json.Unmarshal(raw, &r); err != nil {
			t.Fatal(err)
		}
		out = append(out, r.Group)
	}
	return strings.Join(out, " ")
}

func TestTheListIsFilteredAndPaged(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.publish(storetest.Rubric("a", 1, schema.Published), storetest.Rubric("b", 1, schema.Proposed), storetest.Rubric("c", 1, schema.Published))
	for query, want := range map[string]string{
		"": "a b c", "?group=b": "b", "?dimension=x": "", "?intent=chat": "a b c", "?status=published": "a c", "?status=proposed&dimension=plan": "b",
	} {
		var got page
		p.get("/v1/rubrics"+query, &got)
		if ids(t, got) != want || got.Next != "" || got.Schema != schema.RubricsSchema {
			t.Errorf("%q gives %q (next %q), want %q", query, ids(t, got), got.Next, want)
		}
	}
	var seen []string
	cursor := ""
	for range 3 {
		var got page
		p.get("/v1/rubrics?limit=1&cursor="+cursor, &got)
		seen = append(seen, ids(t, got))
		cursor = got.Next
	}
	if strings.Join(seen, "") != "abc" || cursor != "" {
		t.Errorf("paging gave %v and the cursor %q, want abc and none", seen, cursor)
	}
	if got, _ := json.Marshal(storetest.Rubric("a", 1, schema.Published)); true {
		var first page
		p.get("/v1/rubrics?limit=1", &first)
		if string(first.Rubrics[0]) != string(got) {
			t.Errorf("a rubric is\n%s\nwant the bytes of the document\n%s", first.Rubrics[0], got)
		}
	}
}

func TestWhatHasNotChangedIsNotSentAgain(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.publish(storetest.Rubric("a", 1, schema.Published))
	for _, path := range []string{"/v1/rubrics", "/v1/rubrics/plan/a/chat"} {
		_, _, h := p.ask(http.MethodGet, path, "")
		tag := h.Get("ETag")
		if tag == "" {
			t.Fatalf("%s has no ETag", path)
		}
		for _, match := range []string{tag, "W/" + tag, `"x", ` + tag, "*"} {
			if status, body, h := p.ask(http.MethodGet, path, "", "If-None-Match: "+match); status != http.StatusNotModified || body != "" || h.Get("ETag") != tag {
				t.Errorf("%s with If-None-Match %s: %d %q, want 304", path, match, status, body)
			}
		}
		if status, _, _ := p.ask(http.MethodGet, path, "", `If-None-Match: "x"`); status != http.StatusOK {
			t.Errorf("%s with another tag: %d, want 200", path, status)
		}
	}
	_, _, before := p.ask(http.MethodGet, "/v1/rubrics/plan/a/chat", "")
	p.publish(storetest.Rubric("a", 2, schema.Published))
	if status, _, after := p.ask(http.MethodGet, "/v1/rubrics/plan/a/chat", "", "If-None-Match: "+before.Get("ETag")); status != http.StatusOK || after.Get("ETag") == before.Get("ETag") {
		t.Errorf("a new version: %d with the tag %s", status, after.Get("ETag"))
	}
}

func TestOneRubricAndItsVersions(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.publish(storetest.Rubric("a", 1, schema.Published))
	p.publish(storetest.Rubric("a", 2, schema.Proposed))
	version := func(query string) int {
		var v versions.Version
		p.get("/v1/rubrics/plan/a/chat"+query, &v)
		return v.Version
	}
	if got := version(""); got != 1 {
		t.Errorf("without a version comes %d, want 1, which is in force", got)
	}
	if got := version("?version=2"); got != 2 {
		t.Errorf("version 2 is %d", got)
	}
	var all struct {
		ID       string             `json:"id"`
		Versions []versions.Version `json:"versions"`
	}
	p.get("/v1/rubrics/plan/a/chat/versions", &all)
	if all.ID != "plan/a/chat" || len(all.Versions) != 2 || all.Versions[0].Version != 1 {
		t.Errorf("versions are %+v", all)
	}
	p.problem(http.MethodGet, "/v1/rubrics/plan/a/chat?version=3", "", http.StatusNotFound)
	p.problem(http.MethodGet, "/v1/rubrics/plan/a/other", "", http.StatusNotFound)
	p.problem(http.MethodGet, "/v1/rubrics/plan/a/other/versions", "", http.StatusNotFound)
	p.problem(http.MethodGet, "/v1/rubrics/plan/a/other/diff", "", http.StatusNotFound)
}

func TestADiffHasDefaults(t *testing.T) {
	t.Parallel()
	p := open(t)
	for v := range 3 {
		p.publish(storetest.Rubric("a", v+1, schema.Published))
	}
	for query, want := range map[string][2]int{"": {2, 3}, "?from=1": {1, 3}, "?to=2": {1, 2}, "?from=3&to=1": {3, 1}, "?to=1": {0, 1}} {
		var d struct {
			From, To       int
			Changed, Added []any
		}
		p.get("/v1/rubrics/plan/a/chat/diff"+query, &d)
		if d.From != want[0] || d.To != want[1] || len(d.Changed)+len(d.Added) != 1 {
			t.Errorf("%q compares %d with %d (%d changed, %d added), want %v and one", query, d.From, d.To, len(d.Changed), len(d.Added), want)
		}
	}
	p.problem(http.MethodGet, "/v1/rubrics/plan/a/chat/diff?from=9", "", http.StatusNotFound)
	p.problem(http.MethodGet, "/v1/rubrics/plan/a/chat/diff?to=9", "", http.StatusNotFound)
}

func TestMarkdownIsGivenToWhoWantsIt(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.publish(storetest.Rubric("a", 1, schema.Published))
	for accept, want := range map[string]string{
		"text/markdown": "text/markdown; charset=utf-8", "text/markdown, application/json;q=0.5": "text/markdown; charset=utf-8",
		"application/json": "application/json", "text/markdown;q=0.1, application/json": "application/json",
		"*/*": "application/json", "text/html": "application/json", "text/markdown;q=0": "application/json", "text/markdown;q=x": "application/json",
	} {
		status, body, h := p.ask(http.MethodGet, "/v1/rubrics/plan/a/chat", "", "Accept: "+accept)
		if status != http.StatusOK || h.Get("Content-Type") != want || strings.HasPrefix(body, "# plan") != strings.HasPrefix(want, "text/markdown") {
			t.Errorf("Accept %s gives %d %s %.40q, want %s", accept, status, h.Get("Content-Type"), body, want)
		}
	}
	status, _, h := p.ask(http.MethodGet, "/v1/rubrics/plan/x/chat", "", "Accept: text/markdown")
	if status != http.StatusNotFound || h.Get("Content-Type") != "application/problem+json" {
		t.Errorf("what is missing: %d %s, want a problem", status, h.Get("Content-Type"))
	}
}

func TestWrongRequestsAreProblems(t *testing.T) {
	t.Parallel()
	p := open(t)
	for _, path := range []string{"/v1/rubrics?limit=0", "/v1/rubrics?limit=x", "/v1/rubrics?status=nice", "/v1/rubrics?cursor=%21", "/v1/events?after=x", "/v1/events?after=-1"} {
		p.problem(http.MethodGet, path, "", http.StatusUnprocessableEntity)
	}
	p.problem(http.MethodGet, "/v1/nothing", "", http.StatusNotFound)
	p.problem(http.MethodDelete, "/v1/rubrics", "", http.StatusNotFound)
	p.problem(http.MethodGet, "/v1/rules/none", "", http.StatusNotFound)
}

// down is a store that does not answer.
type down struct{ versions.Store }

var errSecret = errors.New("password=hunter2")

func (down) Rubrics(context.Context, versions.Filter) ([]versions.Version, error) {
	return nil, errSecret
}
func (down) LastEvent(context.Context) (int64, error)      { return 0, errSecret }
func (down) Rules(context.Context) (schema.RuleSet, error) { return schema.RuleSet{}, errSecret }

func TestInnerTroubleIsNotTold(t *testing.T) {
	t.Parallel()
	p := &place{T: t, server: start(t, down{memstore.New()})}
	for _, path := range []string{"/v1/rubrics", "/v1/rules", "/v1/events"} {
		if got := p.problem(http.MethodGet, path, "", http.StatusServiceUnavailable); strings.Contains(got, "hunter2") {
			t.Errorf("%s tells %s", path, got)
		}
	}
	if status, body, _ := p.ask(http.MethodGet, "/", ""); status != http.StatusServiceUnavailable || strings.Contains(body, "hunter2") {
		t.Errorf("the page: %d %s", status, body)
	}
}
