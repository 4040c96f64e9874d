package measure

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"
)

// A unit is what a limit counts.
type unit uint8

const (
	noUnit unit = iota
	inWords
	inSentences
	inParagraphs
	inItems
	inLines
	inCharacters
)

var units = map[string]unit{
	"word": inWords, "words": inWords, "wörter": inWords, "worte": inWords, "palabras": inWords, "mots": inWords, "palavras": inWords,
	"sentence": inSentences, "sentences": inSentences, "sätze": inSentences, "frases": inSentences, "phrases": inSentences,
	"paragraph": inParagraphs, "paragraphs": inParagraphs, "absätze": inParagraphs, "párrafos": inParagraphs, "paragraphes": inParagraphs, "parágrafos": inParagraphs,
	"bullets": inItems, "bullet": inItems, "points": inItems, "items": inItems, "tips": inItems, "ideas": inItems, "ways": inItems, "reasons": inItems,
	"names": inItems, "titles": inItems, "questions": inItems, "suggestions": inItems, "headlines": inItems, "taglines": inItems,
	"types": inItems, "examples": inItems, "facts": inItems, "options": inItems, "steps": inItems, "books": inItems, "topics": inItems, "companies": inItems,
	"goals": inItems, "benefits": inItems, "features": inItems, "quotes": inItems, "hashtags": inItems, "keywords": inItems, "recommendations": inItems,
	"variations": inItems, "slogans": inItems, "things": inItems, "tipps": inItems, "ideen": inItems, "consejos": inItems, "conseils": inItems, "dicas": inItems,
	"line": inLines, "lines": inLines, "zeilen": inLines, "líneas": inLines, "lignes": inLines, "linhas": inLines,
	"character": inCharacters, "characters": inCharacters, "zeichen": inCharacters, "caracteres": inCharacters, "caractères": inCharacters,
}

// amount is how much of a unit the response has.
func (s *scan) amount(u unit) int {
	n := 0
	switch u {
	case inWords:
		n = s.fields
	case inSentences:
		for i := range s.words {
			if s.words[i].Gap == phrase.Stop {
				n++
			}
		}
	case inParagraphs:
		for p := range strings.SplitSeq(s.in.Response, "\n\n") {
			if strings.TrimSpace(p) != "" {
				n++
			}
		}
	case inItems:
		for i := range s.lines {
			if k := s.lines[i].kind; k == bullet || k == numbered {
				n++
			}
		}
	case inLines:
		n = s.linesGiven()
	case inCharacters:
		n = utf8.RuneCountInString(s.in.Response)
	case noUnit:
	}
	return n
}

// linesGiven is the number of lines of the shortest code, or of the prose when there is none.
func (s *scan) linesGiven() int {
	if len(s.blocks) == 0 {
		return len(s.lines)
	}
	n := strings.Count(strings.TrimSpace(s.blocks[0].text), "\n") + 1
	for _, b := range s.blocks[1:] {
		n = min(n, strings.Count(strings.TrimSpace(b.text), "\n")+1)
	}
	return n
}

// A limitOn bounds an amount: both ends included.
type limitOn struct {
	unit     unit
	from, to float64
}

// keeps says how far a response keeps a limit: 1, or up to one half for near misses. Beside a number of items a limit of
// words or characters is one of each item.
func (l limitOn) keeps(s *scan, all []limitOn) float64 {
	if (l.unit == inWords || l.unit == inCharacters) && l.to < eachItem {
		for _, other := range all {
			if other.unit == inItems {
				return l.keepsEach(s)
			}
		}
	}
	return l.holds(float64(s.amount(l.unit)))
}

// eachItem is the amount of words or characters from which a limit cannot be one of single items.
const eachItem = 100

// keepsEach is the share of items that keep a limit.
func (l limitOn) keepsEach(s *scan) float64 {
	items, kept := 0, 0.0
	for i := range s.lines {
		line := &s.lines[i]
		if line.kind != bullet && line.kind != numbered {
			continue
		}
		items++
		amount := fields(line.text)
		if l.unit == inCharacters {
			amount = utf8.RuneCountInString(line.text)
		}
		if l.holds(float64(amount)) == 1 {
			kept++
		}
	}
	if items == 0 {
		return 0
	}
	return kept / float64(items)
}

