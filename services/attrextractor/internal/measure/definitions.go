package measure

import (
	"strings"

	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"
)

// definitions counts phrases that say what a term means, sentences of the form "a mutex is a lock that …", a full one
// that opens a response double, asides such as "phages, a kind of virus that infects bacteria", items of the form "Joy: a
// feeling of …", at most five, and abbreviations in brackets behind their long form. All but the first weigh less than
// one; a request that asks what something is adds a half to what there is. Present from one and a quarter.
func definitions(s *scan) float64 {
	n := s.count(cueDefine) + 0.4*s.count(cueMeans) + 0.3*float64(s.marks.acronyms)
	bold, glossed := 0, 0
	for i := range s.lines {
		l := &s.lines[i]
		if l.kind == heading || l.kind == row {
			continue
		}
		if l.bold {
			bold++
		}
		if glosses(l.text) {
			glossed++
		}
	}
	n += 0.05*float64(min(bold, 5)) + 0.25*float64(min(glossed, 5))
	for i := range s.words {
		switch s.words[i].Gap {
		case phrase.Stop:
			d := s.defines(i)
			if i == 0 && d >= 0.5 {
				d *= 2
			}
			n += d
		case phrase.Comma:
			n += s.aside(i)
		case phrase.Space:
		}
	}
	if n > 0 && s.asksWhat() {
		n += 0.5
	}
	return half(n, 1.25)
}

// asksWhat says that the request wants to know what something is.
func (s *scan) asksWhat() bool {
	for i := range s.asked {
		switch s.asked[i].Text {
		case "define", "definition", "meaning", "means", "concept", "concepts", "terms":
			return true
		case "what", "what's":
			if i+1 < len(s.asked) {
				if w := s.asked[i+1].Text; w == "is" || w == "are" || w == "does" {
					return true
				}
			}
		}
	}
	return false
}

// defines grades whether a sentence says what its subject is: a few words, then "is a" and a kind that is told apart
// ("is a knot that", "are those that"), less a bare "is a", less "are the", "is used to".
func (s *scan) defines(from int) float64 {
	if unnamed[s.words[from].Text] {
		return 0
	}
	for i := from + 1; i < min(from+10, len(s.words)-1) && s.words[i].Gap != phrase.Stop; i++ {
		if w := s.words[i].Text; w != "is" && w != "are" && w != "was" && w != "were" {
			continue
		}
		told := s.toldApart(i + 1)
		switch next := s.words[i+1].Text; next {
		case "a", "an":
			if told {
				return 0.8
			}
			return 0.35
		case "one", "any", "the", "those":
			if told {
				return 0.5
			}
			return 0.2
		case "used":
			return 0.3
		}
		switch w := s.words[i+1]; {
		case told:
			return 0.5
		case s.words[i].Text == "are" && len(w.Text) > 4 && !strings.HasSuffix(w.Text, "ed") && !strings.HasSuffix(w.Text, "ing"):
			return 0.15
		}
		return 0
	}
	return 0
}

// aside grades whether a piece behind a comma or in brackets says what the words before it name.
func (s *scan) aside(from int) float64 {
	switch w := s.words[from].Text; {
	case w == "which" && from+2 < len(s.words) && s.words[from+1].Text == "is":
		if w := s.words[from+2].Text; w == "a" || w == "an" || w == "the" {
			return 0.4
		}
	case (w == "a" || w == "an") && s.toldApart(from):
		return 0.4
	}
	return 0
}

// toldApart says that a kind is named and told apart from others of it: "procedure that", "process in which", in up to
// six words of one clause.
func (s *scan) toldApart(from int) bool {
	for i := from + 1; i < min(from+7, len(s.words)) && s.words[i].Gap == phrase.Space; i++ {
		switch s.words[i].Text {
		case "that", "which", "where", "who", "whose", "used", "designed":
			return true
		}
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
