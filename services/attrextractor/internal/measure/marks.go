package measure

import (
	"strings"
	"unicode/utf8"

	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"
)

// marks counts signs of the prose that words do not show.
type marks struct {
	exclaims, questions int
	emoji               int
	// links counts addresses, refs numbered references like [3], years like (2019), spans pieces of inline code.
	links, refs, years, spans int
	// bolds counts bold pieces.
	bolds int
	// contractions counts apostrophes between letters.
	contractions int
	// dropped counts apostrophes that stand for a last letter, as in goin'.
	dropped int
	// formulas counts pieces of mathematics between dollar signs or backslash brackets.
	formulas int
	// acronyms counts abbreviations in brackets, such as (TTL).
	acronyms int
}

func countMarks(lines []line) marks {
	var m marks
	for i := range lines {
		m.add(lines[i].text)
	}
	m.spans /= 2
	m.bolds /= 2
	return m
}

// telling are the bytes with which something begins that add counts.
var telling = phrase.Bytes("h!?`'*[(\\")

func (m *marks) add(text string) {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if !telling[c] {
			continue
		}
		switch {
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(text[i:])
			m.wide(r)
			i += size - 1
		case c == 'h':
			if strings.HasPrefix(text[i:], "http") && strings.Contains(text[i:min(len(text), i+8)], "://") {
				m.links++
			}
		case c == '!':
			m.exclaims++
		case c == '?':
			m.questions++
		case c == '`':
			m.spans++
		case c == '\'':
			if i > 0 && i+1 < len(text) && isLetter(text[i-1]) && isLetter(text[i+1]) {
				m.contractions++
			}
			if i > 2 && text[i-1] == 'n' && text[i-2] == 'i' && i+1 < len(text) && text[i+1] == ' ' {
				m.dropped++
			}
		case c == '*':
			if i+1 < len(text) && text[i+1] == '*' {
				m.bolds++
				i++
			}
		case c == '[':
			if digitsTo(text[i+1:], ']', 3) {
				m.refs++
			}
		case c == '(':
			m.bracket(text[i+1:])
			if isAcronym(text[i+1:]) {
				m.acronyms++
			}
		case c == '\\':
			if i+1 < len(text) && (text[i+1] == '(' || text[i+1] == '[') {
				m.formulas++
			}
		}
	}
}

// bracket counts what an opening bracket before text holds that names a source: a year, alone as behind a name or at the
// end as in (Miller, 1999), and a place as in (Genesis 14:18). A year that ends a line is that of a song or a film.
func (m *marks) bracket(text string) {
	end := strings.IndexByte(text[:min(len(text), 60)], ')')
	if end < 0 {
		return
	}
	inner := text[:end]
	switch colon := strings.IndexByte(inner, ':'); {
	case end >= 4 && isYear(inner[end-4:]) && (end == 4 || inner[end-5] == ' '):
		if end+1 < len(text) {
			m.years++
		}
	case colon > 0 && colon+1 < end && isDigit(inner[colon-1]) && isDigit(inner[colon+1]) && isLetter(inner[0]):
		m.refs++
	}
}

// isYear says that four bytes are a year from 1000 on.
func isYear(text string) bool {
	return (text[0] == '1' || text[0] == '2') && isDigit(text[1]) && isDigit(text[2]) && isDigit(text[3])
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// wide counts signs outside of ASCII.
func (m *marks) wide(r rune) {
	switch {
	case r == '！':
		m.exclaims++
	case r == '？':
		m.questions++
	case r == '’':
		m.contractions++
	case isEmoji(r):
		m.emoji++
	}
}

// isEmoji knows the blocks of pictures. Arrows, check marks in tables and box drawings are not meant as emoji.
func isEmoji(r rune) bool {
	switch {
	case r >= 0x1F300 && r <= 0x1FAFF:
		return r < 0x1F3FB || r > 0x1F3FF // skin tones belong to the sign before
	case r >= 0x2600 && r <= 0x26FF, r == 0x2728, r == 0x2764, r == 0x2B50, r == 0x2705, r == 0x274C:
		return true
	}
	return false
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// digitsTo says that text begins with up to most digits, at least one, and then end.
func digitsTo(text string, end byte, most int) bool {
	for i := 0; i < len(text) && i <= most; i++ {
		if text[i] == end {
			return i > 0
		}
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return false
}

// isAcronym says that text begins with two to six capitals and a closing bracket.
func isAcronym(text string) bool {
	n := 0
	for n < len(text) && n < 7 && 'A' <= text[n] && text[n] <= 'Z' {
		n++
	}
	return n >= 2 && n < 7 && n < len(text) && text[n] == ')'
}
