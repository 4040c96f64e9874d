package lexicon

import (
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

func found(t *testing.T, lex, text string) string {
	t.Helper()
	l, err := Parse(lex)
	if err != nil {
		t.Fatal(err)
	}
	ts := tokens.Split(text, 1000, 0)
	var out []string
	for _, h := range l.Find(ts) {
		words := make([]string, 0, h.To-h.From)
		for _, tok := range ts[h.From:h.To] {
			words = append(words, tok.Text)
		}
		out = append(out, l.Names()[h.Concept]+"="+strings.Join(words, " "))
	}
	return strings.Join(out, ", ")
}

func TestPhrasesAreFoundWordByWord(t *testing.T) {
	t.Parallel()
	lex := "thanks: thank you | thanks\nbad: not good | no me gusta | 不 对\nthanks: thank you very much\nlong: too long* | zu l*"
	for _, c := range []struct{ name, text, want string }{
		{"one word", "Thanks!", "thanks=thanks"},
		{"the longest of a concept", "thank you very much", "thanks=thank you very much"},
		{"several", "not good, thanks", "bad=not good, thanks=thanks"},
		{"no part of a word", "thankless", ""},
		{"not across other words", "not very good", ""},
		{"characters", "这不对", "bad=不 对"},
		{"prefix", "too longish, zu lang", "long=too longish, long=zu lang"},
		{"accents and case", "NO ME GÚSTA", "bad=no me gusta"},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := found(t, lex, c.text); got != c.want {
				t.Errorf("Find(%q) = %q, want %q", c.text, got, c.want)
			}
		})
	}
}

func TestAWordMayCarrySeveralConcepts(t *testing.T) {
	t.Parallel()
	if got, want := found(t, "a: no\nb: no\nb: no way", "no way"), "a=no, b=no way"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestBadLinesAreNamed(t *testing.T) {
	t.Parallel()
	for _, lex := range []string{"# fine\nno colon", ": empty", "a: x | | y", "two words: x", "a: *"} {
		if _, err := Parse(lex); err == nil || !strings.Contains(err.Error(), "line ") {
			t.Errorf("Parse(%q) = %v, want an error with the line", lex, err)
		}
	}
}

func TestUnknownConceptHasNoNumber(t *testing.T) {
	t.Parallel()
	l, err := Parse("a: x\nb: y")
	if err != nil {
		t.Fatal(err)
	}
	if l.ID("b") != 1 || l.ID("c") != -1 {
		t.Errorf("ID(b) = %d, ID(c) = %d, want 1 and -1", l.ID("b"), l.ID("c"))
	}
}

func FuzzParseAndFind(f *testing.F) {
	f.Add("a: x | y*", "x yes")
	f.Add("a:**", "")
	f.Fuzz(func(t *testing.T, lex, text string) {
		l, err := Parse(lex)
		if err != nil {
			return
		}
		ts := tokens.Split(text, 500, 0)
		for _, h := range l.Find(ts) {
			if h.From >= h.To || h.To > len(ts) || h.Concept >= len(l.Names()) {
				t.Fatalf("hit %+v of %d tokens", h, len(ts))
			}
		}
	})
}

func TestTheShippedLexiconReads(t *testing.T) {
	t.Parallel()
	s, err := Read()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"thanks", "praise", "wrong", "form", "third", "negator"} {
		if s.Reactions.ID(name) < 0 {
			t.Errorf("no concept %q", name)
		}
	}
}
