package measure

import (
	"strconv"
	"strings"
	"sync"

	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"
)

// constraintAdherence is the share of the limits stated in the prompt that the response keeps: numbers of words,
// sentences, paragraphs and items, and formats asked for or ruled out. 0 when the prompt states none that can be
// checked. It is an aspect of quality, and present only when every limit is kept.
func constraintAdherence(s *scan) float64 {
	kept, n := 0, 0
	judge := func(ok bool) {
		n++
		if ok {
			kept++
		}
	}
	for _, l := range limits(s.asked) {
		judge(l.holds(float64(s.amount(l.unit))))
	}
	s.hits = demands().Append(s.hits[:0], s.asked)
	for _, h := range s.hits {
		judge(s.meets(demand(h.ID)))
	}
	if n == 0 {
		return 0
	}
	return float64(kept) / float64(n)
}

// A unit is what a limit counts.
type unit uint8

const (
	noUnit unit = iota
	inWords
	inSentences
	inParagraphs
	inItems
)

var units = map[string]unit{
	"word": inWords, "words": inWords, "wörter": inWords, "worte": inWords, "palabras": inWords, "mots": inWords, "palavras": inWords,
	"sentence": inSentences, "sentences": inSentences, "sätze": inSentences, "frases": inSentences, "phrases": inSentences,
	"paragraph": inParagraphs, "paragraphs": inParagraphs, "absätze": inParagraphs, "párrafos": inParagraphs, "paragraphes": inParagraphs, "parágrafos": inParagraphs,
	"bullets": inItems, "bullet": inItems, "points": inItems, "items": inItems, "tips": inItems, "ideas": inItems, "ways": inItems, "reasons": inItems,
	"names": inItems, "titles": inItems, "questions": inItems, "suggestions": inItems, "headlines": inItems, "taglines": inItems,
	"types": inItems, "examples": inItems, "facts": inItems, "options": inItems, "steps": inItems, "books": inItems, "topics": inItems, "companies": inItems,
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
	case noUnit:
	}
	return n
}

// A limitOn bounds an amount: both ends included.
type limitOn struct {
	unit     unit
	from, to float64
}

func (l limitOn) holds(amount float64) bool { return amount >= l.from && amount <= l.to }

// limits finds "at most 100 words", "in three sentences", "5 bullet points" and the like. Round numbers of words
// are taken with a fifth of slack, as people mean them.
func limits(words []phrase.Word) []limitOn {
	var out []limitOn
	for i := 0; i+1 < len(words); i++ {
		n, ok := numeral(words[i].Text)
		if !ok || words[i+1].Gap == phrase.Stop {
			continue
		}
		u := units[words[i+1].Text]
		if u == noUnit && i+2 < len(words) && words[i+2].Gap == phrase.Space && between[words[i+1].Text] {
			u = units[words[i+2].Text]
		}
		if u == noUnit {
			continue
		}
		l := limitOn{unit: u, from: n, to: n}
		if u == inWords {
			l.from, l.to = n*0.8, n*1.2
		}
		switch bound(words[max(0, i-3):i]) {
		case -1:
			l.from, l.to = 0, n
		case 1:
			l.from, l.to = n, 1e9
		}
		out = append(out, l)
	}
	return out
}

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

// A demand is a format that a prompt asks for or rules out.
type demand int

const (
	wantTable demand = iota
	wantBullets
	wantNumbers
	wantJSON
	wantCodeOnly
	noCode
	noList
	noEmoji
	wantYesNo
	wantEmoji
	// wantLanguage is the first of languages; the others follow.
	wantLanguage
)

var demands = sync.OnceValue(func() *phrase.Finder {
	f := phrase.NewFinder()
	for d, pattern := range []string{
		wantTable:    "(in|as|into|using|make|create|draw|give me|build|write) a [markdown] table; (table|tabular) (format|form)",
		wantBullets:  "(in|as|with|using|into) [a] (bullet points|bullets|bulleted list|bullet list); (make|write|create|give me|as|in) a [bullet|bulleted|bullet point] list",
		wantNumbers:  "(in|as|with|using|into) [a] numbered list",
		wantJSON:     "(in|as|return|output|only|valid) json",
		wantCodeOnly: "(only|just) [the] code",
		noCode:       "(no|without|without any|don't (include|write|use)) code",
		noList:       "(no|without|don't use) (lists|bullets|bullet points|bullet point)",
		noEmoji:      "(no|without|don't use) [any] (emoji|emojis)",
		wantYesNo:    "(yes or no|true or false)",
		wantEmoji:    "(with|add|use|using|include|put) [some|a few] (emoji|emojis|emoticon|emoticons)",
	} {
		addAll(f, pattern, d)
	}
	for i := range languages {
		addAll(f, languages[i].asked, int(wantLanguage)+i)
	}
	return f
})

// addAll adds patterns separated by semicolons.
func addAll(f *phrase.Finder, patterns string, id int) {
	for p := range strings.SplitSeq(patterns, ";") {
		f.Add(p, id)
	}
}

// meets says whether the response meets a demand.
func (s *scan) meets(d demand) bool {
	switch d {
	case wantTable:
		return table(s) > 0
	case wantBullets, wantNumbers:
		return s.amount(inItems) > 1
	case wantJSON:
		return strings.ContainsAny(s.in.Response, "{[")
	case wantCodeOnly:
		return codeShare(s) > 0.8
	case noCode:
		return len(s.blocks) == 0
	case noList:
		return s.amount(inItems) == 0
	case noEmoji:
		return s.marks.emoji == 0
	case wantYesNo:
		return s.opens(cueYesNo)
	case wantEmoji:
		return s.marks.emoji > 0
	default:
		return s.speaks(languages[d-wantLanguage])
	}
}
