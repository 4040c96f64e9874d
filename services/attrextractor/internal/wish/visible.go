package wish

import (
	"strings"
	"unicode/utf8"

	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"
)

// edge is how many code points are looked at from each end of a turn: people ask there and paste in between.
const edge = 4000

// edgeWords is how many of the words at each end are read closely: it bounds the work for a turn, whatever it holds.
const edgeWords = 80

// visible is the words that the user says in own voice: without code, quotations and quoted lines.
// Each hole counts as the end of a sentence.
func (m *memory) visible(text string) []phrase.Word {
	head, tail, at := ends(text)
	words := say(m.words[:0], head, 0)
	if tail != "" {
		words = say(words, tail, at)
	}
	m.words = words
	if len(words) > 2*edgeWords {
		last := words[len(words)-edgeWords:]
		last[0].Gap = phrase.Stop
		words = append(words[:edgeWords], last...)
	}
	return words
}

// ends cuts a long text to its two ends; at is the code point at which tail starts.
func ends(text string) (head, tail string, at int) {
	if len(text) <= 2*edge {
		return text, "", 0
	}
	n := utf8.RuneCountInString(text)
	if n <= 2*edge {
		return text, "", 0
	}
	return piece(text, 0, edge), piece(text, n-edge, n), n - edge
}

// say appends the words outside of holes; at is the code point at which text starts.
func say(words []phrase.Word, text string, at int) []phrase.Word {
	lineStart, from, i := true, 0, 0
	flush := func(to int) {
		if from < to {
			words = phrase.Append(words, text[from:to], at)
			at += utf8.RuneCountInString(text[from:to])
		}
	}
	for i < len(text) {
		if !opening[text[i]] {
			lineStart = false
			i++
			continue
		}
		n := hole(text[i:], lineStart)
		if n == 0 {
			lineStart = text[i] == '\n'
			i++
			continue
		}
		flush(i)
		at += utf8.RuneCountInString(text[i : i+n])
		i += n
		from, lineStart = i, text[i-1] == '\n'
	}
	flush(len(text))
	return words
}

// opening are the bytes with which a hole or a line may begin.
var opening = phrase.Bytes("`>\"\n")

// quotes are the pairs of marks around quoted text. Single quotes are apostrophes too often.
var quotes = [...]struct{ open, closing string }{
	{`"`, `"`},
	{"“", "”"},
	{"„", "“"},
	{"«", "»"},
	{"「", "」"},
	{"‘", "’"},
}

// longest is the longest quotation in bytes; without an end before that a mark is a mere mark.
const longest = 1200

// hole is the length of the code or quotation that text begins with, 0 when there is none.
func hole(text string, lineStart bool) int {
	switch c := text[0]; {
	case c == '`':
		return codeHole(text)
	case c == '>' && lineStart:
		if end := strings.IndexByte(text, '\n'); end >= 0 {
			return end + 1
		}
		return len(text)
	case c != '"' && c < utf8.RuneSelf:
		return 0
	}
	for _, q := range quotes {
		if !strings.HasPrefix(text, q.open) {
			continue
		}
		body := text[len(q.open):min(len(text), longest)]
		if line := strings.IndexByte(body, '\n'); line >= 0 {
			body = body[:line]
		}
		if end := strings.Index(body, q.closing); end >= 0 {
			return len(q.open) + end + len(q.closing)
		}
	}
	return 0
}

// codeHole is the length of the code that text begins with: a fenced block to its end, or a piece within a line.
func codeHole(text string) int {
	mark := "`"
	if strings.HasPrefix(text, "```") {
		mark = "```"
	}
	end := strings.Index(text[len(mark):], mark)
	if end < 0 {
		if mark == "```" {
			return len(text)
		}
		return 0
	}
	if mark == "`" && strings.Contains(text[1:1+end], "\n") {
		return 0
	}
	return len(mark) + end + len(mark)
}
