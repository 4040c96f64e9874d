package govern_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/compose"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/govern"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/memstore"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
)

var now = time.Date(2026, 3, 1, 10, 0, 0, 999, time.FixedZone("CET", 3600))

// history makes versions from "status content" pairs, e.g. "published A".
func history(steps ...string) []versions.Version {
	var out []versions.Version
	for i, s := range steps {
		status, content, _ := strings.Cut(s, " ")
		out = append(out, versions.Version{Rubric: schema.Rubric{
			ID: "d/g/i", Dimension: "d", Group: "g", Intent: "i", Version: i + 1, Status: status, ContentHash: content,
			Items: []schema.Item{{Aspect: content}},
		}})
	}
	return out
}

func TestADecisionIsTheNextVersion(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		history []versions.Version
		d       govern.Decision
		want    string
		err     error
	}{
		{name: "approve a proposal", history: history("published A", "proposed B"), d: govern.Decision{Action: govern.Approve}, want: "published B"},
		{name: "reject a proposal", history: history("published A", "proposed B"), d: govern.Decision{Action: govern.Reject}, want: "rejected B"},
		{name: "approve what is published", history: history("published A"), d: govern.Decision{Action: govern.Approve}, err: versions.ErrConflict},
		{name: "reject what is published", history: history("published A"), d: govern.Decision{Action: govern.Reject}, err: versions.ErrConflict},
		{name: "approve what was rejected", history: history("proposed A", "rejected A"), d: govern.Decision{Action: govern.Approve}, err: versions.ErrConflict},
		{name: "roll back to the one in force before", history: history("published A", "proposed B", "rejected B", "published C"), d: govern.Decision{Action: govern.Rollback}, want: "published A"},
		{name: "roll back to a version", history: history("published A", "published B", "published C"), d: govern.Decision{Action: govern.Rollback, To: 2}, want: "published B"},
		{name: "roll back to a version that is not there", history: history("published A"), d: govern.Decision{Action: govern.Rollback, To: 7}, err: versions.ErrNotFound},
		{name: "roll back the first", history: history("published A"), d: govern.Decision{Action: govern.Rollback}, err: versions.ErrConflict},
		{name: "what was seen is the newest", history: history("proposed A"), d: govern.Decision{Action: govern.Approve, Seen: 1}, want: "published A"},
		{name: "what was seen is old", history: history("proposed A", "proposed B"), d: govern.Decision{Action: govern.Approve, Seen: 1}, err: versions.ErrConflict},
		{name: "an unknown action", history: history("proposed A"), d: govern.Decision{Action: "burn"}, err: govern.ErrInvalid},
		{name: "no actor", history: history("proposed A"), d: govern.Decision{Action: govern.Approve, Actor: " "}, err: govern.ErrInvalid},
		{name: "no reason", history: history("proposed A"), d: govern.Decision{Action: govern.Approve, Reason: "\t"}, err: govern.ErrInvalid},
		{name: "a reason that no database holds", history: history("proposed A"), d: govern.Decision{Action: govern.Approve, Reason: "a\x00"}, err: govern.ErrInvalid},
		{name: "a reason that is a novel", history: history("proposed A"), d: govern.Decision{Action: govern.Approve, Reason: strings.Repeat("a", 2001)}, err: govern.ErrInvalid},
		{name: "a version below one", history: history("proposed A"), d: govern.Decision{Action: govern.Rollback, To: -1}, err: govern.ErrInvalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.d.Actor == "" {
				tt.d.Actor = "ann"
			}
			if tt.d.Reason == "" {
				tt.d.Reason = "because"
			}
			v, err := govern.Next(tt.history, tt.d, now)
			if !errors.Is(err, tt.err) || (tt.err == nil) != (err == nil) {
				t.Fatalf("error is %v, want %v", err, tt.err)
			}
			if err != nil {
				return
			}
			if got := v.Status + " " + v.Items[0].Aspect; got != tt.want || v.ContentHash != v.Items[0].Aspect {
				t.Errorf("version is %s, want %s", got, tt.want)
			}
			n := len(tt.history)
			if v.Version != n+1 || v.Supersedes != n || v.Actor != tt.d.Actor || v.Reason != tt.d.Reason || v.ID != "d/g/i" {
				t.Errorf("version is %+v", v)
			}
			if got := v.PublishedAt.Format(time.RFC3339Nano); got != "2026-03-01T09:00:00Z" {
				t.Errorf("published at %s, want whole seconds in UTC", got)
			}
		})
	}
}

