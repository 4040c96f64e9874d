package phrase

import (
	"unicode"
	"unicode/utf8"
)

// A kind is what a code point is to the splitter.
type kind uint8

const (
	space kind = iota
	letter
	ideograph
	comma
	stop
	joiner
)

// firstIdeograph is where the blocks of Han and kana begin.
const firstIdeograph = 0x2E80

// asciiKinds holds the kinds of the first 128 code points.
var asciiKinds = func() (k [utf8.RuneSelf]kind) {
	for r := range k {
		switch {
		case '0' <= r && r <= '9', 'A' <= r && r <= 'Z', 'a' <= r && r <= 'z':
			k[r] = letter
		}
	}
	for _, r := range ",()[]{}|/\\" {
		k[r] = comma
	}
	for _, r := range "\n\r" {
		k[r] = stop
	}
	for _, r := range "'_.:;?!-" {
		k[r] = joiner
	}
	return k
}()

// firstShapes and asciiShapes hold the shapes of ASCII letters that begin a word and that stand inside.
var firstShapes, asciiShapes = func() (first, inside [utf8.RuneSelf]Shape) {
	for r := '0'; r <= '9'; r++ {
		first[r], inside[r] = Digit, Digit
	}
	for r := 'A'; r <= 'Z'; r++ {
		first[r], inside[r] = Upper, Caps
	}
	return first, inside
}()

func kindOf(r rune) kind {
	if r < utf8.RuneSelf {
		return asciiKinds[r]
	}
	switch r {
	case '’':
		return joiner
	case '，', '、', '：', '（', '）', '—', '–', '¿', '¡':
		return comma
	case '。', '！', '？', '；', '…', '\u2028', '\u2029':
		return stop
	}
	switch {
	case r >= firstIdeograph && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
		return ideograph
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
		return letter
	default:
		return space
	}
}
