package llm_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gpa-stream/gpa/pkg/llm"
)

// script is a client that gives one result after the other, and the last for ever.
type script struct {
	results []error
	asked   []time.Time
}

func (s *script) Ask(ctx context.Context, _ llm.Request) (llm.Answer, error) {
	s.asked = append(s.asked, time.Now())
	if err := ctx.Err(); err != nil {
		return llm.Answer{}, err
	}
	if err := s.results[min(len(s.asked), len(s.results))-1]; err != nil {
		return llm.Answer{}, err
	}
	return llm.Answer{Text: "yes", Usage: llm.Usage{Input: 60, Output: 40}}, nil
}

func fault(f llm.Fault, after time.Duration) error { return &llm.Error{Fault: f, After: after} }

func TestWhatMayPassIsAskedAgain(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		results []error
		tries   int
		want    llm.Fault
	}{
		"passes":             {[]error{fault(llm.Failing, 0), fault(llm.Cut, 0), nil}, 3, ""},
		"does not pass":      {[]error{fault(llm.Limited, 0)}, 4, llm.Limited},
		"rejected":           {[]error{fault(llm.Rejected, 0)}, 1, llm.Rejected},
		"slow":               {[]error{fault(llm.Slow, 0)}, 1, llm.Slow},
		"denied":             {[]error{fault(llm.Denied, 0)}, 1, llm.Denied},
		"open":               {[]error{fault(llm.Open, 0)}, 1, llm.Open},
		"wants a long pause": {[]error{fault(llm.Limited, time.Hour)}, 1, llm.Limited},
		"another error":      {[]error{errors.New("ledger")}, 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &script{results: x.results}
				_, err := llm.Retry(s, llm.Patience{}).Ask(t.Context(), llm.Request{})
				if len(s.asked) != x.tries {
					t.Errorf("asked %d times, want %d", len(s.asked), x.tries)
				}
				if got := llm.FaultOf(err); got != x.want {
					t.Errorf("error is %v, want %q", err, x.want)
				}
			})
		})
	}
}

func TestAServerIsLeftAloneForAsLongAsItSays(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{results: []error{fault(llm.Limited, 15*time.Second), fault(llm.Failing, 0), nil}}
		if _, err := llm.Retry(s, llm.Patience{}).Ask(t.Context(), llm.Request{}); err != nil {
			t.Fatal(err)
		}
		if pause := s.asked[1].Sub(s.asked[0]); pause < 15*time.Second {
			t.Errorf("asked again after %s, the server said 15s", pause)
		}
		if pause := s.asked[2].Sub(s.asked[1]); pause < 500*time.Millisecond || pause > 2*time.Second {
			t.Errorf("asked again after %s; the second pause is about a second", pause)
		}
	})
}

func TestAContextThatEndsInAPauseIsNoFault(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		s := &script{results: []error{fault(llm.Limited, 15*time.Second)}}
		_, err := llm.Retry(s, llm.Patience{}).Ask(ctx, llm.Request{})
		if !errors.Is(err, context.DeadlineExceeded) || llm.FaultOf(err) != "" {
			t.Errorf("error is %v, want that of the context", err)
		}
	})
}

func TestADeadlineIsATimeoutAndACancelledContextIsNot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hangs := llm.Func(func(ctx context.Context, _ llm.Request) (llm.Answer, error) {
			<-ctx.Done()
			return llm.Answer{}, ctx.Err()
		})
		c := llm.Deadline(hangs, 5*time.Second)
		if _, err := c.Ask(t.Context(), llm.Request{}); llm.FaultOf(err) != llm.Slow {
			t.Errorf("error is %v, want a timeout", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.Ask(ctx, llm.Request{}); llm.FaultOf(err) != "" || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error is %v, want that of the context", err)
		}
	})
}