// holds is 1 for an amount inside of a limit, and falls from one half to nothing over a fifth beyond it.
func (l limitOn) holds(amount float64) float64 {
	if amount >= l.from && amount <= l.to {
		return 1
	}
	miss := amount/max(l.to, 1) - 1
	if amount < l.from {
		miss = 1 - amount/l.from
	}
	return max(0, 0.5-2.5*miss)
}

// limits finds "at most 100 words", "in three sentences", "5 bullet points", "4 words or less", "10 to 20 lines" and the
// like. Round numbers of words are taken with a fifth of slack, as people mean them, and a few lines with one more. "The
// last two ideas" are none.
func limits(words []phrase.Word) []limitOn {
	var out []limitOn
	for i := 0; i+1 < len(words); i++ {
		n, ok := numeral(words[i].Text)
		if !ok || words[i+1].Gap == phrase.Stop || i > 0 && known[words[i-1].Text] {
			continue
		}
		at, u := counted(words, i)
		if u == noUnit {
			continue
		}
		l := limitOn{unit: u, from: n, to: n}
		switch {
		case u == inWords:
			l.from, l.to = n*0.8, n*1.2
		case u == inLines && n <= 3:
			l.to = n + 1
		}
		low, ranged := lowEnd(words, i)
		switch b := bound(words[max(0, i-3):i]); {
		case ranged:
			l.from, l.to = low, n
		case b == 0 && at+2 < len(words) && words[at+1].Text == "or":
			l = l.bounded(n, after[words[at+2].Text])
		default:
			l = l.bounded(n, b)
		}
		out = append(out, l)
	}
	return out
}

// bounded makes a limit a maximum (-1) or a minimum (1), or leaves it.
func (l limitOn) bounded(n float64, bound int) limitOn {
	switch bound {
	case -1:
		l.from, l.to = 0, n
	case 1:
		l.from, l.to = n, 1e9
	}
	return l
}

// counted finds what the number at a word counts: its unit and where that stands, up to two words on for items.
func counted(words []phrase.Word, number int) (at int, u unit) {
	for at = number + 1; at < min(number+4, len(words)); at++ {
		if at > number+1 && words[at].Gap != phrase.Space {
			break
		}
		u = units[words[at].Text]
		if u != noUnit && (u == inItems || at == number+1 || between[words[at-1].Text]) {
			return at, u
		}
	}
	return number, noUnit
}

// lowEnd reads the lower end of a range whose upper end is the number at a word: "10 to 20", "between 10 and 20", "10-20".
func lowEnd(words []phrase.Word, number int) (low float64, ok bool) {
	if number >= 2 {
		if w := words[number-1].Text; w == "to" || w == "and" || w == "bis" {
			if n, ok := numeral(words[number-2].Text); ok {
				return n, true
			}
		}
	}
	if number >= 1 && words[number].Gap != phrase.Stop {
		if n, ok := numeral(words[number-1].Text); ok {
			return n, true
		}
	}
	return 0, false
}

var (
	// after are the words behind "or" that make a number a maximum or a minimum.
	after = map[string]int{"less": -1, "fewer": -1, "under": -1, "below": -1, "more": 1}
	// known stand before numbers of what is already there.
	known = set("last first previous these those other both the next same letzten últimas dernières")
)

// between are words that may stand between a number and what it counts.
var between = set("different more other new good great short possible additional bullet best common creative unique simple")

// bound says whether the words before a number make it a maximum (-1), a minimum (1) or neither.
func bound(before []phrase.Word) int {
	for i := range before {
		switch before[i].Text {
		case "most", "max", "maximum", "under", "below", "fewer", "within", "exceed", "exceeding", "höchstens", "maximal", "máximo", "moins":
			return -1
		case "least", "min", "minimum", "over", "above", "mindestens", "menos", "mínimo":
			return 1
		case "less", "up":
			return -1
		case "more":
			if i > 0 && before[i-1].Text == "no" {
				return -1
			}
			return 1
		}
	}
	return 0
}

var numerals = map[string]float64{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twenty": 20, "hundred": 100,
}

// numeral reads a number of up to five digits or a number word.
func numeral(text string) (float64, bool) {
	if text == "" || text[0] < '0' || text[0] > '9' {
		n, ok := numerals[text]
		return n, ok
	}
	if len(text) > 5 {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return float64(n), err == nil && n > 0
}
