package simulate

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
)

func mustShipped(t testing.TB, name string) Scenario {
	t.Helper()
	text, err := Shipped(name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Load(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func small(t testing.TB, name string, conversations int) Scenario {
	t.Helper()
	s := mustShipped(t, name)
	s.Conversations = conversations
	return s
}

func generate(t testing.TB, s Scenario, seed uint64) ([]Conversation, Truth) {
	t.Helper()
	var out []Conversation
	truth, err := Generate(context.Background(), s, seed, func(c Conversation) error {
		out = append(out, c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out, truth
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestEqualSeedsGiveEqualBytes(t *testing.T) {
	t.Parallel()
	s := small(t, "demo", 500)
	first, truth := generate(t, s, 7)
	second, truth2 := generate(t, s, 7)
	if asJSON(t, first) != asJSON(t, second) || asJSON(t, truth) != asJSON(t, truth2) {
		t.Error("two runs with seed 7 differ")
	}
	other, _ := generate(t, s, 8)
	if asJSON(t, first) == asJSON(t, other) {
		t.Error("seeds 7 and 8 give the same conversations")
	}
}

func TestConversationsComeInTheOrderOfTheirLastTurns(t *testing.T) {
	t.Parallel()
	s := small(t, "planted", 2000)
	list, _ := generate(t, s, 1)
	end := s.Start.AddDate(0, 0, s.Days)
	before := s.Start
	for _, c := range list {
		last := c.Turns[len(c.Turns)-1].At
		if last.Before(before) || !last.Before(end) {
			t.Fatalf("%s ends at %v, after one that ends at %v, in a scenario that ends at %v", c.ID, last, before, end)
		}
		before = last
		for i := 1; i < len(c.Turns); i++ {
			if c.Turns[i].At.Before(c.Turns[i-1].At) {
				t.Fatalf("%s: turn %d goes back in time", c.ID, i)
			}
		}
		if first := c.Turns[0].At; first.Before(s.Start) {
			t.Fatalf("%s begins at %v, before the scenario", c.ID, first)
		}
	}
	if first := list[0].Turns[0].At; first.After(s.Start.AddDate(0, 0, 1)) {
		t.Errorf("the first conversation is at %v, more than a day after the start", first)
	}
	if last := before; last.Before(end.AddDate(0, 0, -1)) {
		t.Errorf("the last conversation is at %v, more than a day before the end", last)
	}
}

func TestCountsAreThoseOfTheConversations(t *testing.T) {
	t.Parallel()
	list, truth := generate(t, small(t, "demo", 3000), 3)
	var want Counts
	for _, c := range list {
		want.Conversations++
		want.Turns += len(c.Turns)
		want.Ratings += len(c.Feedback)
		for i, turn := range c.Turns {
			if turn.Role != "assistant" {
				continue
			}
			want.Exchanges++
			if i == len(c.Turns)-1 {
				want.Silent++
			}
		}
		for _, f := range c.Feedback {
			if c.Turns[f.Turn].Role != "assistant" {
				t.Errorf("%s: feedback on turn %d of role %s", c.ID, f.Turn, c.Turns[f.Turn].Role)
			}
		}
	}
	got := truth.Counts
	if got.Conversations != want.Conversations || got.Turns != want.Turns || got.Exchanges != want.Exchanges || got.Silent != want.Silent || got.Ratings != want.Ratings {
		t.Errorf("counts are %+v, the conversations hold %+v", got, want)
	}
	if sum := got.Satisfied + got.Dissatisfied + got.Neutral + got.Silent; sum != got.Exchanges {
		t.Errorf("moods sum to %d of %d exchanges", sum, got.Exchanges)
	}
	if got.Wishes == 0 {
		t.Error("nobody wished anything")
	}
}

func TestGenerateStopsAtTheFirstErrorOfEmit(t *testing.T) {
	t.Parallel()
	full := errors.New("disk full")
	n := 0
	_, err := Generate(context.Background(), small(t, "demo", 100), 1, func(Conversation) error {
		if n++; n == 5 {
			return full
		}
		return nil
	})
	if !errors.Is(err, full) || n != 5 {
		t.Errorf("after %d conversations: %v", n, err)
	}
}

func TestGenerateEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Generate(ctx, small(t, "demo", 1000), 1, func(Conversation) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	_, err = GenerateObservations(ctx, small(t, "observations", 1000), 1, func(Observation) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("observations: got %v", err)
	}
}

func BenchmarkConversations(b *testing.B) {
	s := small(b, "demo", b.N)
	bytes := 0
	_, err := Generate(context.Background(), s, 1, func(c Conversation) error {
		for _, t := range c.Turns {
			bytes += len(t.Content)
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(bytes / b.N))
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "conversations/s")
}

func BenchmarkObservations(b *testing.B) {
	s := small(b, "observations", b.N)
	if _, err := GenerateObservations(context.Background(), s, 1, func(Observation) error { return nil }); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "observations/s")
}
