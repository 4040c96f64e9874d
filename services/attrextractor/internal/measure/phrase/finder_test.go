package phrase

import (
	"slices"
	"testing"
)

func TestExpandListsWhatAPatternStandsFor(t *testing.T) {
	t.Parallel()
	tests := []struct {
		pattern string
		want    []string
	}{
		{"plain words", []string{"plain words"}},
		{"(a|b c) d", []string{"a d", "b c d"}},
		{"x [y|z]", []string{"x y", "x z", "x "}},
		{"(a|b)(1|2)", []string{"a1", "a2", "b1", "b2"}},
		{"(a [b|c]|d)", []string{"a b", "a c", "a ", "d"}},
		{"(a |b )?c", []string{"a c", "b c", "c"}},
		{"(open", []string{"open"}},
		{"stray) end", []string{"stray) end"}},
		{"", []string{""}},
	}
	for _, tt := range tests {
		if got := Expand(tt.pattern); !slices.Equal(got, tt.want) {
			t.Errorf("Expand(%q) = %q, want %q", tt.pattern, got, tt.want)
		}
	}
}

func TestHitsFindsPhrasesInOrder(t *testing.T) {
	t.Parallel()
	f := NewFinder()
	f.Add("too long", 1)
	f.Add("too long by far", 2)
	f.Add("long", 3)
	f.Add("step by step", 4)
	f.Add("太长", 5)
	f.Add("too long", 6)
	f.Add("too long", 1)
	f.Add(" ", 7)
	tests := []struct {
		name, text string
		want       []Hit
	}{
		{"none", "short and sweet", nil},
		{"nothing", "", nil},
		{"one and what it holds", "Too long!", []Hit{{1, 0, 2}, {6, 0, 2}, {3, 1, 2}}},
		{"the longer one too", "too long by far", []Hit{{1, 0, 2}, {6, 0, 2}, {2, 0, 4}, {3, 1, 2}}},
		{"hyphens", "a step-by-step list", []Hit{{4, 1, 4}}},
		{"not over a comma", "too, long", []Hit{{3, 1, 2}}},
		{"not over a stop", "step by. step", nil},
		{"cut off", "step by", nil},
		{"without spaces", "这太长了", []Hit{{5, 1, 3}}},
		{"unknown word inside", "step right by step", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := f.Hits(Words(tt.text)); !slices.Equal(got, tt.want) {
				t.Errorf("Hits(%q) = %v, want %v", tt.text, got, tt.want)
			}
		})
	}
}

func TestPatternsBecomePhrases(t *testing.T) {
	t.Parallel()
	f := NewFinder()
	f.Add("make (it|this) [much] shorter", 9)
	for _, text := range []string{"make it shorter", "make this much shorter"} {
		if got := f.Hits(Words(text)); len(got) != 1 || got[0].ID != 9 || got[0].To != len(Words(text)) {
			t.Errorf("Hits(%q) = %v", text, got)
		}
	}
	if got := f.Hits(Words("make that shorter")); len(got) != 0 {
		t.Errorf("found %v", got)
	}
}

func FuzzHitsLieInTheText(f *testing.F) {
	f.Add("(a|b) [c]", "a c b")
	f.Add("[[x]", "x")
	f.Add("太", "太")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if len(pattern) > 30 {
			return
		}
		find := NewFinder()
		find.Add(pattern, 1)
		words := Words(text)
		for _, h := range find.Hits(words) {
			if h.From < 0 || h.To <= h.From || h.To > len(words) {
				t.Fatalf("hit %v among %d words", h, len(words))
			}
		}
	})
}
