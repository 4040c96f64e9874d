package measure

import (
	"strings"
	"sync"

	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"
)

// constraintAdherence grades how far the response keeps the limits stated in the prompt: numbers of words, sentences,
// items and the like, formats asked for or ruled out, languages. 1 when all of these are kept, else six tenths of the mean
// of how far each is. Brevity and limits that only a reader can check ("without names", "in the style of") count where
// there are no others, and half beside ones that are broken: more of them, more likely one is kept. A prompt that states
// none is graded by its length, up to a fifth: long ones say more of what the response is to be. Present from three such,
// or when all that can be checked is kept.
func constraintAdherence(s *scan) float64 {
	kept, n := 0.0, 0
	found := limits(s.asked)
	for _, l := range found {
		n++
		kept += l.keeps(s, found)
	}
	s.hits = demands().Append(s.hits[:0], s.asked)
	unread, end := 0, 0
	for _, h := range s.hits {
		switch d := demand(h.ID); {
		case d != unreadable && d != wantBrief:
			n++
			if s.meets(d) {
				kept++
			}
		case h.From >= end && s.isOrder(h.From) && (d == unreadable || s.meets(d)):
			unread++
			end = h.To
		}
	}
	told := 0.2 * half(float64(len(s.asked)), 100)
	if unread > 0 {
		told = 0.25 + 0.15*float64(min(unread, 3))
	}
	switch {
	case n == 0:
		return told
	case kept == float64(n):
		return 1
	default:
		return max(0.6*kept/float64(n), 0.5*told)
	}
}

// orderWords is how many words from either end of a prompt an order stands: between them lies what is worked on.
const orderWords = 80

// isOrder says that a word of the prompt stands where orders do.
func (s *scan) isOrder(word int) bool {
	return word < orderWords || word >= len(s.asked)-orderWords
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
	wantBrief
	// unreadable are limits that only a reader can check.
	unreadable
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
		wantBrief:    "(be|brief and|short and|more|very|keep it|as) (brief|concise|succinct|short); (shorten|shorter); (short|brief|quick|concise) (answer|reply|response|summary|version|description)",
		unreadable:   unreadables,
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
	case wantBrief:
		return s.fields <= briefWords
	case unreadable:
		return false
	case wantEmoji:
		return s.marks.emoji > 0
	default:
		return s.speaks(languages[d-wantLanguage])
	}
}

// briefWords is the number of words up to which an answer is brief.
const briefWords = 120

// unreadables are the words by which prompts state limits of content, tone and form.
const unreadables = "(do not|don't) (use|include|write|mention|add|give|repeat|explain|change|recreate|make|forget|print|put|say|start|create|provide|type|reply); not to (use|include|mention|leave|change|repeat); " +
	"without (any|using|changing|mentioning|identifying|including|repeating|adding|losing|the); avoid; avoiding; only (use|include|output|print|give|show|return|write|answer|reply|respond|provide|one|with); just (give|show|print|write|return|the); " +
	"must (be|include|contain|have|use|not|start|end); should (be|include|contain|have|not|only|start|end|use); make sure; ensure; be sure to; be careful; include a; include the; " +
	"limit (it|the|your|to); keep (it|the|them|your) [as]; in the (style|tone|voice|form|format) of; (style|tone) of; (formal|casual|friendly|professional|polite|respectful|funny|neutral) (tone|style|way|manner); " +
	"(first|second|third) person; (past|present|future) tense; (start|starts|begin|begins|end|ends) (with|by); rhyme[s]; rhyming; be (specific|creative|unbiased|detailed|as); focus on; emphasize; more (focus|emphasis); " +
	"word (limit|count); lowercase; uppercase; (this|following|given|same) format; exactly; nothing (else|more); make (every|each|all|them|it); with (a|an) (theme|focus|emphasis); theme; take into (account|consideration); convey; incorporate; cite; can only; cannot be; maximum; minimum; at (least|most); explain your; use the (words|word|following); " +
	"ohne; nur; nicht mehr als; im stil; sin (usar|incluir); solo; sólo; evita; en el estilo; sans (utiliser|inclure); seulement; évite[z]; dans le style; sem (usar|incluir); apenas; somente; evite; no estilo"
