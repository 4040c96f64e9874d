package ask

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
)

// around is what models put about words that they copy.
const around = " \t\n\r\"'“”„‘’«»…."

// find is where the words stand, in the reaction that was named or in another; nil when they stand in none. The text of
// the span is the user's, character for character, whatever the model made of it.
func find(e evidence, reactions []string) *classify.Span {
	for _, words := range []string{e.Words, strings.Trim(e.Words, around)} {
		words = defuse(words)
		if strings.TrimSpace(words) == "" {
			continue
		}
		if n := e.Reaction - 1; n >= 0 && n < len(reactions) {
			if s := within(reactions[n], words, n); s != nil {
				return s
			}
		}
		for n, text := range reactions {
			if s := within(text, words, n); s != nil {
				return s
			}
		}
	}
	return nil
}

// within looks for the words in what the model was shown of a reaction, whose characters stand where the user's do.
// Words that are only a part of longer ones are not found: "no" is not in "know".
func within(text, words string, n int) *classify.Span {
	shown := defuse(text)
	for from := 0; ; {
		at := strings.Index(shown[from:], words)
		if at < 0 {
			return nil
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(shown[:at])
		after, _ := utf8.DecodeRuneInString(shown[at+len(words):])
		first, width := utf8.DecodeRuneInString(words)
		last, _ := utf8.DecodeLastRuneInString(words)
		if (!joined(before) || !joined(first)) && (!joined(last) || !joined(after)) {
			start := utf8.RuneCountInString(shown[:at])
			return span(text, n, start, start+utf8.RuneCountInString(words))
		}
		from = at + width
	}
}

// joined says whether a character makes one word with a neighbour of its kind. Scripts without spaces do not.
func joined(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) &&
		!unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
}

// span cuts a piece out of a reaction by code points; nil when there is no such piece.
func span(text string, n, start, end int) *classify.Span {
	if start < 0 || end <= start {
		return nil
	}
	from, to, k := -1, -1, 0
	for i := range text {
		if k == start {
			from = i
		}
		if k == end {
			to = i
		}
		k++
	}
	if k == end {
		to = len(text)
	}
	if from < 0 || to < 0 {
		return nil
	}
	return &classify.Span{Reaction: n, Start: start, End: end, Text: text[from:to]}
}
