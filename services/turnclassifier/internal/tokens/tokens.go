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
	// Start and End count code points of the whole text.
	Start, End int32
	// From and To count its bytes.
	From, To int32
	Kind     Kind
	// Upper says that a word of two letters or more is written in capitals.
	Upper bool
	// Line says that the token is the first of its line.
	Line bool
}

// Split cuts the first head and the last tail code points of a text into tokens.
func Split(text string, head, tail int) []Token {
	var s Splitter
	return s.Split(text, head, tail)
}

// A Splitter cuts one text after the other and keeps its memory. The zero value is ready; it is not for two goroutines.
type Splitter struct {
	// out holds the tokens of all texts since Reset.
	out    []Token
	folded []byte
	cuts   []cut

	text  string
	first int // in out, of this text
	line  bool
}

// A cut is where in folded the text of a token stands that is not written as it is folded.
type cut struct{ token, from, to int }

// Reset takes back the tokens of all texts that were cut so far: they must no longer be looked at.
func (s *Splitter) Reset() { s.out = s.out[:0] }

// Split cuts the first head and the last tail code points of a text into tokens, which hold until Reset.
func (s *Splitter) Split(text string, head, tail int) []Token {
	s.text, s.line = text, true
	skipFrom, skipTo := len(text), len(text)
	points := len(text)
	if len(text) > head+tail {
		points = countPoints(text)
	}
	var resume int
	if points > head+tail {
		skipFrom = forward(text, head)
		skipTo = backward(text, tail)
		resume = points - tail
	}
	// Words of real texts have five bytes with their space; growing twice costs more than a little room.
	if room := min(len(text), head+tail)/4 + 8; cap(s.out)-len(s.out) < room {
		s.out = make([]Token, 0, max(room, 2*cap(s.out)))
	}
	s.first, s.folded, s.cuts = len(s.out), s.folded[:0], s.cuts[:0]
	s.run(0, skipFrom, 0)
	if skipTo < len(text) {
		s.line = true
		s.run(skipTo, len(text), resume)
	}
	folded := string(s.folded)
	for _, c := range s.cuts {
		s.out[c.token].Text = folded[c.from:c.to]
	}
	s.text = ""
	return s.out[s.first:len(s.out):len(s.out)]
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

// run cuts text[from:to]; point is the code point at which from stands.
func (s *Splitter) run(from, to, point int) {
	for at := from; at < to; {
		if c := s.text[at]; c < utf8.RuneSelf {
			at, point = s.ascii(c, at, to, point)
			continue
		}
		r, size := utf8.DecodeRuneInString(s.text[at:to])
		switch {
		case unicode.IsSpace(r) || skipped(r):
			at, point = at+size, point+1
		case wordRune(r):
			at, point = s.word(at, to, point)
		case spaceless(r):
			at, point = s.single(Han, r, at, size, point)
		case isEmoji(r):
			at, point = s.single(Emoji, r, at, size, point)
		default:
			at, point = s.single(Mark, foldMark(r), at, size, point)
		}
	}
}

// ascii takes the token that begins with c, or passes over a space.
func (s *Splitter) ascii(c byte, at, to, point int) (nextAt, nextPoint int) {
	switch classes[c] {
	case lower, upper, digit:
		if end, ok := s.plainWord(at, to, point); ok {
			return end, point + end - at
		}
		return s.word(at, to, point)
	case space:
		s.line = s.line || c == '\n'
		return at + 1, point + 1
	case mark:
	}
	if n := face(s.text[at:to]); n > 0 {
		return s.face(at, n, point)
	}
	return s.single(Mark, rune(c), at, 1, point)
}

func (s *Splitter) single(kind Kind, folded rune, at, size, point int) (nextAt, nextPoint int) {
	t := Token{Kind: kind, Start: int32(point), End: int32(point + 1), From: int32(at), To: int32(at + size)}
	if r, _ := utf8.DecodeRuneInString(s.text[at : at+size]); r == folded && r != utf8.RuneError {
		t.Text = s.text[at : at+size]
		s.add(t)
		return at + size, point + 1
	}
	begin := len(s.folded)
	s.folded = utf8.AppendRune(s.folded, folded)
	s.addFolded(t, begin)
	return at + size, point + 1
}

func (s *Splitter) face(at, n, point int) (nextAt, nextPoint int) {
	s.add(Token{Text: foldFace(s.text[at : at+n]), Kind: Emoji, Start: int32(point), End: int32(point + n), From: int32(at), To: int32(at + n)})
	return at + n, point + n
}

func (s *Splitter) add(t Token) {
	t.Line = s.line
	s.line = false
	s.out = append(s.out, t)
}

// addFolded adds a token whose text stands in folded from begin on.
func (s *Splitter) addFolded(t Token, begin int) {
	s.cuts = append(s.cuts, cut{len(s.out), begin, len(s.folded)})
	s.add(t)
}

// word takes the longest run of letters, digits and inner apostrophes.
func (s *Splitter) word(at, to, point int) (nextAt, nextPoint int) {
	t, first := Token{Kind: Word, Start: int32(point), From: int32(at)}, at
	begin := len(s.folded)
	var letters, upper, same int
	var last rune
	for at < to {
		r, size := utf8.DecodeRuneInString(s.text[at:to])
		if apostrophe(r) && at > first {
			if next, _ := utf8.DecodeRuneInString(s.text[at+size : to]); !wordRune(next) {
				break
			}
			at, point = at+size, point+1
			continue
		}
		if !wordRune(r) {
			break
		}
		if at == first && unicode.IsDigit(r) {
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
	t.End, t.To = int32(point), int32(at)
	t.Upper = letters >= 2 && upper == letters
	s.addFolded(t, begin)
	return at, point
}

// fold writes a letter; of three or more equal ones in a row, which people write for emphasis, one stays.
func (s *Splitter) fold(r, last rune, same int) int {
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
