package measure

import (
	"strings"

	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"
)

// definitions counts phrases that say what a term means, sentences of the form "a mutex is a lock that …", the first one
// of a response double, items of the form "Joy: a feeling of …" and abbreviations in brackets behind their long form.
// All but the first weigh less than one; a request that asks what something is adds a half to what there is. Present
// from one and a quarter.
func definitions(s *scan) float64 {
	n := s.count(cueDefine) + 0.4*s.count(cueMeans) + 0.3*float64(s.marks.acronyms)
	for i := range s.lines {
		l := &s.lines[i]
		if l.kind == heading || l.kind == row {
			continue
		}
		if l.bold {
			n += 0.05
		}
		if glosses(l.text) {
			n += 0.25
		}
	}
	for i := range s.words {
		if s.words[i].Gap != phrase.Stop {
			continue
		}
		d := s.defines(i)
		if i == 0 {
			d *= 2
		}
		n += d
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

// defines grades whether a sentence says what its subject is: a few words, then "is a", less "are the", "is used to".
func (s *scan) defines(from int) float64 {
	if unnamed[s.words[from].Text] {
		return 0
	}
	for i := from + 1; i < min(from+8, len(s.words)-1) && s.words[i].Gap != phrase.Stop; i++ {
		if w := s.words[i].Text; w != "is" && w != "are" && w != "was" {
			continue
		}
		switch s.words[i+1].Text {
		case "a", "an":
			return 0.5
		case "used", "one", "any", "the":
			return 0.3
		}
		if w := s.words[i+1]; s.words[i].Text == "are" && len(w.Text) > 4 && !strings.HasSuffix(w.Text, "ed") && !strings.HasSuffix(w.Text, "ing") {
			return 0.2
		}
		return 0
	}
	return 0
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
