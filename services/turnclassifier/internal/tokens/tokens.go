// Package tokens cuts a text into words, characters of scripts without spaces, marks and emoji.
//
// A token knows where it stands, in code points and in bytes, so that what is found can be shown as an exact piece of
// the text. The package never fails: any bytes give some tokens.
package tokens

import (
	"unicode"
	"unicode/utf8"
)

// Kind says what a token is made of.
type Kind uint8

// The kinds of token.
const (
	Word   Kind = iota // letters, perhaps with digits
	Number             // digits first
	Han                // one character of a script written without spaces
	Mark               // punctuation or symbol
	Emoji              // a pictogram, or a face made of marks
)

// Token is a piece of a text.
type Token struct {
	// Text is folded: lower case, no accents, no apostrophes, no letters repeated for emphasis.
	Text string
	Kind Kind
	// Upper says that a word of two letters or more is written in capitals.
	Upper bool
	// Start and End count code points of the whole text.
	Start, End int
	// From and To count its bytes.
	From, To int
	// Line says that the token is the first of its line.
	Line bool
}

// Split cuts the first head and the last tail code points of a text into tokens.
func Split(text string, head, tail int) []Token {
	s := splitter{text: text, line: true}
	skipFrom, skipTo := len(text), len(text)
	points := len(text)
	if len(text) > head+tail {
		points = utf8.RuneCountInString(text)
	}
	var resume int
	if points > head+tail {
		skipFrom = forward(text, head)
		skipTo = backward(text, tail)
		resume = points - tail
	}
	s.folded = make([]byte, 0, min(len(text), 4*(head+tail))+8)
	// Words of real texts have five bytes with their space; growing twice costs more than a little room.
	room := min(len(text), head+tail)/4 + 8
	s.out, s.cuts = make([]Token, 0, room), make([][2]int, 0, room)
	s.run(0, skipFrom, 0)
	if skipTo < len(text) {
		s.line = true
		s.run(skipTo, len(text), resume)
	}
	folded := string(s.folded)
	for i := range s.out {
		c := s.cuts[i]
		s.out[i].Text = folded[c[0]:c[1]]
	}
	return s.out
}

// forward is the byte at which code point n starts.
func forward(text string, n int) int {
	for i := range text {
		if n == 0 {
			return i
		}
		n--
	}
	return len(text)
}

// backward is the byte at which the last n code points start.
func backward(text string, n int) int {
	at := len(text)
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	return at
}

type splitter struct {
	text   string
	folded []byte
	out    []Token
	cuts   [][2]int
	line   bool
}

// run cuts text[from:to]; point is the code point at which from stands.
func (s *splitter) run(from, to, point int) {
	for at := from; at < to; {
		r, size := utf8.DecodeRuneInString(s.text[at:to])
		switch {
		case r == '\n':
			s.line = true
			at, point = at+size, point+1
		case unicode.IsSpace(r) || skipped(r):
			at, point = at+size, point+1
		case wordRune(r):
			at, point = s.word(at, to, point)
		case spaceless(r):
			at, point = s.single(Han, r, at, size, point)
		case isEmoji(r):
			at, point = s.single(Emoji, r, at, size, point)
		default:
			if n := face(s.text[at:to]); n > 0 {
				at, point = s.face(at, n, point)
				continue
			}
			at, point = s.single(Mark, foldMark(r), at, size, point)
		}
	}
}

func (s *splitter) single(kind Kind, r rune, at, size, point int) (nextAt, nextPoint int) {
	begin := len(s.folded)
	s.folded = utf8.AppendRune(s.folded, r)
	s.add(Token{Kind: kind, Start: point, End: point + 1, From: at, To: at + size}, begin)
	return at + size, point + 1
}

func (s *splitter) face(at, n, point int) (nextAt, nextPoint int) {
	begin := len(s.folded)
	s.folded = append(s.folded, foldFace(s.text[at:at+n])...)
	s.add(Token{Kind: Emoji, Start: point, End: point + n, From: at, To: at + n}, begin)
	return at + n, point + n
}

func (s *splitter) add(t Token, begin int) {
	t.Line = s.line
	s.line = false
	s.out = append(s.out, t)
	s.cuts = append(s.cuts, [2]int{begin, len(s.folded)})
}

// word takes the longest run of letters, digits and inner apostrophes.
func (s *splitter) word(at, to, point int) (nextAt, nextPoint int) {
	t := Token{Kind: Word, Start: point, From: at}
	begin := len(s.folded)
	var letters, upper, same int
	var last rune
	for at < to {
		r, size := utf8.DecodeRuneInString(s.text[at:to])
		if apostrophe(r) && at > t.From {
			if next, _ := utf8.DecodeRuneInString(s.text[at+size : to]); !wordRune(next) {
				break
			}
			at, point = at+size, point+1
			continue
		}
		if !wordRune(r) {
			break
		}
		if at == t.From && unicode.IsDigit(r) {
			t.Kind = Number
		}
		if unicode.IsLetter(r) {
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
		}
		at, point = at+size, point+1
		low := unicode.ToLower(r)
		same = s.fold(low, last, same)
		last = low
	}
	t.End, t.To = point, at
	t.Upper = letters >= 2 && upper == letters
	s.add(t, begin)
	return at, point
}

// fold writes a letter; of three or more equal ones in a row, which people write for emphasis, one stays.
func (s *splitter) fold(r, last rune, same int) int {
	if r != last || !unicode.IsLetter(r) {
		s.folded = appendFolded(s.folded, r)
		return 0
	}
	same++
	switch same {
	case 1:
		s.folded = appendFolded(s.folded, r)
	case 2:
		s.folded = s.folded[:len(s.folded)-len(appendFolded(nil, r))]
	}
	return same
}
