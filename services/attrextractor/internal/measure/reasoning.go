package measure

import "strings"

// alternatives is present from one phrase that offers another way or weighs ways, or a title that does; what is only put
// beside something counts a third. Words of choosing ("or", "options", "if you prefer") order answers below that: per 100
// words a tenth each, at most a half together.
func alternatives(s *scan) float64 {
	n := s.count(cueAlternative) + 0.35*s.count(cueInstead) + min(0.1*s.rate(s.count(cueChoice)), 0.5)
	for i := range s.lines {
		l := &s.lines[i]
		if (l.kind == heading || l.bold) && l.from < l.to && otherWay[s.words[l.from].Text] {
			n++
		}
	}
	return half(n, 1)
}

// otherWay are first words of titles over other ways.
var otherWay = set("alternative alternatives alternativen alternativa alternativas")

// analogy is present from one comparison with something familiar in a short answer; long ones need more,
// because "like a" is common in stories.
func analogy(s *scan) float64 {
	return half(s.rate(s.count(cueAnalogy)), 0.4)
}

// example is present from one phrase that announces an example.
func example(s *scan) float64 { return half(s.count(cueExample), 1) }

// explainsWhy is the rate of phrases that give a reason, and a third of those that give a purpose or a contrast.
// Present from 0.8 in 100 words.
func explainsWhy(s *scan) float64 {
	return half(s.rate(s.count(cueReason)+0.35*s.count(cuePurpose)), 0.8)
}

// sources counts links, numbered references, years in brackets and phrases that name a source; present from two of
// them, of which a link and a list of sources count twice. Links that the request holds are no sources. Words of research
// order answers below that: a tenth each, at most a half together.
func sources(s *scan) float64 {
	m := s.marks
	n := s.count(cueSource) + 2*s.count(cueSourceLine) + float64(2*s.newLinks()+m.refs+m.years)
	return half(n+min(0.1*s.count(cueRefer), 0.5), 2)
}

// newLinks is how many links the prompt does not have.
func (s *scan) newLinks() int {
	if s.marks.links == 0 || !strings.Contains(s.in.Prompt, "://") {
		return s.marks.links
	}
	n := 0
	for i := range s.lines {
		rest := s.lines[i].text
		for {
			at := strings.Index(rest, "http")
			if at < 0 {
				break
			}
			link := rest[at:]
			if end := strings.IndexAny(link, " \t>)]\"*"); end > 0 {
				link = link[:end]
			}
			if strings.Contains(link, "://") && !strings.Contains(s.in.Prompt, link) {
				n++
			}
			rest = rest[at+len(link):]
		}
	}
	return n
}

// summary is present when a phrase that sums up stands in the first tenth or the second half of the answer:
// in between it mostly belongs to the subject. Without such a phrase the last paragraph is looked at.
func summary(s *scan) float64 {
	words := len(s.words)
	best := s.closing()
	for _, c := range [...]cue{cueSummary, cueSumUp} {
		t := s.cues[c]
		if t.n == 0 {
			continue
		}
		switch {
		case t.last*2 >= words:
			best = max(best, 0.9)
		case t.first*10 <= words:
			best = max(best, 0.7)
		default:
			best = max(best, 0.3)
		}
	}
	return best
}

// closing grades how much the last paragraph rounds the answer off: it begins as conclusions do ("by following these",
// "therefore"), it takes up the whole ("these", "this"), or it follows a list or code and is more than a line.
func (s *scan) closing() float64 {
	n := len(s.lines)
	if n < 3 {
		return 0
	}
	l := &s.lines[n-1]
	if l.kind != plain || l.to-l.from < 12 || s.last() == "" || l.from*3 < len(s.words) {
		return 0
	}
	before := s.lines[n-2].kind
	after := before == bullet || before == numbered || before == row || len(s.blocks) > 0 && s.blocks[len(s.blocks)-1].after == n-1
	first := s.words[l.from].Text
	switch {
	case concludes[first] && after, strings.HasSuffix(first, "ing") && after:
		return 0.6
	case concludes[first]:
		return 0.5
	case takesUp[first]:
		return 0.35
	case after:
		return 0.2
	default:
		return 0.1
	}
}

// concludes are words that paragraphs begin with which draw a conclusion, takesUp those that look back on what was said.
var (
	concludes = set("by therefore thus so hence using with through throughout despite together understanding")
	takesUp   = set("these this in the all")
)
