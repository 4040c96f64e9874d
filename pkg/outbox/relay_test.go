package outbox_test

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/outbox"
)

func relay(r *rows, t *topic) outbox.Relay {
	return outbox.Relay{Rows: r, Topic: t, Poll: time.Millisecond, Repair: time.Hour}
}

// run runs a relay until the test ends, and waits for its end.
func run(t *testing.T, r outbox.Relay) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the relay ended with %v", err)
		}
	}
	t.Cleanup(stop)
	return stop
}

func wait(t *testing.T, c <-chan struct{}) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(20 * time.Second):
		t.Fatal("nothing came in 20 s")
	}
}

func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func TestEventsGoOutInOrderAndOnce(t *testing.T) {
	t.Parallel()
	r, tp := newRows(), newTopic()
	r.write("a", 1)
	r.write("b", 1)
	r.write("a", 2)
	run(t, relay(r, tp))
	wait(t, r.marked)
	same(t, "the topic", tp.appended(), "a1", "b1", "a2")
	r.write("b", 2)
	wait(t, r.marked)
	same(t, "the topic", tp.appended(), "a1", "b1", "a2", "b2")
}

func TestTroubleIsWaitedOut(t *testing.T) {
	t.Parallel()
	for call, fail := range map[string]func(*rows, *topic){
		"acquire": func(r *rows, _ *topic) { r.fail["acquire"] = []error{errDown} },
		"waiting": func(r *rows, _ *topic) { r.fail["waiting"] = []error{errDown, errDown} },
		"newest":  func(r *rows, _ *topic) { r.fail["newest"] = []error{errDown} },
		"clean":   func(r *rows, _ *topic) { r.fail["clean"] = []error{errDown} },
		"held":    func(r *rows, _ *topic) { r.fail["held"] = []error{errDown} },
		"publish": func(_ *rows, tp *topic) { tp.fail = []error{errDown, errDown} },
	} {
		t.Run(call, func(t *testing.T) {
			t.Parallel()
			r, tp := newRows(), newTopic()
			r.write("a", 1)
			fail(r, tp)
			run(t, relay(r, tp))
			wait(t, r.marked)
			same(t, "the topic", tp.appended(), "a1")
		})
	}
}

func TestARelayThatDiesBeforeMarkingPublishesAgain(t *testing.T) {
	t.Parallel()
	r, tp := newRows(), newTopic()
	r.write("a", 1)
	r.write("a", 2)
	r.fail["mark"] = []error{errDown}
	run(t, relay(r, tp))
	wait(t, r.marked)
	same(t, "the topic", tp.appended(), "a1", "a2", "a1", "a2")
	same(t, "the last of each key", tp.last(), "a2")
}

func TestAnAnswerThatIsLostDoesNoHarm(t *testing.T) {
	t.Parallel()
	r, tp := newRows(), newTopic()
	r.write("a", 1)
	tp.fail, tp.silent = []error{errDown}, true
	run(t, relay(r, tp))
	wait(t, r.marked)
	same(t, "the topic", tp.appended(), "a1", "a1")
}

func TestOneRelayWorksAndTheNextTakesOver(t *testing.T) {
	t.Parallel()
	r, tp := newRows(), newTopic()
	stopFirst := run(t, relay(r, tp))
	r.write("a", 1)
	wait(t, r.marked)
	run(t, relay(r, tp))
	r.write("a", 2)
	wait(t, r.marked)
	same(t, "the topic", tp.appended(), "a1", "a2")
	stopFirst()
	r.write("a", 3)
	wait(t, r.marked)
	same(t, "the topic", tp.appended(), "a1", "a2", "a3")
}

func TestTheTailIsMendedAtATakeOver(t *testing.T) {
	t.Parallel()
	r, tp := newRows(), newTopic()
	old := r.write("a", 1)
	r.write("b", 1)
	stop := run(t, relay(r, tp))
	wait(t, r.marked)
	r.write("a", 2)
	wait(t, r.marked)
	stop()
	drain(tp.added)
	// A relay that slept with a1 in hand wakes and appends it.
	if err := tp.Publish(t.Context(), []outbox.Event{old}); err != nil {
		t.Fatal(err)
	}
	wait(t, tp.added)
	same(t, "the last of each key", tp.last(), "a1", "b1")
	run(t, relay(r, tp))
	wait(t, tp.added)
	same(t, "the topic", tp.appended(), "a1", "b1", "a2", "a1", "a2")
}

func TestTheTailIsMendedFromTimeToTime(t *testing.T) {
	t.Parallel()
	r, tp := newRows(), newTopic()
	old := r.write("a", 1)
	rel := relay(r, tp)
	rel.Repair = 5 * time.Millisecond
	run(t, rel)
	wait(t, r.marked)
	r.write("a", 2)
	wait(t, r.marked)
	drain(tp.added)
	if err := tp.Publish(t.Context(), []outbox.Event{old}); err != nil {
		t.Fatal(err)
	}
	wait(t, tp.added)
	wait(t, tp.added)
	same(t, "the last of each key", tp.last(), "a2")
}

func drain(c <-chan struct{}) {
	for len(c) > 0 {
		<-c
	}
}

func TestOnlyWhatIsLostIsPublishedAgain(t *testing.T) {
	t.Parallel()
	event := func(key, id string, waiting bool) outbox.Event {
		return outbox.Event{Key: key, ID: id, Waiting: waiting}
	}
	tail := map[string]string{"fine": "f2", "old": "o1", "foreign": "x"}
	got := outbox.Lost([]outbox.Event{
		event("fine", "f2", false), event("old", "o2", false), event("missing", "m1", false), event("coming", "c1", true),
	}, tail)
	var ids []string
	for _, e := range got {
		ids = append(ids, e.ID)
	}
	same(t, "lost", ids, "o2", "m1")
}

func TestDrainPublishesAllThatWaits(t *testing.T) {
	t.Parallel()
	r, tp := newRows(), newTopic()
	for v := range 1203 {
		r.write("a", v)
	}
	n := 0
	rel := relay(r, tp)
	rel.Published = func(k int) { n += k }
	if err := rel.Drain(t.Context()); err != nil || n != 1203 || len(tp.appended()) != 1203 {
		t.Errorf("drained %d (%v), want 1203", n, err)
	}
	r.write("a", 1)
	tp.fail = []error{errDown}
	if err := rel.Drain(t.Context()); !errors.Is(err, errDown) {
		t.Errorf("a drain without a topic: %v", err)
	}
}

func TestEventIDsAreUUIDsOfTheirParts(t *testing.T) {
	t.Parallel()
	id := outbox.EventID("rubric", "a/b/c", "1")
	if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(id) {
		t.Errorf("%s is no UUID of version 8", id)
	}
	if id != outbox.EventID("rubric", "a/b/c", "1") {
		t.Error("the same parts give another id")
	}
	if id == outbox.EventID("rubric", "a/b/c", "2") || id == outbox.EventID("rubric", "a/b", "c1") {
		t.Error("other parts give the same id")
	}
}

func TestSequencesSortAsText(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 1, 0, 0, 0, time.FixedZone("CET", 3600))
	two, ten := outbox.Attributes("s", "k", at, 2), outbox.Attributes("s", "k", at, 10)
	if two["ce_sequence"] >= ten["ce_sequence"] {
		t.Errorf("%s is not before %s", two["ce_sequence"], ten["ce_sequence"])
	}
	if two["ce_time"] != "2026-03-01T00:00:00Z" || two["ce_source"] != "s" || two["ce_subject"] != "k" {
		t.Errorf("attributes are %v", two)
	}
}
