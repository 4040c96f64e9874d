package httpapi_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions/storetest"
)

func TestHostileNamesAreReadableAndHarmless(t *testing.T) {
	t.Parallel()
	p := open(t)
	bad := storetest.Rubric(hostile, 1, schema.Published)
	bad.Items[0].Aspect = `<img src=x onerror=alert(1)>`
	bad.Items[0].Instruction = `"><script>alert(2)</script>`
	p.publish(bad)

	var v versions.Version
	path := "/v1/rubrics/plan/" + url.PathEscape(hostile) + "/chat"
	p.get(path, &v)
	if v.Group != hostile {
		t.Errorf("group is %q, want %q", v.Group, hostile)
	}
	status, body, h := p.ask(http.MethodGet, "/", "")
	if status != http.StatusOK || !strings.HasPrefix(h.Get("Content-Type"), "text/html") {
		t.Fatalf("the page: %d %s", status, h.Get("Content-Type"))
	}
	for _, markup := range []string{"<script", "<img", "onerror=alert(1)>"} {
		if strings.Contains(body, markup) {
			t.Errorf("the page holds %s:\n%s", markup, body)
		}
	}
	if !strings.Contains(body, `href="`+path+`"`) && !strings.Contains(body, "&lt;script&gt;") {
		t.Errorf("the page does not show the rubric:\n%s", body)
	}
	if csp := h.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") {
		t.Errorf("content security policy is %q", csp)
	}
	_, md, _ := p.ask(http.MethodGet, path, "", "Accept: text/markdown")
	if strings.Contains(md, " <script") || strings.Contains(md, " <img") {
		t.Errorf("the card holds markup:\n%s", md)
	}
}

func TestThePageSortsByVerdict(t *testing.T) {
	t.Parallel()
	p := open(t)
	same, unknown := storetest.Rubric("agreeing", 1, schema.Published), storetest.Rubric("unclear", 1, schema.Published)
	same.Verdict, same.Items = schema.Same, []schema.Item{}
	unknown.Verdict, unknown.Items = schema.Unknown, []schema.Item{}
	p.publish(same, unknown, storetest.Rubric("zzz", 1, schema.Published))
	_, body, _ := p.ask(http.MethodGet, "/", "")
	at := func(s string) int {
		i := strings.Index(body, s)
		if i < 0 {
			t.Fatalf("%q is not on the page:\n%s", s, body)
		}
		return i
	}
	order := []int{at("Groups differ"), at("zzz"), at("Groups agree"), at("agreeing"), at("Not known yet"), at("unclear")}
	if !slices.IsSorted(order) {
		t.Errorf("the order of the page is wrong (%v):\n%s", order, body)
	}
	if !strings.Contains(body, "3 rubrics: 1 with a difference, 1 where groups agree, 1 not known yet.") {
		t.Errorf("the counts are wrong:\n%s", body)
	}
}

func TestTheDescriptionNamesEveryOperation(t *testing.T) {
	t.Parallel()
	p := open(t)
	var doc struct {
		OpenAPI string                                `json:"openapi"`
		Paths   map[string]map[string]json.RawMessage `json:"paths"`
	}
	p.get("/openapi.json", &doc)
	if !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Errorf("openapi is %s, want 3.1", doc.OpenAPI)
	}
	const one = "/v1/rubrics/{dimension}/{group}/{intent}"
	for path, method := range map[string]string{
		"/v1/rubrics": "get", one: "get", one + "/versions": "get", one + "/diff": "get", one + "/approve": "post", one + "/reject": "post",
		one + "/rollback": "post", "/v1/rules": "get", "/v1/rules/{id}": "get", "/v1/events": "get",
	} {
		if _, there := doc.Paths[path][method]; !there {
			t.Errorf("%s %s is not described", method, path)
		}
	}
	if !strings.Contains(string(doc.Paths[one]["get"]), "text/markdown") || !strings.Contains(string(doc.Paths[one]["get"]), "304") {
		t.Errorf("Markdown and 304 are not described: %s", doc.Paths[one]["get"])
	}
}
