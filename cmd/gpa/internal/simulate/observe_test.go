package simulate

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func observations(t testing.TB, s Scenario, seed uint64) []Observation {
	t.Helper()
	var out []Observation
	if _, err := GenerateObservations(context.Background(), s, seed, func(o Observation) error {
		out = append(out, o)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestObservationsAreEqualForEqualSeedsAndInOrder(t *testing.T) {
	t.Parallel()
	s := small(t, "observations", 3000)
	first := observations(t, s, 5)
	if asJSON(t, first) != asJSON(t, observations(t, s, 5)) {
		t.Error("two runs with seed 5 differ")
	}
	if asJSON(t, first) == asJSON(t, observations(t, s, 6)) {
		t.Error("seeds 5 and 6 give the same observations")
	}
	seen := map[string]bool{}
	before := time.Time{}
	for _, o := range first {
		if seen[o.ID] || o.At.Before(before) {
			t.Fatalf("%s at %v after %v, seen before: %v", o.ID, o.At, before, seen[o.ID])
		}
		seen[o.ID], before = true, o.At
		if o.Confidence < 0.6 || o.Confidence > 0.99 {
			t.Errorf("%s: confidence %v", o.ID, o.Confidence)
		}
		if o.Label != "SAT" && o.Label != "DSAT" && o.Label != "neutral" {
			t.Errorf("%s: label %q", o.ID, o.Label)
		}
	}
}

func TestObservationsReadAsTheContractSays(t *testing.T) {
	t.Parallel()
	o := Observation{
		ID: "o1", User: "u17", Groups: map[string]string{"expertise": "expert"}, Intent: "code_debugging", Stratum: "m1",
		Aspects: []string{"verification"}, Label: "SAT", Confidence: 0.93, Stated: []Stated{{"length", "less", 0.9}}, Conversation: "c9",
		At: time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC),
	}
	want := `{"id":"o1","user":"u17","groups":{"expertise":"expert"},"intent":"code_debugging","stratum":"m1","aspects":["verification"],` +
		`"label":"SAT","confidence":0.93,"stated":[{"aspect":"length","direction":"less","confidence":0.9}],"conversation_id":"c9","at":"2026-03-01T10:00:00Z"}`
	if got := asJSON(t, o); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := asJSON(t, Observation{Aspects: []string{}}); !strings.Contains(got, `"aspects":[]`) {
		t.Errorf("no aspects are not a list: %s", got)
	}
}

func TestConversationsReadAsTheContractSays(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	c := Conversation{
		ID: "c1", User: "u1", Groups: map[string]string{"plan": "free", "expertise": "novice"}, Locale: "en-GB", Stratum: "model-a", Intent: "code_debugging",
		Turns:    []Turn{{Role: "user", Content: "…", At: at}, {Role: "assistant", Content: "…", At: at, Model: "model-a"}},
		Feedback: []Feedback{{Turn: 1, Value: "up", At: at}, {Turn: 1, Rating: 2, Scale: 5, At: at}},
	}
	want := `{"conversation_id":"c1","user_id":"u1","groups":{"expertise":"novice","plan":"free"},"locale":"en-GB","stratum":"model-a","intent":"code_debugging",` +
		`"turns":[{"role":"user","content":"…","at":"2026-03-01T10:00:00Z"},{"role":"assistant","content":"…","at":"2026-03-01T10:00:00Z","model":"model-a"}],` +
		`"feedback":[{"turn":1,"value":"up","at":"2026-03-01T10:00:00Z"},{"turn":1,"rating":2,"scale":5,"at":"2026-03-01T10:00:00Z"}]}`
	if got := asJSON(t, c); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestObservationsStopAtTheFirstErrorOfEmit(t *testing.T) {
	t.Parallel()
	full := errors.New("disk full")
	_, err := GenerateObservations(context.Background(), small(t, "observations", 10), 1, func(Observation) error { return full })
	if !errors.Is(err, full) || !strings.Contains(err.Error(), "observation 1") {
		t.Errorf("got %v", err)
	}
}
