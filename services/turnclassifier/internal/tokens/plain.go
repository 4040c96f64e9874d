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

// inWord says of each byte what it is in a word: nothing where a word ends, foreign where plainWord gives up.
var inWord = inWordBytes()

const (
	letter  = 1 << iota // adds to the letters,
	capital             // to the capitals,
	goesOn              // goes on with a word
	foreign
)

func inWordBytes() (of [256]uint8) {
	for c := range of {
		switch {
		case c >= utf8.RuneSelf || c == '\'':
			of[c] = foreign
		case c == '_' || classes[c] == digit:
			of[c] = goesOn
		case classes[c] == lower:
			of[c] = goesOn | letter
		case classes[c] == upper:
			of[c] = goesOn | letter | capital
		}
	}
	return of
}

// plainWord takes the word at at when it is ASCII, without apostrophes and without a letter three times in a row, and
// says where it ends: most words are, and most of them are written as they are folded. Digits three times in a row may be
// taken for letters, too, which costs time and nothing else.
func (s *Splitter) plainWord(at, to, point int) (end int, ok bool) {
	letters, capitals := 0, 0
	var last, before byte
	text := s.text[:to]
	for end = at; end < len(text); end++ {
		c := text[end]
		of := inWord[c]
		if of&goesOn == 0 {
			if of == foreign {
				return 0, false
			}
			break
		}
		letters, capitals = letters+int(of&letter), capitals+int(of&capital/capital)
		c |= 0x20 // Letters differ in case at most.
		if c == last && c == before {
			return 0, false
		}
		last, before = c, last
	}
	t := Token{Kind: Word, Start: int32(point), End: int32(point + end - at), From: int32(at), To: int32(end), Upper: letters >= 2 && capitals == letters}
	if classes[text[at]] == digit {
		t.Kind = Number
	}
	if capitals == 0 {
		t.Text = text[at:end]
		s.add(t)
		return end, true
	}
	begin := len(s.folded)
	s.folded = append(s.folded, text[at:end]...)
	for i, c := range s.folded[begin:] {
		if inWord[c]&capital != 0 {
			s.folded[begin+i] = c + 'a' - 'A'
		}
	}
	s.addFolded(t, begin)
	return end, true
}

// countPoints is the number of code points of a text, eight bytes at a time where it is ASCII.
func countPoints(text string) int {
	n := 0
	for len(text) > 0 {
		for len(text) >= 8 {
			w := text[:8]
			if (w[0]|w[1]|w[2]|w[3]|w[4]|w[5]|w[6]|w[7])&utf8.RuneSelf != 0 {
				break
			}
			n, text = n+8, text[8:]
		}
		for i := 0; i < 8 && len(text) > 0; i++ {
			_, size := utf8.DecodeRuneInString(text)
			n, text = n+1, text[size:]
		}
	}
	return n
}
