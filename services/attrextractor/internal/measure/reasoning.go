package measure

// alternatives is present from one phrase that offers another way or weighs ways.
func alternatives(s *scan) float64 { return half(s.count(cueAlternative), 1) }

// analogy is present from one comparison with something familiar in a short answer; long ones need more,
// because "like a" is common in stories.
func analogy(s *scan) float64 {
	return half(s.rate(s.count(cueAnalogy)), 0.4)
}

// definitions is present from two phrases that say what a term means; a bold term with a colon behind it counts a fifth.
func definitions(s *scan) float64 {
	n := s.count(cueDefine)
	for i := range s.lines {
		if s.lines[i].bold && s.lines[i].kind != heading {
			n += 0.2
		}
	}
	return half(n, 2)
}

// example is present from one phrase that announces an example.
func example(s *scan) float64 { return half(s.count(cueExample), 1) }

// explainsWhy is the rate of phrases that give a reason, present from 0.6 in 100 words.
func explainsWhy(s *scan) float64 { return half(s.rate(s.count(cueReason)), 0.6) }

// sources counts links, numbered references, years in brackets and phrases that name a source; present from two of
// them, of which a link and a list of sources count twice.
func sources(s *scan) float64 {
	m := s.marks
	return half(s.count(cueSource)+2*s.count(cueSourceLine)+float64(2*m.links+m.refs+m.years), 2)
}

// summary is present when a phrase that sums up stands in the first tenth or the second half of the answer:
// in between it mostly belongs to the subject.
func summary(s *scan) float64 {
	words := len(s.words)
	best := 0.0
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