func TestADecisionIsKept(t *testing.T) {
	t.Parallel()
	store := memstore.New()
	k := versions.Key{Dimension: "d", Group: "g", Intent: "i"}
	if _, err := govern.Decide(t.Context(), store, compose.Options{}, k, govern.Decision{}, now); !errors.Is(err, versions.ErrNotFound) {
		t.Errorf("a decision on nothing: %v", err)
	}
	if err := store.Publish(t.Context(), versions.NoBucket, versions.Bucket{Number: 1}, []schema.Rubric{history("proposed A")[0].Rubric}); err != nil {
		t.Fatal(err)
	}
	d := govern.Decision{Action: govern.Approve, Actor: "ann", Reason: "fine"}
	if _, err := govern.Decide(t.Context(), store, compose.Options{}, k, d, now); err != nil {
		t.Fatal(err)
	}
	if _, err := govern.Decide(t.Context(), store, compose.Options{}, k, d, now); !errors.Is(err, versions.ErrConflict) {
		t.Errorf("approved twice: %v", err)
	}
	h, err := store.History(t.Context(), k)
	if err != nil || len(h) != 2 || h[1].Status != schema.Published || h[1].Actor != "ann" {
		t.Errorf("history is %+v, %v", h, err)
	}
}

func TestNothingComesIntoForceThatThePresentRulesForbid(t *testing.T) {
	t.Parallel()
	of := func(dimension string) *memstore.Store {
		store := memstore.New()
		for i, v := range history("published warnings", "published length", "proposed warnings") {
			v.ID, v.Dimension, v.Items[0].Direction = dimension+"/g/i", dimension, schema.Less
			if err := store.Publish(t.Context(), int64(i)-1, versions.Bucket{Number: int64(i)}, []schema.Rubric{v.Rubric}); err != nil {
				t.Fatal(err)
			}
		}
		return store
	}
	now := compose.Options{Safety: pack.Safety{{Aspect: "warnings", Never: schema.Less, Intent: "i"}}}
	for _, c := range []struct {
		what, dimension string
		o               compose.Options
		d               govern.Decision
		err             error
	}{
		{"a rollback to what is forbidden", "d", now, govern.Decision{Action: govern.Rollback, To: 1}, govern.ErrForbidden},
		{"a rollback to the one in force before", "d", now, govern.Decision{Action: govern.Rollback}, govern.ErrForbidden},
		{"an approval of what is forbidden", "d", now, govern.Decision{Action: govern.Approve}, govern.ErrForbidden},
		{"a rejection of it", "d", now, govern.Decision{Action: govern.Reject}, nil},
		{"a rollback to what nothing forbids", "d", now, govern.Decision{Action: govern.Rollback, To: 2}, nil},
		{"a rollback without rules", "d", compose.Options{}, govern.Decision{Action: govern.Rollback, To: 1}, nil},
		{"a dimension that is no longer allowed", "religion", compose.Options{}, govern.Decision{Action: govern.Rollback, To: 2}, govern.ErrForbidden},
		{"a dimension that is allowed", "religion", compose.Options{Allow: []string{"religion"}}, govern.Decision{Action: govern.Rollback, To: 2}, nil},
	} {
		store, k := of(c.dimension), versions.Key{Dimension: c.dimension, Group: "g", Intent: "i"}
		c.d.Actor, c.d.Reason = "ann", "because"
		_, err := govern.Decide(t.Context(), store, c.o, k, c.d, time.Unix(0, 0))
		h, _ := store.History(t.Context(), k)
		if !errors.Is(err, c.err) || (len(h) == 4) != (c.err == nil) {
			t.Errorf("%s: %v, and there are %d versions", c.what, err, len(h))
		}
	}
}
