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

// warmth is the rate of friendly phrases and exclamation marks, present from 0.6 in 100 words. Obliging phrases
// count a third and a first word such as "sure" a fifth: they are a habit. A first word of praise counts nearly one.
func warmth(s *scan) float64 {
	n := s.count(cueWarm) + 0.35*s.count(cueOblige) + 0.3*float64(min(s.marks.exclaims, 6)) + 0.5*float64(s.marks.emoji)
	if len(s.words) > 0 {
		n += openers[s.words[0].Text]
	}
	return half(s.rate(n), 0.6)
}

// openers are friendly first words.
var openers = map[string]float64{
	"sure": 0.2, "certainly": 0.2, "absolutely": 0.2, "gladly": 0.3, "gerne": 0.3, "claro": 0.2,
	"great": 0.8, "excellent": 0.8, "wonderful": 0.8, "awesome": 0.8, "fantastic": 0.8, "yay": 0.8,
}

// humour is the rate of phrases of joking, present from 0.6 in 100 words.
func humour(s *scan) float64 { return half(s.rate(s.count(cueJoke)), 0.6) }

// hedging is the rate of phrases that limit how sure a statement is, and a quarter of those that only say that it does not
// always hold. Present from 1.2 in 100 words.
func hedging(s *scan) float64 { return half(s.rate(s.count(cueHedge)+0.25*s.count(cueVague)), 1.2) }

// directness falls with each preamble, apology, filler, offer of further help and hedge: 1 is a bare statement.
func directness(s *scan) float64 {
	if len(s.words) == 0 {
		return 0
	}
	n := s.count(cueFiller) + 2*s.count(cueApology)
	if t := s.cues[cueLetMeKnow]; t.n > 0 && t.last*10 >= len(s.words)*7 {
		n++
	}
	if s.leadsIn() {
		n++
	}
	if s.opens(cueOpener) {
		n += 0.4
		if s.open.atOnce() {
			n -= 0.2
		}
	}
	if !s.opens(cueYesNo) {
		n += float64(min(s.open.lead, openingWords)) / 80
	}
	n += 0.5*s.rate(s.count(cueWarm)) + 0.1*s.rate(s.count(cueHedge))
	return 1 / (1 + 0.25*n)
}
