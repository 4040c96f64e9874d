package measure

import (
	"strings"

	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"
)

// definitions counts phrases that say what a term means, half of the sentences of the form "a mutex is a lock that …",
// and items of the form "Joy: a feeling of …". A bold term in front of a line counts a tenth, an abbreviation in
// brackets behind its long form three. Present from one and a half.
func definitions(s *scan) float64 {
	n := s.count(cueDefine) + 0.3*float64(s.marks.acronyms)
	for i := range s.lines {
		l := &s.lines[i]
		if l.kind == heading || l.kind == row {
			continue
		}
		if l.bold {
			n += 0.1
		}
		if glosses(l.text) {
			n += 0.3
		}
	}
	for i := range s.words {
		if s.words[i].Gap == phrase.Stop && s.defines(i) {
			n += 0.6
		}
	}
	return half(n, 1.5)
}

// defines says that a sentence says what its subject is: a few words, then "is a", "are the", "is used to".
func (s *scan) defines(from int) bool {
	if unnamed[s.words[from].Text] {
		return false
	}
	for i := from + 1; i < min(from+8, len(s.words)-1) && s.words[i].Gap != phrase.Stop; i++ {
		if w := s.words[i].Text; w != "is" && w != "are" && w != "was" {
			continue
		}
		switch s.words[i+1].Text {
		case "a", "an", "used", "one", "any":
			return true
		case "the":
			return i+3 < len(s.words)
		}
		return false
	}
	return false
}

// unnamed are words that begin sentences about something that is named elsewhere.
var unnamed = set("it this that these those there he she they i you we what here who which if as when how why while and but or so not your my his her their our one another all " +
	"yes no sure overall ultimately")

// glosses says that a line gives a term, a colon and what it is: "Joy: A feeling of …".
func glosses(text string) bool {
	term, meaning, ok := strings.Cut(text[:min(len(text), 90)], ":")
	if !ok || strings.Count(term, " ") > 5 {
		return false
	}
	meaning = strings.TrimLeft(meaning, "* _")
	for _, start := range [...]string{"A ", "An ", "The ", "This is ", "a ", "an ", "the "} {
		if strings.HasPrefix(meaning, start) {
			return true
		}
	}
	return false
}
