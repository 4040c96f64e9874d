package measure

// formality is one half in an answer of even tone; formal phrases and long words raise it, casual phrases,
// contractions and exclamation marks lower it.
func formality(s *scan) float64 {
	if len(s.words) == 0 {
		return 0
	}
	bytes := 0
	for i := range s.words {
		bytes += len(s.words[i].Text)
	}
	long := float64(bytes)/float64(len(s.words)) - usualWord
	up := s.rate(s.count(cueFormal))
	down := s.rate(s.count(cueCasual) + float64(s.marks.contractions+s.marks.exclaims+2*s.marks.emoji))
	return 0.5 + 0.07*up - 0.07*down + 0.08*long
}

// usualWord is the mean length of words in answers of even tone, in bytes.
const usualWord = 4.9

// warmth is the rate of friendly phrases and exclamation marks, present from 0.8 in 100 words.
func warmth(s *scan) float64 {
	n := s.count(cueWarm) + 0.3*float64(min(s.marks.exclaims, 6)) + 0.5*float64(s.marks.emoji)
	return half(s.rate(n), 0.8)
}

// humour is the rate of phrases of joking, present from 0.6 in 100 words.
func humour(s *scan) float64 { return half(s.rate(s.count(cueJoke)), 0.6) }

// hedging is the rate of phrases that limit how sure a statement is, present from 1.2 in 100 words.
func hedging(s *scan) float64 { return half(s.rate(s.count(cueHedge)), 1.2) }

// directness falls with each preamble, apology, filler and hedge: 1 is a bare statement, below 0.85
// an answer beats about the bush.
func directness(s *scan) float64 {
	if len(s.words) == 0 {
		return 0
	}
	v := 1 - 0.18*s.rate(s.count(cueFiller)+1.5*s.count(cueApology)) - 0.05*s.rate(s.count(cueHedge))
	if s.opens(cueOpener) {
		v -= 0.15
	}
	return v - 0.1*s.restated
}
