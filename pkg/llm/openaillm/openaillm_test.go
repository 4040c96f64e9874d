package openaillm_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/llm"
	"github.com/gpa-stream/gpa/pkg/llm/llmtest"
	"github.com/gpa-stream/gpa/pkg/llm/openaillm"
)

var question = llm.Request{
	Messages:  []llm.Message{{Role: llm.System, Text: "judge"}, {Role: llm.User, Text: "a secret sentence"}},
	Schema:    llm.Schema{Name: "judgement", JSON: json.RawMessage(`{"type":"object"}`)},
	MaxTokens: 50,
}

func client(t *testing.T, url, model string) *openaillm.Client {
	t.Helper()
	c, err := openaillm.New(openaillm.Config{URL: url, Model: model, Key: "k1"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAnAnswerComesWithWhatItCost(t *testing.T) {
	t.Parallel()
	s := llmtest.Serve(t, llmtest.Reply{Content: `{"a":1}`, Input: 12, Output: 5})
	got, err := client(t, s.URL, "small").Ask(t.Context(), question)
	if err != nil {
		t.Fatal(err)
	}
	want := llm.Answer{Text: `{"a":1}`, Finish: llm.Complete, Usage: llm.Usage{Input: 12, Output: 5}}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestARequestAsksForTheSchemaStrictlyAndWithoutChance(t *testing.T) {
	t.Parallel()
	s := llmtest.Serve(t, llmtest.Reply{})
	if _, err := client(t, s.URL, "small").Ask(t.Context(), question); err != nil {
		t.Fatal(err)
	}
	r := s.Requests()[0]
	format := r.ResponseFormat
	if format.Type != "json_schema" || !format.JSONSchema.Strict || format.JSONSchema.Name != "judgement" || string(format.JSONSchema.Schema) != `{"type":"object"}` {
		t.Errorf("response_format is %+v", format)
	}
	if r.Temperature <= 0 || r.Temperature > 1e-9 || r.Seed == nil || r.MaxCompletionTokens != 50 {
		t.Errorf("temperature %g, seed %v, max tokens %d", r.Temperature, r.Seed, r.MaxCompletionTokens)
	}
	if r.Model != "small" || r.Key != "Bearer k1" || len(r.Messages) != 2 || r.Messages[0].Role != "system" {
		t.Errorf("request is %+v", r)
	}
}

func TestModelsThatReasonFirstAreAskedWithoutTemperature(t *testing.T) {
	t.Parallel()
	s := llmtest.Serve(t, llmtest.Reply{})
	if _, err := client(t, s.URL, "o3-mini").Ask(t.Context(), question); err != nil {
		t.Fatal(err)
	}
	if r := s.Requests()[0]; r.Temperature != 0 {
		t.Errorf("temperature is %g, want none", r.Temperature)
	}
}

func TestEveryEndOfAnAnswerIsTold(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		reply llmtest.Reply
		want  llm.Finish
	}{
		"length":           {llmtest.Reply{Content: `{"a`, Finish: "length"}, llm.Length},
		"refusal":          {llmtest.Reply{Refusal: "I cannot help with that"}, llm.Refused},
		"filter":           {llmtest.Reply{Content: "x", Finish: "content_filter"}, llm.Refused},
		"filter by status": {llmtest.Reply{Status: 400, Body: `{"error":{"message":"no","code":"content_filter"}}`}, llm.Refused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := client(t, llmtest.Serve(t, x.reply).URL, "small").Ask(t.Context(), question)
			if err != nil {
				t.Fatal(err)
			}
			if got.Finish != x.want {
				t.Errorf("finish is %q, want %q", got.Finish, x.want)
			}
			if x.want == llm.Refused && got.Text != "" {
				t.Errorf("a refusal has the text %q", got.Text)
			}
		})
	}
}

func TestEveryFaultIsTold(t *testing.T) {
	t.Parallel()
	const date = "Wed, 01 Apr 2026 10:00:00 GMT"
	for name, x := range map[string]struct {
		reply  llmtest.Reply
		want   llm.Fault
		status int
		after  time.Duration
	}{
		"too many":              {llmtest.Reply{Status: 429, RetryAfter: "7", Body: `{"error":{"message":"slow down"}}`}, llm.Limited, 429, 7 * time.Second},
		"too many, no body":     {llmtest.Reply{Status: 429, RetryAfter: "0.5", Body: "nope"}, llm.Limited, 429, 500 * time.Millisecond},
		"a wait that is absurd": {llmtest.Reply{Status: 429, RetryAfter: "1e300", Body: "x"}, llm.Limited, 429, 24 * time.Hour},
		"a wait that is none":   {llmtest.Reply{Status: 429, RetryAfter: "soon", Body: "x"}, llm.Limited, 429, 0},
		"a date without a past": {llmtest.Reply{Status: 429, RetryAfter: date, Body: "x"}, llm.Limited, 429, 0},
		"server":                {llmtest.Reply{Status: 500, Body: `{"error":{"message":"boom"}}`}, llm.Failing, 500, 0},
		"overloaded":            {llmtest.Reply{Status: 529, Body: "busy"}, llm.Failing, 529, 0},
		"wrong key":             {llmtest.Reply{Status: 401, Body: `{"error":{"message":"bad key"}}`}, llm.Denied, 401, 0},
		"no such model":         {llmtest.Reply{Status: 404, Body: `{"error":{"message":"no model x"}}`}, llm.Denied, 404, 0},
		"too long":              {llmtest.Reply{Status: 400, Body: `{"error":{"message":"context of 4096","code":400}}`}, llm.Rejected, 400, 0},
		"flagged":               {llmtest.Reply{Status: 403, Body: "{}"}, llm.Rejected, 403, 0},
		"cut":                   {llmtest.Reply{Content: "a long answer that breaks off", CutAfter: 20}, llm.Cut, 0, 0},
		"no JSON":               {llmtest.Reply{Body: "<html>it works</html>"}, llm.Cut, 0, 0},
		"no choice":             {llmtest.Reply{Body: `{"choices":[]}`}, llm.Cut, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := client(t, llmtest.Serve(t, x.reply).URL, "small").Ask(t.Context(), question)
			e, ok := errors.AsType[*llm.Error](err)
			if !ok {
				t.Fatalf("error is %v, want an *llm.Error", err)
			}
			if e.Fault != x.want || e.Status != x.status || e.After != x.after {
				t.Errorf("got %s, status %d, after %s; want %s, %d, %s", e.Fault, e.Status, e.After, x.want, x.status, x.after)
			}
		})
	}
}

func TestErrorsNeverRepeatWhatWasAsked(t *testing.T) {
	t.Parallel()
	echo := `{"error":{"message":"cannot parse: a secret sentence"}}`
	for _, status := range []int{400, 403, 429, 500} {
		for _, body := range []string{echo, "a secret sentence"} {
			_, err := client(t, llmtest.Serve(t, llmtest.Reply{Status: status, Body: body}).URL, "small").Ask(t.Context(), question)
			if err == nil || strings.Contains(err.Error(), "secret") {
				t.Errorf("status %d: error is %v", status, err)
			}
		}
	}
}

func TestAContextThatEndedIsNoFault(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := llmtest.ServeBy(t, func(llmtest.Request) llmtest.Reply {
		cancel()
		return llmtest.Reply{Hang: true}
	})
	if _, err := client(t, s.URL, "small").Ask(ctx, question); !errors.Is(err, context.Canceled) || llm.FaultOf(err) != "" {
		t.Errorf("error is %v, want context.Canceled", err)
	}
}

func TestASlowServerIsATimeout(t *testing.T) {
	t.Parallel()
	s := llmtest.Serve(t, llmtest.Reply{Hang: true})
	_, err := llm.Deadline(client(t, s.URL, "small"), 30*time.Millisecond).Ask(t.Context(), question)
	if llm.FaultOf(err) != llm.Slow {
		t.Errorf("error is %v, want a timeout", err)
	}
}

func TestAServerThatIsNotThereIsFoundBeforeTheWork(t *testing.T) {
	t.Parallel()
	there := client(t, llmtest.Serve(t, llmtest.Reply{}).URL, "small")
	if err := there.Check(t.Context()); err != nil {
		t.Errorf("a server without a list of models: %v", err)
	}
	gone := client(t, "http://127.0.0.1:1/v1", "small")
	if err := gone.Check(t.Context()); llm.FaultOf(err) != llm.Failing {
		t.Errorf("error is %v, want %s", err, llm.Failing)
	}
	if _, err := gone.Ask(t.Context(), question); llm.FaultOf(err) != llm.Failing {
		t.Errorf("error is %v, want %s", err, llm.Failing)
	}
}

func TestWrongSettingsAreNamed(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ url, model, want string }{
		{"", "m", "llm.url"},
		{"127.0.0.1:8080", "m", "llm.url"},
		{"ftp://host/v1", "m", "llm.url"},
		{"http://host/v1", "", "llm.model"},
	} {
		_, err := openaillm.New(openaillm.Config{URL: x.url, Model: x.model})
		if err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%q, %q: error is %v, want one that names %s", x.url, x.model, err, x.want)
		}
	}
}
