package measure

import "testing"

func TestLinesAreToldApart(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		kind lineKind
		rest string
	}{
		{"plain text", plain, "plain text"},
		{"# Title", heading, "Title"},
		{"#hashtag", plain, "#hashtag"},
		{"**Title:**", heading, "**Title:**"},
		{"**bold** start", plain, "**bold** start"},
		{"**a** and **b**", plain, "**a** and **b**"},
		{"- item", bullet, "item"},
		{"* item", bullet, "item"},
		{"• item", bullet, "item"},
		{"-dash", plain, "-dash"},
		{"-", plain, "-"},
		{"1. item", numbered, "item"},
		{"12) item", numbered, "item"},
		{"3.5 is a number", plain, "3.5 is a number"},
		{"1999 was a year", plain, "1999 was a year"},
		{"1.", numbered, ""},
		{"7", plain, "7"},
		{"| a | b |", row, "| a | b |"},
		{"|x", plain, "|x"},
		{"> said", quote, "said"},
	}
	for _, tt := range tests {
		l := parseLine(tt.text)
		if l.kind != tt.kind || l.text != tt.rest {
			t.Errorf("%q is kind %d %q, want %d %q", tt.text, l.kind, l.text, tt.kind, tt.rest)
		}
	}
}

func TestCodeIsKeptApartFromProse(t *testing.T) {
	t.Parallel()
	s := scanned(Input{Response: "Run this:\n```Go\nx := 1\n```\nThen stop.\n~~~\nraw ``` text\n~~~\n```one line```"})
	if len(s.blocks) != 2 || s.blocks[0].language != "go" || s.blocks[0].text != "x := 1\n" || s.blocks[0].after != 1 || s.blocks[0].open {
		t.Fatalf("blocks are %+v", s.blocks)
	}
	if s.blocks[1].text != "raw ``` text\n" {
		t.Errorf("second block is %q", s.blocks[1].text)
	}
	if len(s.lines) != 3 || len(s.words) != 6 {
		t.Errorf("lines %+v, words %+v", s.lines, s.words)
	}
	if open := scanned(Input{Response: "```\nx\ny"}); len(open.blocks) != 1 || !open.blocks[0].open || open.blocks[0].text != "x\ny" {
		t.Errorf("an open block is %+v", open.blocks)
	}
}

func TestFieldsCountWordsAsWritten(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want int
	}{
		{"", 0},
		{"one", 1},
		{" one  two\nthree\t", 3},
		{"step-by-step is one", 3},
		{"- a", 2},
		{"太长了吗", 2},
		{"用 Go 写", 2},
		{"한국어 단어", 2},
		{"a\u00a0b\u3000c", 3},
		{"ภาษาไทย", 3},
		{"naïve café", 2},
	}
	for _, tt := range tests {
		if got := fields(tt.text); got != tt.want {
			t.Errorf("%q has %d words, want %d", tt.text, got, tt.want)
		}
	}
}

func TestMarksAreCounted(t *testing.T) {
	t.Parallel()
	got := countMarks([]line{{text: "Wow! Really? It's `x` and **y** [12] [a] (2019) (about) https://a.b \\(z\\) 🎉👍🏽 don’t！"}})
	want := marks{exclaims: 2, questions: 1, emoji: 2, links: 1, refs: 1, years: 1, spans: 1, bolds: 1, contractions: 2, formulas: 1}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestCuesOfOneKindDoNotCountTwice(t *testing.T) {
	t.Parallel()
	s := scanned(Input{Response: "In the end, here is an example: for example this."})
	if got := s.cues[cueExample]; got.n != 2 || got.first != 5 {
		t.Errorf("got %+v", got)
	}
	if got := scanned(Input{Response: "it is then done. Then stop."}).cues[cueSequence]; got.n != 1 {
		t.Errorf("sequence words inside a sentence count: %+v", got)
	}
}

func scanned(in Input) *scan {
	var s scan
	s.read(in)
	return &s
}
