package llm_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/llm"
	"github.com/gpa-stream/gpa/pkg/llm/llmtest"
	"github.com/gpa-stream/gpa/pkg/llm/openaillm"
)

// guarded is a client as the product uses it, over HTTP.
func guarded(t *testing.T, s *llmtest.Server, o llm.Care) llm.Client {
	t.Helper()
	c, err := openaillm.New(openaillm.Config{URL: s.URL, Model: "small"})
	if err != nil {
		t.Fatal(err)
	}
	o.Now, o.Patience.First, o.Patience.Longest = time.Now, time.Millisecond, 2*time.Second
	o.Ledger = &ledger{}
	return llm.Guard(c, o)
}

func TestTroubleThatPassesIsNotSeen(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]llmtest.Reply{
		"too many": {Status: 429, RetryAfter: "0.01", Body: "{}"},
		"server":   {Status: 500, Body: "{}"},
		"cut":      {Content: "half an answer", CutAfter: 30},
		"no JSON":  {Body: "<html>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := llmtest.Serve(t, first, first, llmtest.Reply{Content: "well"})
			a, err := guarded(t, s, llm.Care{}).Ask(t.Context(), small)
			if err != nil || a.Text != "well" {
				t.Errorf("got %q, %v", a.Text, err)
			}
			if n := len(s.Requests()); n != 3 {
				t.Errorf("asked %d times, want 3", n)
			}
		})
	}
}

func TestTroubleThatStaysBecomesAnOpenBreaker(t *testing.T) {
	t.Parallel()
	s := llmtest.Serve(t, llmtest.Reply{Status: 503, Body: "{}"})
	c := guarded(t, s, llm.Care{Fuse: llm.Fuse{Failures: 5, Rest: time.Hour}})
	var faults []string
	for range 4 {
		_, err := c.Ask(t.Context(), small)
		faults = append(faults, string(llm.FaultOf(err)))
	}
	if got := strings.Join(faults, " "); got != "server_error breaker_open breaker_open breaker_open" {
		t.Errorf("faults are %s", got)
	}
	if n := len(s.Requests()); n != 5 {
		t.Errorf("the dead server was asked %d times, want 5", n)
	}
}

func TestNoMoreAreUnderWayThanTheWindowAllows(t *testing.T) {
	t.Parallel()
	s := llmtest.Serve(t, llmtest.Reply{Wait: 5 * time.Millisecond})
	c := guarded(t, s, llm.Care{Concurrency: 3})
	done := make(chan error)
	for range 20 {
		go func() {
			_, err := c.Ask(t.Context(), small)
			done <- err
		}()
	}
	for range 20 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if s.Most() > 3 || s.Most() < 2 {
		t.Errorf("%d were under way at once, want 3 and no more", s.Most())
	}
}

func TestAnErrorSaysWhatWasBeingDone(t *testing.T) {
	t.Parallel()
	err := error(&llm.Error{Fault: llm.Limited, Status: 429, Err: errors.New("slow down")})
	if got, want := err.Error(), "ask the language model: rate_limited (status 429): slow down"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if llm.FaultOf(errors.New("other")) != "" || llm.FaultOf(nil) != "" {
		t.Error("other errors have no fault")
	}
}

func TestAGuessIsNeverTooLow(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "the quick brown fox", strings.Repeat("x ", 500), strings.Repeat("漢", 300), "🙂🙃"} {
		got := llm.Guess(llm.Request{Messages: []llm.Message{{Text: text}}, MaxTokens: 7})
		if got.Input < int64(len([]rune(text))) && got.Input < int64(len(text)/2) || got.Output != 7 {
			t.Errorf("%d bytes: %+v", len(text), got)
		}
	}
}
