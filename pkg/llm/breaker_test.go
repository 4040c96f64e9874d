package llm_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gpa-stream/gpa/pkg/llm"
)

func TestAServerThatFailsIsLeftAloneAndTriedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{results: []error{fault(llm.Slow, 0), fault(llm.Failing, 0), fault(llm.Failing, 0), fault(llm.Failing, 0), nil}}
		c := llm.Breaker(s, llm.Fuse{Failures: 3, Rest: time.Minute})
		ask := func() llm.Fault {
			_, err := c.Ask(t.Context(), llm.Request{})
			return llm.FaultOf(err)
		}
		for range 3 {
			if f := ask(); f == llm.Open {
				t.Fatal("open before three failures")
			}
		}
		for range 10 {
			if f := ask(); f != llm.Open {
				t.Fatalf("got %q, want %q", f, llm.Open)
			}
		}
		if len(s.asked) != 3 {
			t.Errorf("the server was asked %d times, want 3", len(s.asked))
		}
		time.Sleep(61 * time.Second) // The clock of the bubble, not a real one.
		if f := ask(); f != llm.Failing {
			t.Errorf("the first question after the rest gave %q, want the server's own %q", f, llm.Failing)
		}
		if f := ask(); f != llm.Open {
			t.Errorf("after a failed trial: %q, want %q", f, llm.Open)
		}
		time.Sleep(61 * time.Second)
		for range 3 {
			if f := ask(); f != "" {
				t.Errorf("the server is well again, and yet %q", f)
			}
		}
	})
}

func TestWhatIsNotTheServersFaultOpensNoBreaker(t *testing.T) {
	t.Parallel()
	for _, err := range []error{fault(llm.Rejected, 0), fault(llm.Denied, 0), errors.New("the ledger is away"), nil} {
		s := &script{results: []error{err}}
		c := llm.Breaker(s, llm.Fuse{Failures: 2})
		for range 5 {
			if _, got := c.Ask(t.Context(), llm.Request{}); !errors.Is(got, err) {
				t.Errorf("got %v, want %v", got, err)
			}
		}
		if len(s.asked) != 5 {
			t.Errorf("%v: asked %d times, want 5", err, len(s.asked))
		}
	}
}
