package httpapi_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions/storetest"
)

func TestPeopleDecideOnRubrics(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.publish(storetest.Rubric("a", 1, schema.Published))
	p.publish(storetest.Rubric("a", 2, schema.Proposed))
	const one = "/v1/rubrics/plan/a/chat"
	decide := func(action, body string) versions.Version {
		t.Helper()
		status, got, _ := p.ask(http.MethodPost, one+"/"+action, body)
		if status != http.StatusOK {
			t.Fatalf("%s: %d %s", action, status, got)
		}
		var v versions.Version
		if err := json.Unmarshal([]byte(got), &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	if v := decide("approve", `{"actor":"ann","reason":"looks right","version":2}`); v.Version != 3 || v.Status != schema.Published || v.Actor != "ann" || v.Reason != "looks right" {
		t.Errorf("approved is %+v", v)
	}
	p.problem(http.MethodPost, one+"/approve", `{"actor":"ann","reason":"again"}`, http.StatusConflict)
	p.problem(http.MethodPost, one+"/rollback", `{"actor":"ann","reason":"old view","version":2}`, http.StatusConflict)
	if v := decide("rollback", `{"actor":"bob","reason":"worse than before"}`); v.Version != 4 || v.Items[0].Strength != 0.1 {
		t.Errorf("rolled back is %+v, want the items of version 1", v)
	}
	if v := decide("rollback", `{"actor":"bob","reason":"no, it was fine","to":3}`); v.Version != 5 || v.Items[0].Strength != 0.2 {
		t.Errorf("rolled back is %+v, want the items of version 3", v)
	}
	p.publish(storetest.Rubric("a", 6, schema.Proposed))
	if v := decide("reject", `{"actor":"bob","reason":"no"}`); v.Version != 7 || v.Status != schema.Rejected {
		t.Errorf("rejected is %+v", v)
	}
}

func TestDecisionsNeedActorAndReason(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.publish(storetest.Rubric("a", 1, schema.Proposed))
	const path = "/v1/rubrics/plan/a/chat/approve"
	for _, body := range []string{`{}`, `{"actor":"ann"}`, `{"reason":"x"}`, `{"actor":"","reason":"x"}`, `{"actor":" ","reason":"x"}`, `{"actor":"ann","reason":"x","version":-1}`} {
		p.problem(http.MethodPost, path, body, http.StatusUnprocessableEntity)
	}
	p.problem(http.MethodPost, path, `{`, http.StatusBadRequest)
	p.problem(http.MethodPost, "/v1/rubrics/plan/b/chat/approve", `{"actor":"ann","reason":"x"}`, http.StatusNotFound)
	if h, err := p.store.History(t.Context(), versions.Key{Dimension: "plan", Group: "a", Intent: "chat"}); err != nil || len(h) != 1 {
		t.Errorf("history is %+v, %v; want one version", h, err)
	}
}

func TestOtherSitesCannotDecide(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.publish(storetest.Rubric("a", 1, schema.Proposed))
	const path = "/v1/rubrics/plan/a/chat/approve"
	const body = `{"actor":"ann","reason":"x"}`
	if status, _, _ := p.ask(http.MethodPost, path, body, "Sec-Fetch-Site: cross-site"); status != http.StatusForbidden {
		t.Errorf("from another site: %d, want 403", status)
	}
	if status, _, _ := p.ask(http.MethodPost, path, body, "Content-Type: text/plain"); status != http.StatusUnsupportedMediaType {
		t.Errorf("as a plain form: %d, want 415", status)
	}
	if status, got, _ := p.ask(http.MethodPost, path, body, "Sec-Fetch-Site: same-origin"); status != http.StatusOK {
		t.Errorf("from our own page: %d %s, want 200", status, got)
	}
}

func TestRulesAreListedWithTheirEvidence(t *testing.T) {
	t.Parallel()
	p := open(t)
	b := storetest.Bucket(0)
	rule := func(id, group, versus, state string) schema.Rule {
		return schema.Rule{ID: id, Dimension: "plan", Group: group, Versus: versus, Intent: "chat", Aspect: "length", State: state}
	}
	b.Set.Rules = []schema.Rule{rule("r2", "free", "pro", schema.Confirmed), rule("r1", "pro", "team", schema.Emerging)}
	if err := p.store.Publish(t.Context(), versions.NoBucket, b, nil); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{"": "r1 r2", "?group=free": "r2", "?group=pro": "r1 r2", "?state=confirmed": "r2", "?intent=x": "", "?dimension=x": ""} {
		var got struct {
			Schema string        `json:"schema"`
			Rules  []schema.Rule `json:"rules"`
		}
		p.get("/v1/rules"+query, &got)
		var ids []string
		for _, r := range got.Rules {
			ids = append(ids, r.ID)
		}
		if strings.Join(ids, " ") != want || got.Schema != schema.RulesSchema || got.Rules == nil {
			t.Errorf("%q gives %v, want %s", query, got, want)
		}
	}
	for _, id := range []string{"r1", "r2"} {
		var one struct {
			Rule   schema.Rule      `json:"rule"`
			Quotes []versions.Quote `json:"quotes"`
		}
		p.get("/v1/rules/"+id, &one)
		if one.Rule.ID != id || one.Quotes == nil {
			t.Errorf("rule %s is %+v", id, one)
		}
	}
}
