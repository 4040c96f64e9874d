package tokens

import "unicode/utf8"

// A class says how an ASCII character is cut.
type class uint8

const (
	mark class = iota
	space
	lower // letters, and the underscore
	upper
	digit
)

var classes = asciiClasses()

func asciiClasses() (of [utf8.RuneSelf]class) {
	for c := range of {
		switch {
		case 'a' <= c && c <= 'z' || c == '_':
			of[c] = lower
		case 'A' <= c && c <= 'Z':
			of[c] = upper
		case '0' <= c && c <= '9':
			of[c] = digit
		case c == ' ' || '\t' <= c && c <= '\r':
			of[c] = space
		}
	}
	return of
}

// plainWord takes the word at at when it is ASCII, without apostrophes and without a letter three times in a row, and
// says where it ends: most words are, and most of them are written as they are folded.
func (s *Splitter) plainWord(at, to, point int) (end int, ok bool) {
	letters, capitals := 0, 0
	end = at
scan:
	for ; end < to; end++ {
		c := s.text[end]
		if c >= utf8.RuneSelf || c == '\'' {
			return 0, false
		}
		switch classes[c] {
		case lower:
			if c != '_' {
				letters++
			}
		case upper:
			letters++
			capitals++
		case digit:
		case mark, space:
			break scan
		}
		if end >= at+2 && alike(c, s.text[end-1]) && alike(c, s.text[end-2]) {
			return 0, false
		}
	}
	t := Token{Kind: Word, Start: point, End: point + end - at, From: at, To: end, Upper: letters >= 2 && capitals == letters}
	if classes[s.text[at]] == digit {
		t.Kind = Number
	}
	if capitals == 0 {
		t.Text = s.text[at:end]
		s.add(t)
		return end, true
	}
	begin := len(s.folded)
	for _, c := range []byte(s.text[at:end]) {
		if classes[c] == upper {
			c += 'a' - 'A'
		}
		s.folded = append(s.folded, c)
	}
	s.addFolded(t, begin)
	return end, true
}

// alike says whether two ASCII letters differ in case at most; digits may be taken for alike, too, which costs time
// and nothing else.
func alike(a, b byte) bool { return a|0x20 == b|0x20 }
