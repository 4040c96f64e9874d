package measure

import (
	"strings"

	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"
)

// A lineKind says how a line of prose is set.
type lineKind uint8

const (
	plain lineKind = iota
	heading
	bullet
	numbered
	row
	quote
)

// A line is a line of prose that is not blank.
type line struct {
	kind lineKind
	// text is without its marker.
	text string
	// number is that of a numbered line.
	number int
	// bold lines begin with a bold lead.
	bold bool
	// from and to bound its words.
	from, to int
}

// A block is a fenced piece of code.
type block struct {
	language, text string
	// after counts the prose lines before it.
	after int
	// open blocks were never closed.
	open bool
}

// split fills lines, blocks and words.
func (s *scan) split() {
	rest := s.in.Response
	for rest != "" {
		text, after, _ := strings.Cut(rest, "\n")
		trimmed := strings.TrimSpace(text)
		if mark := fence(trimmed); mark != "" {
			before := len(rest)
			rest = s.code(mark, trimmed, after)
			s.codeBytes += before - len(rest)
			continue
		}
		rest = after
		s.proseBytes += len(text) + 1
		if trimmed == "" {
			continue
		}
		l := parseLine(trimmed)
		l.from = len(s.words)
		s.words = phrase.Append(s.words, l.text, 0)
		l.to = len(s.words)
		s.lines = append(s.lines, l)
	}
}

// code takes a block off rest, which begins behind its opening fence, and returns what follows.
func (s *scan) code(mark, opening, rest string) string {
	b := block{language: strings.ToLower(strings.TrimSpace(strings.Trim(opening, mark[:1]))), after: len(s.lines), open: true}
	body, from := rest, 0
	for from < len(body) {
		text, _, more := strings.Cut(body[from:], "\n")
		next := from + len(text)
		if more {
			next++
		}
		if strings.HasPrefix(strings.TrimSpace(text), mark) {
			b.open = false
			b.text, rest = body[:from], body[next:]
			break
		}
		from = next
	}
	if b.open {
		b.text, rest = body, ""
	}
	s.blocks = append(s.blocks, b)
	return rest
}

// fence is the mark that opens or closes code on that line, if any.
func fence(trimmed string) string {
	for _, mark := range [2]string{"```", "~~~"} {
		if strings.HasPrefix(trimmed, mark) && !strings.Contains(trimmed[len(mark):], mark) {
			return mark
		}
	}
	return ""
}

// parseLine tells what kind of line it is; trimmed is not empty.
func parseLine(trimmed string) line {
	l := line{text: trimmed}
	switch c := trimmed[0]; {
	case c == '#':
		if text := strings.TrimLeft(trimmed, "#"); strings.HasPrefix(text, " ") {
			l.kind, l.text = heading, strings.TrimSpace(text)
		}
	case c == '|' && strings.Count(trimmed, "|") > 2:
		l.kind = row
	case c == '>':
		l.kind, l.text = quote, strings.TrimSpace(trimmed[1:])
	case c == '-' || c == '*' || c == '+':
		if len(trimmed) > 1 && trimmed[1] == ' ' {
			l.kind, l.text = bullet, strings.TrimSpace(trimmed[2:])
		}
	case '0' <= c && c <= '9':
		if n, text, ok := number(trimmed); ok {
			l.kind, l.number, l.text = numbered, n, text
		}
	case c >= 0x80:
		for _, mark := range [...]string{"•", "◦", "–", "·", "●", "▪"} {
			if strings.HasPrefix(trimmed, mark) {
				l.kind, l.text = bullet, strings.TrimSpace(trimmed[len(mark):])
			}
		}
	}
	l.bold = strings.HasPrefix(l.text, "**") || strings.HasPrefix(l.text, "__")
	if l.kind == plain && l.bold && boldOnly(l.text) {
		l.kind = heading
	}
	return l
}

// number parses "12. text" and "12) text".
func number(trimmed string) (n int, text string, ok bool) {
	i := 0
	for i < len(trimmed) && i < 4 && '0' <= trimmed[i] && trimmed[i] <= '9' {
		n = n*10 + int(trimmed[i]-'0')
		i++
	}
	if i >= len(trimmed) || trimmed[i] != '.' && trimmed[i] != ')' {
		return 0, "", false
	}
	text = trimmed[i+1:]
	if text != "" && text[0] != ' ' && text[0] != '*' {
		return 0, "", false
	}
	return n, strings.TrimSpace(text), true
}

// boldOnly says that a line is one bold piece, as people write headings.
func boldOnly(text string) bool {
	inner := strings.TrimSuffix(strings.TrimSpace(text), ":")
	if len(inner) < 5 || !strings.HasSuffix(inner, "**") {
		return false
	}
	return !strings.Contains(inner[2:len(inner)-2], "**")
}
