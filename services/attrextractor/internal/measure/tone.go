package measure

// formality is one half in an answer of even tone; formal phrases and long words raise it, casual phrases,
// contractions, exclamation marks and speaking to the reader lower it.
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
	return 0.51 + 0.07*up - 0.07*down + 0.08*long - 0.01*s.rate(s.count(cueYou))
}

// usualWord is the mean length of words in answers of even tone, in bytes.
const usualWord = 4.9

// warmth is the rate of friendly phrases and exclamation marks, present from 0.55 in 100 words. Friendly phrases count half
// as much between as where an answer turns to its reader, in its first and last words. Obliging phrases count a quarter
// and a first word such as "sure" a fifth: they are a habit. A first word of praise counts nearly one. Words of feeling
// and speaking to the reader count a little.
func warmth(s *scan) float64 {
	n := s.addressed(cueWarm) + 0.25*s.count(cueOblige) + 0.2*float64(min(s.marks.exclaims, 4)) + 0.5*float64(s.marks.emoji)
	n += 0.04 * s.count(cueKind)
	if len(s.words) > 0 {
		n += openers[s.words[0].Text]
	}
	return half(s.rate(n)+min(0.02*s.rate(s.count(cueYou)), 0.1), 0.55)
}

// edgeWords is how many words from either end an answer speaks to its reader rather than of its subject.
const edgeWords = 40

// addressed counts a cue, with half of its weight where only its subject may be meant.
func (s *scan) addressed(c cue) float64 {
	t := s.cues[c]
	if t.n == 0 {
		return 0
	}
	n := 0.5 * float64(t.n)
	if t.first < edgeWords {
		n += 0.5
	}
	if t.last >= len(s.words)-edgeWords && (t.n > 1 || t.first >= edgeWords) {
		n += 0.5
	}
	return n
}

// openers are friendly first words.
var openers = map[string]float64{
	"sure": 0.2, "certainly": 0.2, "absolutely": 0.2, "gladly": 0.3, "gerne": 0.3, "claro": 0.2,
	"great": 0.8, "excellent": 0.8, "wonderful": 0.8, "awesome": 0.8, "fantastic": 0.8, "yay": 0.8,
}

// humour is the rate of phrases of joking, present from 0.6 in 100 words; an answer to a request for something funny has
// one more. Playful words, mock outcries, casual speech and dropped letters order answers below that: weighed per 100
// words, at most to a half of what makes it present.
func humour(s *scan) float64 {
	n := s.rate(s.count(cueJoke))
	if s.asksForFun() && s.cues[cueApology].n == 0 {
		n += 0.6
	}
	play := 0.2*s.count(cueSilly) + 0.03*s.count(cueCasual) + 0.05*float64(s.marks.exclaims) + 0.1*float64(s.marks.dropped)
	return half(n+min(s.rate(play), 1)*0.3, 0.6)
}

// asksForFun says that the request asks for something funny.
func (s *scan) asksForFun() bool {
	for i := range s.asked {
		if _, ok := fun.ID(s.asked[i].Text); ok {
			return true
		}
	}
	return false
}

var fun = vocabularyOf("joke jokes funny funnier humor humour humorous humourous hilarious comedy comedic satire satirical parody sarcastic sarcastically witty limerick puns roast silly " +
	"witz witze lustig lustige chiste chistes gracioso blague blagues drôle piada piadas engraçado 笑话")

// hedging is the rate of phrases that limit how sure a statement is, and a quarter of those that only say that it does not
// always hold. Present from 1.2 in 100 words.
func hedging(s *scan) float64 { return half(s.rate(s.count(cueHedge)+0.25*s.count(cueVague)), 1.2) }

// directness falls with each preamble, apology, filler, offer of further help and hedge, with words of emphasis and with a
// last paragraph that only rounds off: 1 is a bare statement.
func directness(s *scan) float64 {
	if len(s.words) == 0 {
		return 0
	}
	n := 0.7*s.count(cueFiller) + 2*s.count(cueApology)
	if t := s.cues[cueLetMeKnow]; t.n > 0 && t.last*10 >= len(s.words)*7 {
		n++
	}
	if s.leadsIn() {
		n++
	}
	if s.opens(cueOpener) {
		n += 0.6
		if s.open.atOnce() {
			n -= 0.2
		}
	}
	if !s.opens(cueYesNo) {
		n += float64(min(s.open.lead, openingWords)) / 120
	}
	n += 0.8*s.rate(s.count(cueWarm)) + 0.05*s.rate(s.count(cueHedge)) + 0.1*s.rate(s.count(cueFlourish)) + 0.5*s.roundsOff() + float64(min(len(s.words), 600))/1000
	return 1 / (1 + 0.12*n)
}

// roundsOff grades whether the last paragraph adds nothing: 1 when it begins as such paragraphs do, less for other
// paragraphs of prose behind a list or code.
func (s *scan) roundsOff() float64 {
	n := len(s.lines)
	if n < 3 || s.last() == "" {
		return 0
	}
	l := &s.lines[n-1]
	if l.kind != plain || l.to-l.from < 10 {
		return 0
	}
	if idle[s.words[l.from].Text] {
		return 1
	}
	return 0.5 * s.closing()
}

// idle are words that last paragraphs begin with which only round off.
var idle = set("by overall ultimately remember with i hope feel let please keep thank thanks enjoy good these")
