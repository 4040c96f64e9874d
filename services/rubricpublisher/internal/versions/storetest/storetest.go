// Package storetest is the suite that every versions.Store passes.
package storetest

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/compose"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
)

// A Place is a fresh store and the hand that puts the miner's buckets before it.
type Place struct {
	Store versions.Store
	Feed  func(t *testing.T, b versions.Bucket)
}

// Run runs the suite; open makes a fresh place for each test.
func Run(t *testing.T, open func(t *testing.T) Place) {
	t.Helper()
	for name, test := range map[string]func(t *testing.T, p Place){
		"AnEmptyStoreStandsBeforeTheFirstBucket":  emptyStore,
		"BucketsComeInOrder":                      bucketsInOrder,
		"PublishIsAllOrNothing":                   allOrNothing,
		"OnlyOneMovesThePosition":                 onlyOneMoves,
		"WhatIsReadIsWhatWasWritten":              sameBytes,
		"TheFilterChooses":                        filter,
		"WhatIsInForceOutlivesAProposal":          inForce,
		"HeadsTellTheRulesFromPeople":             heads,
		"ADecisionOnAnOldViewIsRefused":           oldView,
		"AnnouncementsComeInOrderAndCanBeResumed": announcements,
		"ProposalsAndRejectionsAreNotAnnounced":   notAnnounced,
		"RulesAreThoseOfThePosition":              rules,
		"SortingIsByBytes":                        sorting,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

// End is the end of a bucket of an hour.
func End(n int64) time.Time { return time.Unix((n+1)*3600, 0).UTC() }

// Bucket is a bucket with one rule, whose id names the bucket.
func Bucket(n int64) versions.Bucket {
	return versions.Bucket{Number: n, EndsAt: End(n), Set: schema.RuleSet{
		Rules: []schema.Rule{{ID: "rule of " + End(n).Format(time.TimeOnly), Kind: schema.Divergence, Dimension: "plan", Group: "free", Versus: "pro"}},
		Seen:  []schema.Seen{{Dimension: "plan", Group: "free", Intent: "chat", Groups: 2}},
	}}
}

// Rubric is a version with one item.
func Rubric(group string, version int, status string) schema.Rubric {
	at := End(int64(version))
	items := []schema.Item{{
		RuleIDs: []string{"r1", "r2"}, Aspect: "length", Direction: "less", Instruction: `Keep "it" short.`,
		Strength: schema.Round(0.1 * float64(version)), Channels: []string{"revealed"}, Versus: "pro", Against: []string{"r3"},
	}}
	return schema.Rubric{
		ID: schema.RubricID("plan", group, "chat"), Dimension: "plan", Group: group, Intent: "chat", Version: version,
		Status: status, Verdict: schema.Different, Items: items, ContentHash: compose.Hash(schema.Different, items),
		PublishedAt: &at, Supersedes: version - 1,
	}
}

func publish(t *testing.T, p Place, previous, bucket int64, rubrics ...schema.Rubric) {
	t.Helper()
	if err := p.Store.Publish(t.Context(), previous, Bucket(bucket), rubrics); err != nil {
		t.Fatalf("publish bucket %d: %v", bucket, err)
	}
}

func emptyStore(t *testing.T, p Place) {
	at, err := p.Store.Position(t.Context())
	if err != nil || at != versions.NoBucket {
		t.Errorf("position is %d, %v; want %d", at, err, versions.NoBucket)
	}
	if _, ok, err := p.Store.Next(t.Context(), at); ok || err != nil {
		t.Errorf("there is a bucket: %v, %v", ok, err)
	}
	found, err := p.Store.Rubrics(t.Context(), versions.Filter{})
	if err != nil || len(found) != 0 || found == nil {
		t.Errorf("rubrics are %v, %v; want an empty list", found, err)
	}
	if _, err := p.Store.History(t.Context(), versions.Key{Dimension: "a", Group: "b", Intent: "c"}); !errors.Is(err, versions.ErrNotFound) {
		t.Errorf("history: %v, want not found", err)
	}
	if set, err := p.Store.Rules(t.Context()); err != nil || len(set.Rules) != 0 {
		t.Errorf("rules are %v, %v", set, err)
	}
	if last, err := p.Store.LastEvent(t.Context()); err != nil || last != 0 {
		t.Errorf("last event is %d, %v", last, err)
	}
	if got, err := p.Store.Quotes(t.Context(), "length", 5); err != nil || len(got) != 0 {
		t.Errorf("quotes are %v, %v", got, err)
	}
}

func bucketsInOrder(t *testing.T, p Place) {
	for _, n := range []int64{7, 3, 5} {
		p.Feed(t, Bucket(n))
	}
	after := versions.NoBucket
	for _, want := range []int64{3, 5, 7} {
		b, ok, err := p.Store.Next(t.Context(), after)
		if err != nil || !ok || b.Number != want || !b.EndsAt.Equal(End(want)) {
			t.Fatalf("after %d comes %d ending %s (%v, %v), want %d", after, b.Number, b.EndsAt, ok, err, want)
		}
		if got, want := asJSON(t, b.Set), asJSON(t, Bucket(want).Set); got != want {
			t.Errorf("rule set is %s, want %s", got, want)
		}
		publish(t, p, after, b.Number)
		after = b.Number
	}
	if _, ok, err := p.Store.Next(t.Context(), after); ok || err != nil {
		t.Errorf("after the last comes another: %v, %v", ok, err)
	}
}

func allOrNothing(t *testing.T, p Place) {
	p.Feed(t, Bucket(1))
	// The second version has a number that does not follow: nothing of the bucket may stay.
	err := p.Store.Publish(t.Context(), versions.NoBucket, Bucket(1), []schema.Rubric{Rubric("free", 1, schema.Published), Rubric("free", 1, schema.Published)})
	if p.Store.Publish(t.Context(), versions.NoBucket, Bucket(1), nil) != nil {
		t.Errorf("the position moved with a bucket that failed (%v)", err)
	}
	if err == nil {
		t.Error("two versions with one number were taken")
	}
	found, err := p.Store.Rubrics(t.Context(), versions.Filter{})
	if err != nil || len(found) != 0 {
		t.Errorf("rubrics of the failed bucket are there: %v, %v", found, err)
	}
	if last, err := p.Store.LastEvent(t.Context()); err != nil || last != 0 {
		t.Errorf("an announcement of the failed bucket is there: %d, %v", last, err)
	}
}

func onlyOneMoves(t *testing.T, p Place) {
	publish(t, p, versions.NoBucket, 1, Rubric("free", 1, schema.Published))
	if err := p.Store.Publish(t.Context(), versions.NoBucket, Bucket(2), []schema.Rubric{Rubric("free", 2, schema.Published)}); !errors.Is(err, stream.ErrFenced) {
		t.Errorf("publish from an old position: %v, want fenced", err)
	}
	if err := p.Store.Publish(t.Context(), 1, Bucket(2), []schema.Rubric{Rubric("free", 1, schema.Published)}); !errors.Is(err, stream.ErrFenced) {
		t.Errorf("publish a version that is there: %v, want fenced", err)
	}
	if at, err := p.Store.Position(t.Context()); err != nil || at != 1 {
		t.Errorf("position is %d, %v; want 1", at, err)
	}
	publish(t, p, 1, 2, Rubric("free", 2, schema.Published))
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
