package measure

import "strings"

// alternatives is present from one phrase that offers another way or weighs ways; what is only put beside something
// counts a third.
func alternatives(s *scan) float64 { return half(s.count(cueAlternative)+0.35*s.count(cueInstead), 1) }

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
// them, of which a link and a list of sources count twice.
func sources(s *scan) float64 {
	m := s.marks
	return half(s.count(cueSource)+2*s.count(cueSourceLine)+float64(2*m.links+m.refs+m.years), 2)
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
