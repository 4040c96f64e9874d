package measure

import (
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"
)

// opens says that the response begins with that cue.
func (s *scan) opens(c cue) bool { return s.cues[c].n > 0 && s.cues[c].first == 0 }

// answerFirst looks at the opening: an answer, or a line that announces it, not a preamble, a title, a question or
// background. What answers at once (yes, no, "the answer is") or in a few words counts most; words before the line
// that announces the answer count against it.
func answerFirst(s *scan) float64 {
	if len(s.words) == 0 {
		if len(s.blocks) > 0 {
			return 0.8
		}
		return 0
	}
	v := 0.6
	first := s.sentence()
	direct := s.opens(cueYesNo)
	if direct {
		v += 0.2
	}
	if !direct && !s.open.atOnce() && s.echo(first) >= 0.5 && !s.opens(cueOpener) {
		direct = true // It takes the question up and answers it in one sentence.
		v += 0.1
	}
	switch n := len(first); {
	case s.open.atOnce():
		v += 0.1
	case s.open.announced && direct:
		v -= float64(s.open.lead) / 400
	case s.open.announced, s.open.lead > 15 && !direct:
		v -= 0.05 + float64(min(s.open.lead, openingWords))/200
	case s.opens(cueOpener):
		v -= 0.3
	case n <= 12:
		v += 0.15
	}
	if len(first) > 30 {
		v -= 0.1
	}
	if s.leadsIn() {
		v -= 0.3
	}
	if s.cues[cueApology].n > 0 && s.cues[cueApology].first < len(first) {
		v -= 0.3
	}
	if s.cues[cueFiller].n > 0 && s.cues[cueFiller].first < len(first) {
		v -= 0.15
	}
	if s.lines[0].kind == heading {
		v -= 0.4
	}
	if strings.HasSuffix(s.lines[0].text, "?") {
		v -= 0.3
	}
	return v
}

// followUpQuestion is present when the response ends with a question; an invitation to ask counts, but not as present.
func followUpQuestion(s *scan) float64 {
	last := s.last()
	if strings.HasSuffix(last, "?") || strings.HasSuffix(last, "？") {
		return 1
	}
	t := s.cues[cueLetMeKnow]
	if t.n == 0 {
		return 0
	}
	tail := s.lines[len(s.lines)-1]
	switch {
	case t.last < tail.from:
		return 0.1
	case strings.ContainsAny(tail.text, "?？"):
		return 0.8
	default:
		return 0.4
	}
}

// restatesRequest looks at the first sentence, or at the one that announces the answer: phrases that take up the request,
// an aim or a deed named first ("to sort the list, …"), how much the announcement says, and the share of its content words
// that the prompt has too. An announcement behind a paragraph counts half.
func restatesRequest(s *scan) float64 { return s.restated }

func (s *scan) restatement() float64 {
	first := s.sentence()
	if len(first) == 0 {
		return 0
	}
	v := 0.0
	if t := s.cues[cueRestate]; t.n > 0 && t.first < len(first) {
		v = 0.55
	}
	if w := first[0].Text; w == "to" || w == "um" || w == "para" || w == "pour" {
		v = max(v, 0.3)
	}
	o := s.open
	if o.announced && o.lead < 20 {
		v = max(v, 0.4+0.02*float64(min(o.to-o.from, 15)))
		return clamp(v + 0.6*s.echo(s.words[o.from:o.to]))
	}
	echo := s.echo(first)
	if o.announced {
		v = max(v, 0.2+0.01*float64(min(o.to-o.from, 15)))
		echo = max(echo, s.echo(s.words[o.from:o.to]))
	}
	return clamp(v + 0.6*echo)
}

// echo is the share of content words of the first sentence that the prompt has; 0 for sentences with fewer than four.
func (s *scan) echo(first []phrase.Word) float64 {
	s.content = s.content[:0]
	for i := range s.asked {
		if isContent(&s.asked[i]) {
			s.content = append(s.content, s.asked[i].Text)
		}
	}
	asked := func(word string) bool { return slices.Contains(s.content, word) }
	if len(s.content) > fewAsked {
		set := make(map[string]bool, len(s.content))
		for _, w := range s.content {
			set[w] = true
		}
		asked = func(word string) bool { return set[word] }
	}
	n, shared := 0, 0
	for i := range first {
		if !isContent(&first[i]) {
			continue
		}
		n++
		if asked(first[i].Text) {
			shared++
		}
	}
	if n < 4 {
		return 0
	}
	return float64(shared) / float64(n)
}

// fewAsked is how many words are faster looked through than put into a map.
const fewAsked = 32

// isContent leaves out the short words that every text has.
func isContent(w *phrase.Word) bool {
	if w.Shape&phrase.Ideograph != 0 {
		return true
	}
	if len(w.Text) <= 3 {
		return false
	}
	_, stops := stopWords.ID(w.Text)
	return !stops
}

var stopWords = vocabularyOf("that this with from have will your about which there their they what when where been would could should into some such than then them these those " +
	"also more most other only over very just like make made here does each both many much must need using used well were being because while after before between " +
	"eine einen einer nicht sich auch wird sind oder para como esta este pero más porque pour dans avec sont cette être mais plus")
