package storetest

import (
	"errors"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
)

func sameBytes(t *testing.T, p Place) {
	empty := Rubric(`pro "x" <b> é \`, 1, schema.Published)
	empty.Verdict, empty.Items = schema.Unknown, []schema.Item{}
	want := []schema.Rubric{Rubric("free", 1, schema.Published), empty}
	publish(t, p, versions.NoBucket, 1, want...)
	found, err := p.Store.Rubrics(t.Context(), versions.Filter{})
	if err != nil || len(found) != 2 {
		t.Fatalf("rubrics are %v, %v", found, err)
	}
	for i := range want {
		if got, want := asJSON(t, found[i].Rubric), asJSON(t, want[i]); got != want {
			t.Errorf("rubric is\n%s\nwant\n%s", got, want)
		}
	}
	events, err := p.Store.Events(t.Context(), 0, 10)
	if err != nil || len(events) != 2 || asJSON(t, events[0].Rubric) != asJSON(t, want[0]) {
		t.Errorf("events are %s, %v", asJSON(t, events), err)
	}
}

func filter(t *testing.T, p Place) {
	publish(t, p, versions.NoBucket, 1, Rubric("free", 1, schema.Published), Rubric("pro", 1, schema.Retired), Rubric("team", 1, schema.Proposed))
	for _, tt := range []struct {
		f    versions.Filter
		want string
	}{
		{versions.Filter{}, "free pro team"},
		{versions.Filter{Dimension: "plan", Group: "pro", Intent: "chat"}, "pro"},
		{versions.Filter{Dimension: "x"}, ""},
		{versions.Filter{Group: "x"}, ""},
		{versions.Filter{Intent: "x"}, ""},
		{versions.Filter{Status: schema.Published}, "free"},
		{versions.Filter{Status: schema.Proposed}, "team"},
		{versions.Filter{Status: schema.Retired, Group: "pro"}, "pro"},
		{versions.Filter{Status: schema.Retired, Group: "free"}, ""},
	} {
		found, err := p.Store.Rubrics(t.Context(), tt.f)
		if err != nil {
			t.Fatal(err)
		}
		if got := groups(found); got != tt.want {
			t.Errorf("%+v chooses %q, want %q", tt.f, got, tt.want)
		}
	}
}

func groups(found []versions.Version) string {
	var names []string
	for _, v := range found {
		names = append(names, v.Group)
	}
	return strings.Join(names, " ")
}

func inForce(t *testing.T, p Place) {
	publish(t, p, versions.NoBucket, 1, Rubric("free", 1, schema.Published))
	publish(t, p, 1, 2, Rubric("free", 2, schema.Proposed))
	for status, want := range map[string]int{"": 2, schema.Published: 1, schema.Proposed: 2} {
		found, err := p.Store.Rubrics(t.Context(), versions.Filter{Status: status})
		if err != nil || len(found) != 1 || found[0].Version != want {
			t.Errorf("status %q gives %s, %v; want version %d", status, asJSON(t, found), err, want)
		}
	}
	history, err := p.Store.History(t.Context(), versions.Key{Dimension: "plan", Group: "free", Intent: "chat"})
	if err != nil || len(history) != 2 || history[0].Version != 1 || history[1].Version != 2 {
		t.Errorf("history is %s, %v", asJSON(t, history), err)
	}
}

func heads(t *testing.T, p Place) {
	publish(t, p, versions.NoBucket, 1, Rubric("free", 1, schema.Published), Rubric("pro", 1, schema.Published))
	publish(t, p, 1, 2, Rubric("free", 2, schema.Proposed))
	if err := p.Store.Decide(t.Context(), versions.Version{Rubric: Rubric("free", 3, schema.Rejected), Actor: "ann", Reason: "wrong"}); err != nil {
		t.Fatal(err)
	}
	got, err := p.Store.Heads(t.Context())
	if err != nil || len(got) != 2 {
		t.Fatalf("heads are %v, %v", got, err)
	}
	free, pro := got["plan/free/chat"], got["plan/pro/chat"]
	if free.Version != 3 || free.Composed.Version != 2 || pro.Version != 1 || pro.Composed.Version != 1 {
		t.Errorf("heads are at %d composed %d and %d composed %d; want 3, 2 and 1, 1",
			free.Version, free.Composed.Version, pro.Version, pro.Composed.Version)
	}
	if free.InForce.Version != 1 || pro.InForce.Version != 1 {
		t.Errorf("in force are %d and %d; want 1 and 1", free.InForce.Version, pro.InForce.Version)
	}
	if got, want := asJSON(t, free.Composed), asJSON(t, Rubric("free", 2, schema.Proposed)); got != want {
		t.Errorf("composed is\n%s\nwant\n%s", got, want)
	}
}

func oldView(t *testing.T, p Place) {
	publish(t, p, versions.NoBucket, 1, Rubric("free", 1, schema.Proposed))
	v := versions.Version{Rubric: Rubric("free", 2, schema.Published), Actor: "ann", Reason: "fine"}
	if err := p.Store.Decide(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	if err := p.Store.Decide(t.Context(), v); !errors.Is(err, versions.ErrConflict) {
		t.Errorf("the same decision again: %v, want a conflict", err)
	}
	v.Version = 4
	if err := p.Store.Decide(t.Context(), v); !errors.Is(err, versions.ErrConflict) {
		t.Errorf("a version that leaves one out: %v, want a conflict", err)
	}
	history, err := p.Store.History(t.Context(), versions.Key{Dimension: "plan", Group: "free", Intent: "chat"})
	if err != nil || len(history) != 2 || history[1].Actor != "ann" || history[1].Reason != "fine" || history[0].Actor != "" {
		t.Errorf("history is %s, %v", asJSON(t, history), err)
	}
}

func announcements(t *testing.T, p Place) {
	publish(t, p, versions.NoBucket, 1, Rubric("free", 1, schema.Published), Rubric("pro", 1, schema.Published))
	publish(t, p, 1, 2, Rubric("free", 2, schema.Retired))
	all, err := p.Store.Events(t.Context(), 0, 10)
	if err != nil || len(all) != 3 {
		t.Fatalf("events are %s, %v; want 3", asJSON(t, all), err)
	}
	want := []struct {
		id, kind string
		version  int
	}{
		{"plan/free/chat", schema.TypeRubricPublished, 1}, {"plan/pro/chat", schema.TypeRubricPublished, 1}, {"plan/free/chat", schema.TypeRubricRetired, 2},
	}
	for i, e := range all {
		if e.Rubric.ID != want[i].id || e.Type != want[i].kind || e.Rubric.Version != want[i].version {
			t.Errorf("event %d is %s of %s version %d, want %+v", i, e.Type, e.Rubric.ID, e.Rubric.Version, want[i])
		}
		if i > 0 && e.Seq <= all[i-1].Seq {
			t.Errorf("event %d has place %d after %d", i, e.Seq, all[i-1].Seq)
		}
	}
	rest, err := p.Store.Events(t.Context(), all[0].Seq, 1)
	if err != nil || len(rest) != 1 || rest[0].Seq != all[1].Seq {
		t.Errorf("behind the first comes %s, %v; want the second alone", asJSON(t, rest), err)
	}
	if last, err := p.Store.LastEvent(t.Context()); err != nil || last != all[2].Seq {
		t.Errorf("the last is %d, %v; want %d", last, err, all[2].Seq)
	}
}

func notAnnounced(t *testing.T, p Place) {
	publish(t, p, versions.NoBucket, 1, Rubric("free", 1, schema.Proposed))
	if err := p.Store.Decide(t.Context(), versions.Version{Rubric: Rubric("free", 2, schema.Rejected), Actor: "a", Reason: "b"}); err != nil {
		t.Fatal(err)
	}
	if got, err := p.Store.Events(t.Context(), 0, 10); err != nil || len(got) != 0 {
		t.Errorf("events are %s, %v; want none", asJSON(t, got), err)
	}
	if err := p.Store.Decide(t.Context(), versions.Version{Rubric: Rubric("free", 3, schema.Published), Actor: "a", Reason: "b"}); err != nil {
		t.Fatal(err)
	}
	if got, err := p.Store.Events(t.Context(), 0, 10); err != nil || len(got) != 1 {
		t.Errorf("events are %s, %v; want the approved one", asJSON(t, got), err)
	}
}

func rules(t *testing.T, p Place) {
	p.Feed(t, Bucket(1))
	p.Feed(t, Bucket(2))
	publish(t, p, versions.NoBucket, 1)
	got, err := p.Store.Rules(t.Context())
	if err != nil || asJSON(t, got) != asJSON(t, Bucket(1).Set) {
		t.Errorf("rules are %s, %v; want those of bucket 1 though the miner has taken 2", asJSON(t, got), err)
	}
}

func sorting(t *testing.T, p Place) {
	publish(t, p, versions.NoBucket, 1, Rubric("Zoo", 1, schema.Published), Rubric("a b", 1, schema.Published),
		Rubric("a-b", 1, schema.Published), Rubric("ab", 1, schema.Published), Rubric("é", 1, schema.Published))
	found, err := p.Store.Rubrics(t.Context(), versions.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := groups(found), "Zoo a b a-b ab é"; got != want {
		t.Errorf("order is %q, want %q", got, want)
	}
}
