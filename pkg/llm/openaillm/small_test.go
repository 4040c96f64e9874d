//go:build llm

package openaillm_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/llm"
	"github.com/gpa-stream/gpa/pkg/llm/llmtest"
)

// mood is a question that even a small model answers in a few tokens.
func mood(text string) llm.Request {
	return llm.Request{
		Messages: []llm.Message{{Role: llm.System, Text: "Name the mood of the text."}, {Role: llm.User, Text: text}},
		Schema: llm.Schema{Name: "mood", JSON: json.RawMessage(`{"type":"object","additionalProperties":false,"required":["mood","score"],` +
			`"properties":{"mood":{"type":"string","enum":["glad","sad"]},"score":{"type":"integer"}}}`)},
		MaxTokens: 60,
	}
}

// TestARealServer looks at the mechanics: the model is far too weak for more.
func TestARealServer(t *testing.T) {
	t.Parallel()
	c := client(t, llmtest.Small(t), llmtest.SmallModel)
	if err := c.Check(t.Context()); err != nil {
		t.Fatalf("check: %v", err)
	}

	t.Run("keeps to the schema and counts tokens", func(t *testing.T) {
		a, err := c.Ask(t.Context(), mood("What a lovely day!"))
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			Mood  string `json:"mood"`
			Score *int   `json:"score"`
		}
		if err := json.Unmarshal([]byte(a.Text), &got); err != nil || got.Score == nil || (got.Mood != "glad" && got.Mood != "sad") {
			t.Errorf("the answer is %q, %v", a.Text, err)
		}
		if a.Finish != llm.Complete || a.Usage.Input < 10 || a.Usage.Output < 5 || a.Usage.Output > 60 {
			t.Errorf("finish %s, usage %+v", a.Finish, a.Usage)
		}
		if guess := llm.Guess(mood("What a lovely day!")); guess.Input < a.Usage.Input {
			t.Errorf("guessed %d tokens of input, the server counts %d", guess.Input, a.Usage.Input)
		}
		again, err := c.Ask(t.Context(), mood("What a lovely day!"))
		if err != nil || again.Text != a.Text {
			t.Errorf("asked again: %q, %v; want %q", again.Text, err, a.Text)
		}
	})
	t.Run("says when an answer is too long", func(t *testing.T) {
		r := mood("What a lovely day!")
		r.MaxTokens = 3
		if a, err := c.Ask(t.Context(), r); err != nil || a.Finish != llm.Length {
			t.Errorf("finish is %q, %v", a.Finish, err)
		}
	})
	t.Run("rejects what is too long for it", func(t *testing.T) {
		_, err := c.Ask(t.Context(), mood(strings.Repeat("word and ", 6000)))
		if llm.FaultOf(err) != llm.Rejected {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("stops when its time is over", func(t *testing.T) {
		_, err := llm.Deadline(c, time.Millisecond).Ask(t.Context(), mood("What a lovely day!"))
		if llm.FaultOf(err) != llm.Slow {
			t.Errorf("error is %v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := c.Ask(ctx, mood("x")); !errors.Is(err, context.Canceled) {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("answers several at once", func(t *testing.T) {
		var g sync.WaitGroup
		for _, text := range []string{"I won!", "My cat died.", "Rain again.", "Cake!"} {
			g.Go(func() {
				if _, err := c.Ask(t.Context(), mood(text)); err != nil {
					t.Errorf("%s: %v", text, err)
				}
			})
		}
		g.Wait()
	})
}
