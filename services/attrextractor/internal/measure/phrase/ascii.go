package phrase

import (
	"strings"
	"unicode/utf8"
)

// isASCII says that a text holds nothing else.
func isASCII(text string) bool {
	for len(text) >= 8 {
		w := text[:8]
		if (w[0]|w[1]|w[2]|w[3]|w[4]|w[5]|w[6]|w[7])&utf8.RuneSelf != 0 {
			return false
		}
		text = text[8:]
	}
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// inWord says of each byte whether it goes on with a word, and the shape that it adds.
var inWord = func() (of [256]uint8) {
	for r, k := range asciiKinds {
		if k == letter {
			of[r] = goesOn | uint8(asciiShapes[r])
		}
	}
	return of
}()

// goesOn is a bit that no shape has.
const goesOn = 1 << 7

// appendASCII is Append for ASCII: bytes are code points, and a word without capitals is a piece of the text.
func appendASCII(words []Word, text string, at int) []Word {
	gap, last := Stop, -1 // where the last word ended
	for i := 0; i < len(text); {
		kind := asciiKinds[text[i]&(utf8.RuneSelf-1)]
		if kind == letter {
			end, shape := asciiWord(text, i)
			w := Word{Text: text[i:end], Start: at + i, End: at + end, Gap: gap, Shape: shape}
			if shape&(Upper|Caps) != 0 {
				w.Text = lowerASCII(w.Text)
			}
			words = append(words, w)
			gap, i, last = Space, end, end
			continue
		}
		if kind == joiner {
			kind = joinsASCII(text, i, i == last)
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
		if of := inWord[c]; of != 0 {
			shape |= Shape(of &^ goesOn)
			continue
		}
		if (c == '\'' || c == '_') && end+1 < len(text) && inWord[text[end+1]] != 0 {
			shape |= shapeOf(rune(c), false)
			continue
		}
		break
	}
	return end, shape
}

// joinsASCII is joins for ASCII; the mark does not stand inside a word that it belongs to.
func joinsASCII(text string, i int, afterWord bool) kind {
	if afterWord && i+1 < len(text) && inWord[text[i+1]] != 0 {
		return space
	}
	switch text[i] {
	case '\'', '_':
		return space
	case '.', ';', '?', '!':
		return stop
	default: // a colon or a hyphen
		return comma
	}
}

// lowerASCII is a word in lower case.
func lowerASCII(word string) string {
	var buf [32]byte
	if len(word) > len(buf) {
		return strings.ToLower(word)
	}
	for i := range len(word) {
		c := word[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf[i] = c
	}
	return string(buf[:len(word)])
}
