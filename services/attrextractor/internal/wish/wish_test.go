package wish

import (
	"slices"
	"strings"
	"testing"
)

// render writes wishes as "aspect+ aspect-", sorted by aspect.
func render(wishes []Wish) string {
	var out []string
	for _, w := range wishes {
		sign := "+"
		if w.Direction < 0 {
			sign = "-"
		}
		out = append(out, w.Aspect+sign)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestEnglishWishes(t *testing.T) {
	t.Parallel()
	check(t, englishCases)
}

func check(t *testing.T, cases []struct{ text, want string }) {
	t.Helper()
	for _, tt := range cases {
		got := Wishes([]string{tt.text})
		if render(got) != tt.want {
			t.Errorf("%q wishes %q, want %q: %+v", tt.text, render(got), tt.want, got)
		}
		for _, w := range got {
			if problem := broken(w, []string{tt.text}); problem != "" {
				t.Errorf("%q: %s", tt.text, problem)
			}
		}
	}
}

// broken says in which way a wish breaks the promises of its type.
func broken(w Wish, reaction []string) string {
	switch {
	case w.Turn < 0 || w.Turn >= len(reaction):
		return "points to no turn"
	case w.Direction != 1 && w.Direction != -1:
		return "has no direction"
	case w.Confidence < 0.5 || w.Confidence > 1:
		return "has a confidence out of range"
	case w.Start < 0 || w.End <= w.Start:
		return "has an empty span"
	}
	points := []rune(reaction[w.Turn])
	if w.End > len(points) || string(points[w.Start:w.End]) != string([]rune(w.Text)) {
		return "has evidence that is not the text"
	}
	return ""
}
