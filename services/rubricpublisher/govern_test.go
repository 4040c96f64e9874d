package rubricpublisher_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
)

var novice = rubricpublisher.Key{Dimension: "expertise", Group: "novice", Intent: "debugging"}

func TestAReviewedRubricComesIntoForceByDecision(t *testing.T) {
	t.Parallel()
	store := rubricpublisher.NewMemoryStore()
	p := rubricpublisher.New(rubricpublisher.Config{Review: true}, store)
	inForce := func() int {
		t.Helper()
		found, err := store.Rubrics(t.Context(), rubricpublisher.Filter{Group: "novice", Status: schema.Published})
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 {
			return 0
		}
		return found[0].Version
	}
	all := buckets()
	take := func(i int) {
		t.Helper()
		if _, err := p.Take(t.Context(), all[i].Number, all[i].EndsAt, all[i].Set); err != nil {
			t.Fatal(err)
		}
	}
	take(0)
	take(1)
	if got := inForce(); got != 1 {
		t.Errorf("in force is version %d before the decision, want 1 (nothing known yet)", got)
	}
	d := rubricpublisher.Decision{Action: rubricpublisher.Approve, Actor: "ann", Reason: "fine", Seen: 2}
	v, err := rubricpublisher.Decide(t.Context(), store, rubricpublisher.Config{}, novice, d, time.Unix(0, 0))
	if err != nil || v.Version != 3 || inForce() != 3 {
		t.Errorf("approved is version %d (%v), in force %d; want 3", v.Version, err, inForce())
	}
	if _, err := rubricpublisher.Decide(t.Context(), store, rubricpublisher.Config{}, novice, d, time.Unix(0, 0)); !errors.Is(err, rubricpublisher.ErrConflict) {
		t.Errorf("approved twice: %v", err)
	}
	d.Reason = ""
	if _, err := rubricpublisher.Decide(t.Context(), store, rubricpublisher.Config{}, novice, d, time.Unix(0, 0)); !errors.Is(err, rubricpublisher.ErrInvalid) {
		t.Errorf("approved without a reason: %v", err)
	}
	take(2)
	if got := inForce(); got != 3 {
		t.Errorf("in force is version %d while a proposal waits, want 3", got)
	}
	take(3)
	h, err := store.History(t.Context(), novice)
	if err != nil {
		t.Fatal(err)
	}
	var states []string
	for _, v := range h {
		states = append(states, v.Status)
	}
	if got, want := strings.Join(states, " "), "published proposed published proposed proposed"; got != want {
		t.Errorf("history is %s, want %s", got, want)
	}
	if changes := rubricpublisher.Compare(h[2].Rubric, h[3].Rubric); len(changes.Added) != 1 || changes.Added[0].Aspect != "table" {
		t.Errorf("the diff is %+v, want a table added", changes)
	}
	if card := rubricpublisher.Card(h[2].Rubric, nil); !strings.HasPrefix(card, "# expertise: novice") {
		t.Errorf("the card is %s", card)
	}
}

func TestWatchGivesEveryAnnouncement(t *testing.T) {
	t.Parallel()
	store := rubricpublisher.NewMemoryStore()
	p := rubricpublisher.New(rubricpublisher.Config{}, store)
	ctx, cancel := context.WithCancel(t.Context())
	seen := make(chan rubricpublisher.Event, 100)
	ended := make(chan error, 1)
	go func() {
		ended <- rubricpublisher.Watch(ctx, store, 0, time.Millisecond, func(e rubricpublisher.Event) error { seen <- e; return nil })
	}()
	n := 0
	for _, b := range buckets() {
		brought, err := p.Take(t.Context(), b.Number, b.EndsAt, b.Set)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range brought {
			n++
			if e := <-seen; e.Rubric.ID != want.ID || e.Rubric.Version != want.Version || e.Seq != int64(n) {
				t.Errorf("event %d is version %d of %s, want %d of %s", e.Seq, e.Rubric.Version, e.Rubric.ID, want.Version, want.ID)
			}
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("watching ended with %v", err)
	}
	errEnough := errors.New("enough")
	if err := rubricpublisher.Watch(t.Context(), store, int64(n-1), time.Millisecond, func(rubricpublisher.Event) error { return errEnough }); !errors.Is(err, errEnough) {
		t.Errorf("a watcher that fails: %v", err)
	}
}
