package prose

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestReactionsAreMany(t *testing.T) {
	t.Parallel()
	w, rng := writer(t, 1)
	for mood, least := range map[Mood]int{Satisfied: 500, Dissatisfied: 900, Neutral: 900} {
		seen := map[string]bool{}
		for range 4000 {
			said := w.Reaction(Cue{Kind: rng.IntN(len(w.lib.kinds)), Topic: rng.IntN(len(w.lib.topics)), Mood: mood, NextTopic: rng.IntN(len(w.lib.topics))})
			if said.Text == "" || !utf8.ValidString(said.Text) || strings.ContainsAny(said.Text, "{}") && !strings.Contains(said.Text, "```") {
				t.Fatalf("mood %d: %q", mood, said.Text)
			}
			seen[said.Text] = true
		}
		if len(seen) < least {
			t.Errorf("mood %d: %d different reactions, want at least %d", mood, len(seen), least)
		}
	}
}

func TestNoWordGivesTheMoodAway(t *testing.T) {
	t.Parallel()
	w, rng := writer(t, 2)
	total, telling := 0, 0
	for range 6000 {
		mood := Mood(rng.IntN(3))
		s := strings.ToLower(w.Reaction(Cue{Kind: 0, Topic: rng.IntN(len(w.lib.topics)), Mood: mood}).Text)
		total++
		for _, word := range []string{"thank", "great", "perfect", "good", "wrong", "bad", "useless", "not ", "error"} {
			if strings.Contains(s, word) {
				telling++
				break
			}
		}
	}
	if share := float64(telling) / float64(total); share > 0.5 {
		t.Errorf("a list of nine words speaks to %.2f of the reactions", share)
	}
}

func TestAWishIsVoicedInItsDirection(t *testing.T) {
	t.Parallel()
	w, _ := writer(t, 3)
	for i, a := range Aspects {
		for _, more := range []bool{true, false} {
			said := w.Reaction(Cue{Mood: Dissatisfied, Wish: &Wish{Aspect: i, More: more}})
			if !said.Wished || said.Moved {
				t.Errorf("%s, more %v: %+v", a, more, said)
			}
		}
		less := w.Reaction(Cue{Mood: Neutral, Wish: &Wish{Aspect: i, More: false}})
		if less.Wished {
			t.Errorf("%s: a neutral user asks for less: %q", a, less.Text)
		}
	}
	length := Index("length")
	for range 50 {
		said := w.Reaction(Cue{Mood: Dissatisfied, Wish: &Wish{Aspect: length}})
		if s := strings.ToLower(said.Text); !strings.Contains(s, "short") && !strings.Contains(s, "long") && !strings.Contains(s, "too much") && !strings.Contains(s, "brief") &&
			!strings.Contains(s, "concise") && !strings.Contains(s, "wall") {
			t.Errorf("a wish for less length reads %q", said.Text)
		}
	}
}

func TestSomeDissatisfiedUsersAskAgain(t *testing.T) {
	t.Parallel()
	w, _ := writer(t, 4)
	again, moved := 0, 0
	kind := w.lib.Kind("how_to")
	goal, other := w.lib.topics[3].fields[2], w.lib.topics[4].fields[2]
	for range 1000 {
		if s := w.Reaction(Cue{Kind: kind, Topic: 3, Mood: Dissatisfied, NextTopic: 4}); strings.Contains(s.Text, goal) {
			again++
		}
		s := w.Reaction(Cue{Kind: kind, Topic: 3, Mood: Neutral, NextTopic: 4})
		if s.Moved {
			moved++
		}
		if !s.Moved && strings.Contains(s.Text, other) {
			t.Errorf("%q is about the next topic and does not say so", s.Text)
		}
	}
	if again < 150 || moved < 200 {
		t.Errorf("%d of 1000 asked again, %d moved on", again, moved)
	}
}

func TestErrorsAreReportedOnlyWhereThereWasSomethingToRun(t *testing.T) {
	t.Parallel()
	w, _ := writer(t, 5)
	kind := w.lib.Kind("tool_choice")
	for range 2000 {
		for _, mood := range []Mood{Satisfied, Dissatisfied} {
			s := w.Reaction(Cue{Kind: kind, Mood: mood}).Text
			if strings.Contains(s, "same error") || strings.Contains(s, "did the trick") {
				t.Fatalf("a reaction to advice: %q", s)
			}
		}
	}
}

func TestForeignUsersSpeakTheirLanguage(t *testing.T) {
	t.Parallel()
	w, _ := writer(t, 6)
	for language, word := range map[string]string{"de": "kürzer", "es": "corto", "fr": "court", "pt": "curto", "zh": "简短"} {
		said := w.Reaction(Cue{Mood: Dissatisfied, Language: language, Wish: &Wish{Aspect: Index("length")}})
		if !strings.Contains(said.Text, word) || !said.Wished {
			t.Errorf("%s: %+v", language, said)
		}
		plain := w.Reaction(Cue{Mood: Dissatisfied, Language: language, Wish: &Wish{Aspect: Index("humour"), More: true}})
		if plain.Wished || plain.Text == "" {
			t.Errorf("%s has no words for this wish, but: %+v", language, plain)
		}
	}
}

func TestSlipsSwapTwoLetters(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		from int
		want string
	}{{"works", 1, "wroks"}, {"aab", 0, "aba"}, {"OK", 0, "OK"}, {"", 0, ""}, {"a b", 0, "a b"}} {
		if got := slip(c.in, c.from); got != c.want {
			t.Errorf("slip(%q, %d) = %q, want %q", c.in, c.from, got, c.want)
		}
	}
}
