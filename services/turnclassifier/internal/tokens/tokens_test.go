package tokens

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func texts(ts []Token) string {
	out := make([]string, len(ts))
	for i, t := range ts {
		out[i] = t.Text
	}
	return strings.Join(out, " ")
}

func TestWordsAreFoldedAlikeHoweverTheyAreWritten(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{"capitals", "THANKS a Lot", "thanks a lot"},
		{"accents", "Não está Größe œuvre", "nao esta grosse oeuvre"},
		{"apostrophes", "don't don’t c'est 'quoted'", "dont dont cest ' quoted '"},
		{"emphasis", "sooooo goood noooo loop", "so god no loop"},
		{"numbers do not shrink", "1000 x1111", "1000 x1111"},
		{"chinese", "不对，错了。", "不 对 , 错 了 ."},
		{"marks", "what？！ «ja»", "what ? ! \" ja \""},
		{"faces", "nice :) bad :-( :D", "nice :) bad :( :)"},
		{"thumb with skin tone", "👍🏽 ok", "👍 ok"},
		{"identifiers", "my_var = f(x)", "my_var = f ( x )"},
		{"combining marks", "e\u0301t", "et"},
		{"nothing", " \n\t", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := texts(Split(c.in, 100, 100)); got != c.want {
				t.Errorf("Split(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestOffsetsPointIntoTheText(t *testing.T) {
	t.Parallel()
	in := "é 不 ok\nNO"
	got := Split(in, 100, 100)
	want := []struct {
		start, end  int32
		upper, line bool
	}{{0, 1, false, true}, {2, 3, false, false}, {4, 6, false, false}, {7, 9, true, true}}
	if len(got) != len(want) {
		t.Fatalf("got %d tokens, want %d", len(got), len(want))
	}
	for i, w := range want {
		g := got[i]
		if g.Start != w.start || g.End != w.end || g.Upper != w.upper || g.Line != w.line {
			t.Errorf("token %d = %+v, want %+v", i, g, w)
		}
	}
}

func TestTheMiddleOfAHugeTextIsPassedOver(t *testing.T) {
	t.Parallel()
	in := "begin " + strings.Repeat("é ", 50_000) + "end"
	got := Split(in, 6, 4)
	if texts(got) != "begin end" {
		t.Fatalf("Split = %q, want the two ends", texts(got))
	}
	last := got[len(got)-1]
	if last.Start != 100_006 || last.End != 100_009 || in[last.From:last.To] != "end" {
		t.Errorf("last token = %+v, want it at 100006", last)
	}
}

func FuzzSplitFindsPiecesInOrder(f *testing.F) {
	f.Add("Thanks, but it's still wrong :(", 5, 5)
	f.Add("\xff\xfe不对👍🏽", 1, 1)
	f.Add("sooo\u0301ooo'", 3, 0)
	f.Fuzz(func(t *testing.T, s string, head, tail int) {
		if head < 0 || tail < 0 || head > 1<<20 || tail > 1<<20 {
			return
		}
		if got, want := countPoints(s), utf8.RuneCountInString(s); got != want {
			t.Fatalf("%d code points in %q, want %d", got, s, want)
		}
		var points, bytes int32
		for _, tok := range Split(s, head, tail) {
			if tok.Start < points || tok.From < bytes || tok.End <= tok.Start || int(tok.To) > len(s) {
				t.Fatalf("token %+v after %d points, %d bytes of %q", tok, points, bytes, s)
			}
			if n := utf8.RuneCountInString(s[:tok.From]); n != int(tok.Start) {
				t.Fatalf("token %+v starts at code point %d of %q", tok, n, s)
			}
			if n := utf8.RuneCountInString(s[tok.From:tok.To]); n != int(tok.End-tok.Start) {
				t.Fatalf("token %+v has %d code points in %q", tok, n, s)
			}
			points, bytes = tok.End, tok.To
		}
	})
}
