package phrase

import (
	"strings"
	"unicode/utf8"
)

// isASCII says that a text holds nothing else.
func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// appendASCII is Append for ASCII: bytes are code points, and a word without capitals is a piece of the text.
func appendASCII(words []Word, text string, at int) []Word {
	gap, last := Stop, -1 // where the last word ended
	for i := 0; i < len(text); {
		kind := asciiKinds[text[i]]
		if kind == letter {
			end, shape := asciiWord(text, i)
			w := Word{Text: text[i:end], Start: at + i, End: at + end, Gap: gap, Shape: shape}
			if shape&(Upper|Caps) != 0 {
				w.Text = strings.ToLower(w.Text)
			}
			words = append(words, w)
			gap, i, last = Space, end, end
			continue
		}
		if kind == joiner {
			kind = joins(rune(text[i]), i == last, text, i+1)
		}
		switch kind {
		case comma:
			gap = max(gap, Comma)
		case stop:
			gap = Stop
		case space, joiner, letter, ideograph:
		}
		i++
	}
	return words
}

// asciiWord is the end of the word that begins at i, and its shape.
func asciiWord(text string, i int) (end int, shape Shape) {
	shape = firstShapes[text[i]]
	for end = i + 1; end < len(text); end++ {
		c := text[end]
		switch asciiKinds[c] {
		case letter:
			shape |= asciiShapes[c]
			continue
		case joiner:
			if joins(rune(c), true, text, end+1) == letter {
				shape |= shapeOf(rune(c), false)
				continue
			}
		case space, ideograph, comma, stop:
		}
		return end, shape
	}
	return end, shape
}
