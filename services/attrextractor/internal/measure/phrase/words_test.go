package phrase

import (
	"strings"
	"testing"
	"unicode"
)

// render writes words with their gaps: "," in front of a word for Comma, "." for Stop.
func render(words []Word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString([]string{" ", " ,", " ."}[w.Gap] + w.Text)
	}
	return strings.TrimSpace(b.String())
}

func TestWordsKnowWhatStandsBetweenThem(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"marks only", " ?! -- ", ""},
		{"case and spaces", "Make  it SHORTER", ".make it shorter"},
		{"sentences", "Too long. Why? Go!", ".too long .why .go"},
		{"a dot inside a token", "e.g. version 3.5 of a.txt", ".e g .version 3 5 of a txt"},
		{"commas and brackets", "no, more (please): now", ".no ,more ,please ,now"},
		{"lines", "one\ntwo", ".one .two"},
		{"hyphens", "step-by-step", ".step by step"},
		{"dashes", "great - but long — really", ".great ,but long ,really"},
		{"apostrophes", "Don’t say 'it's'", ".don't say it's"},
		{"underscores", "_my_name_ is", ".my_name is"},
		{"accents", "Trop LONG, à Écrire", ".trop long ,à écrire"},
		{"ideographs", "太长了。请用表格 ok", ".太 长 了 .请 用 表 格 ok"},
		{"spanish marks", "hola ¿puedes?", ".hola ,puedes"},
		{"invalid bytes", "a\xffb", ".a b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := render(Words(tt.text)); got != tt.want {
				t.Errorf("Words(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestShapesTellNamesFromWords(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want Shape
	}{
		{"plain", 0},
		{"Plain", Upper},
		{"HTTP", Upper | Caps},
		{"getName", Caps},
		{"x86", Digit},
		{"my_var", Under},
		{"École", Upper},
		{"表", Ideograph},
	}
	for _, tt := range tests {
		if got := Words(tt.text)[0].Shape; got != tt.want {
			t.Errorf("shape of %q is %b, want %b", tt.text, got, tt.want)
		}
	}
}

func TestAppendCountsFromWhereTheTextStarts(t *testing.T) {
	t.Parallel()
	words := Append(Words("für"), "zu lang", 10)
	if len(words) != 3 || words[1].Start != 10 || words[2].Start != 13 || words[2].End != 17 {
		t.Errorf("got %+v", words)
	}
}

func FuzzWordsAreTheTextInLowerCase(f *testing.F) {
	for _, s := range []string{"Make it SHORTER", "zu lang, bitte", "太长了", "a\xff_b'c", "İstanbul’s Ⱥ", "x.y:z?!"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		points, last := []rune(text), 0
		for _, w := range Words(text) {
			if w.Start < last || w.End <= w.Start || w.End > len(points) {
				t.Fatalf("%q: word %+v after %d of %d", text, w, last, len(points))
			}
			last = w.End
			var low []rune
			for _, r := range points[w.Start:w.End] {
				if r == '’' {
					r = '\''
				}
				low = append(low, unicode.ToLower(r))
			}
			if w.Text != string(low) {
				t.Fatalf("%q: word %q at %d is %q", text, w.Text, w.Start, string(low))
			}
		}
	})
}
