// Package phrase splits text into words and finds fixed phrases in them, in one pass whatever the number of phrases.
// It knows no language and never judges what a phrase means.
package phrase

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Gap is what stands between a word and the one before it.
type Gap uint8

// Gaps, each wider than the one before.
const (
	// Space is nothing, blanks, hyphens or a dot inside a token (e.g. "3.5", "step-by-step").
	Space Gap = iota
	// Comma is a mark inside a sentence: comma, colon, bracket, dash.
	Comma
	// Stop ends a sentence, a line or the text before.
	Stop
)

// A Shape is a set of things seen in the spelling of a word.
type Shape uint8

// Shapes.
const (
	// Upper words begin with a capital.
	Upper Shape = 1 << iota
	// Caps words have a capital behind their first letter.
	Caps
	// Digit words hold a digit.
	Digit
	// Under words hold an underscore between letters.
	Under
	// Ideograph words are one character of a script without spaces (Han, kana).
	Ideograph
)

// A Word is one word of a text; hyphenated words count as several, each ideograph as one.
type Word struct {
	// Text is in lower case, with ’ as '.
	Text string
	// Start and End count code points.
	Start, End int
	// Gap is what stands in front of the word.
	Gap   Gap
	Shape Shape
}

// Words splits text.
func Words(text string) []Word {
	return Append(make([]Word, 0, len(text)/5+1), text, 0)
}

// Append appends the words of text to words; at is the code point at which text starts.
// Invalid bytes count as one code point each.
func Append(words []Word, text string, at int) []Word {
	if isASCII(text) {
		return appendASCII(words, text, at)
	}
	return appendAny(words, text, at)
}

func appendAny(words []Word, text string, at int) []Word {
	low := lower(text)
	gap, inWord := Stop, false
	var w Word
	from, i, j := 0, 0, 0 // j is the place in low that belongs to i in text
	for i < len(text) {
		if c := text[i]; c < utf8.RuneSelf && asciiKinds[c] == letter {
			if !inWord {
				w = Word{Start: at, Gap: gap, Shape: firstShapes[c]}
				from, inWord = j, true
			} else {
				w.Shape |= asciiShapes[c]
			}
			run := i + 1
			for run < len(text) && text[run] < utf8.RuneSelf && asciiKinds[text[run]] == letter {
				w.Shape |= asciiShapes[text[run]]
				run++
			}
			at, j, i = at+run-i, j+run-i, run
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		kind := kindOf(r)
		if kind == joiner {
			kind = joins(r, inWord, text, i+size)
		}
		if inWord && kind != letter {
			w.Text, w.End = low[from:j], at
			words = append(words, w)
			inWord, gap = false, Space
		}
		_, lowSize := utf8.DecodeRuneInString(low[j:])
		switch kind {
		case letter:
			if !inWord {
				w = Word{Start: at, Gap: gap}
				from, inWord = j, true
			}
			w.Shape |= shapeOf(r, w.Start == at)
		case ideograph:
			words = append(words, Word{Text: low[j : j+lowSize], Start: at, End: at + 1, Gap: gap, Shape: Ideograph})
			gap = Space
		case comma:
			gap = max(gap, Comma)
		case stop:
			gap = Stop
		case space, joiner:
		}
		i, j, at = i+size, j+lowSize, at+1
	}
	if inWord {
		w.Text, w.End = low[from:], at
		words = append(words, w)
	}
	return words
}

// joins says what a mark that may stand inside a word is here.
func joins(r rune, inWord bool, text string, next int) kind {
	follows := false
	if next < len(text) {
		f, _ := utf8.DecodeRuneInString(text[next:])
		follows = kindOf(f) == letter
	}
	switch r {
	case '\'', '’', '_':
		if inWord && follows {
			return letter
		}
		return space
	case '.', ':', ';', '?', '!':
		if inWord && follows {
			return space
		}
		if r == ':' {
			return comma
		}
		return stop
	default: // a hyphen
		if inWord && follows {
			return space
		}
		return comma
	}
}

func shapeOf(r rune, first bool) Shape {
	switch {
	case r == '_':
		return Under
	case r < utf8.RuneSelf || !unicode.IsUpper(r):
		return 0
	case first:
		return Upper
	default:
		return Caps
	}
}

// lower is the text in lower case, code point for code point, with ’ as ' and what cannot be decoded as U+FFFD.
func lower(text string) string {
	var b strings.Builder
	b.Grow(len(text) + 8)
	for _, r := range text {
		switch {
		case 'A' <= r && r <= 'Z':
			b.WriteByte(byte(r) + 'a' - 'A')
		case r < utf8.RuneSelf:
			b.WriteByte(byte(r))
		case r == '’':
			b.WriteByte('\'')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}
