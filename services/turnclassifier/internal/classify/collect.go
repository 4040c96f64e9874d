package classify

import (
	"math"
	"slices"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/linear"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

// phrases adds the concepts found, with their scopes, order and sums.
func (c *collected) phrases(r *reading) {
	for i := range r.turns {
		t := &r.turns[i]
		var lead []int
		for n, h := range t.hits {
			at := place{int32(i), int32(h.From), int32(h.To)}
			key := uint64(h.Concept)<<5 | uint64(h.scope)
			if t.inside(h) {
				c.add(concepts, tConcept, key, 0.2, at)
				continue
			}
			c.add(concepts, tConcept, key, 1, at)
			if t.clause[h.From] == 0 {
				c.add(concepts, tConceptFirst, key, 0.7, at)
			}
			if t.clause[h.From] == t.clause[len(t.clause)-1] {
				c.add(concepts, tConceptLast, key, 0.5, at)
			}
			if p := poleOf[h.Concept]; p != noPole {
				c.add(poles, tPole, uint64(p)<<5|uint64(h.scope), 0.7, at)
			}
			if n < 3 && h.scope == 0 {
				lead = append(lead, h.Concept)
			}
		}
		for a := range lead {
			for b := a + 1; b < len(lead); b++ {
				c.add(concepts, tConceptPair, uint64(lead[a])<<8|uint64(lead[b]), 0.7, place{})
			}
		}
	}
	p := &c.polarity
	nowhere := place{}
	c.add(poles, tPoles, p.code(), 1, nowhere)
	c.add(poles, tPoles, 100+uint64(p.first)*4+uint64(p.last), 1, nowhere)
	if p.but {
		c.add(poles, tPoles, 200+uint64(p.first)*4+uint64(p.after), 1, nowhere)
	}
	if p.none() && p.turned[good]+p.turned[blame] > 0 {
		c.add(poles, tPoles, 300+uint64(min(p.turned[good], 1))*2+uint64(min(p.turned[blame], 1)), 1, nowhere)
	}
}

// shape adds how the reaction is written.
func (c *collected) shape(r *reading) {
	var count, marks, bangs, upper, long int
	nowhere := place{}
	code := false
	for i := range r.turns {
		t := &r.turns[i]
		for n := range t.tokens {
			k := &t.tokens[n]
			switch {
			case k.Kind == tokens.Han || k.Kind == tokens.Word || k.Kind == tokens.Number:
				count++
				long++
				if k.Upper && len(k.Text) > 2 {
					upper++
				}
			case k.Text == "?":
				marks++
			case k.Text == "!":
				bangs++
			}
		}
		code = code || t.code
	}
	size := uint64(steps(count, 1, 2, 3, 5, 9, 16))
	c.add(shape, tLength, size, 1, nowhere)
	c.add(shape, tLength, 20+uint64(min(len(r.turns), 3)), 0.5, nowhere)
	c.add(shape, tMark, uint64(min(marks, 2)), 1, nowhere)
	c.add(shape, tMark, 10+uint64(min(bangs, 2)), 1, nowhere)
	if upper >= 2 && upper*2 > long {
		c.add(shape, tMark, 20, 1, nowhere)
	}
	if code {
		c.add(shape, tMark, 21, 1, nowhere)
	}
	if len(r.turns) == 0 {
		return
	}
	last := r.turns[len(r.turns)-1]
	asks := uint64(0)
	if isQuestion(last.tokens) {
		asks = 1
	}
	c.add(shape, tMark, 30+asks, 0.7, nowhere)
	c.add(shape, tPair, c.polarity.code()<<8|asks<<4|size/2, 0.7, nowhere)
	if len(last.tokens) > 0 {
		c.add(shape, tStart, linear.Hash(1, last.tokens[0].Text), 0.5, place{int32(len(r.turns) - 1), 0, 1})
	}
}

// context adds how the reaction stands to what was asked and answered.
func (c *collected) context(r *reading) {
	nowhere := place{}
	m := c.memory
	var bags [maxTurns]bag
	code := false
	for i := range r.turns {
		bags[i] = m.bag(r.turns[i].tokens, r.turns[i].notes)
		code = code || r.turns[i].code
	}
	said, prompt, answered := m.join(bags[:len(r.turns)]), m.bag(r.prompt, r.promptNotes), m.bag(r.head, r.headNotes)
	asked := shared(said, prompt)
	c.again = likeness(asked, said, prompt)
	for _, e := range r.earlier {
		b := m.bag(e, m.note(m.number(e)))
		c.again = max(c.again, 0.9*likeness(shared(said, b), said, b))
	}
	// Going on and choosing repeat themselves without asking again.
	if last := len(r.turns) - 1; last >= 0 {
		c.goesOn, c.chooses = goesOn(&r.turns[last]), chooses(&r.turns[last])
		if c.goesOn || c.chooses {
			c.again = 0
		}
	}
	c.whole = len(prompt.members) >= 8 && part(asked, prompt) >= 0.9
	kind := min(int(c.polarity.last), 3)
	again := uint64(steps(int(100*c.again), 10, 25, 40, 55, 75, 95))
	c.add(context, tAgain, again, 2, nowhere)
	c.add(context, tAgain, 20+again<<8|uint64(kind), 2, nowhere)
	c.add(context, tShare, uint64(steps(int(100*part(asked, said)), 1, 20, 40, 60, 80)), 0.7, nowhere)
	c.add(context, tShare, 20+uint64(steps(int(100*part(asked, prompt)), 1, 20, 40, 60, 80)), 0.7, nowhere)
	c.add(context, tShare, 40+uint64(steps(int(100*part(shared(said, answered), said)), 1, 20, 40, 60, 80)), 0.7, nowhere)
	c.add(context, tPosition, uint64(steps(r.position, 1, 2, 3)), 0.5, nowhere)
	opening := c.opening(r)
	for i, on := range []bool{
		r.response.code, r.response.list, r.response.asks, r.response.offers, r.response.refuses, r.response.sorry, r.response.failed, r.response.done,
		r.asked.code, r.asked.asks, r.asked.failed, code && r.response.code, code && r.asked.code,
	} {
		if !on {
			continue
		}
		c.add(context, tFact, uint64(i), 0.5, nowhere)
		c.add(context, tFact, 100+uint64(i)<<8|uint64(kind), 0.7, nowhere)
		c.add(context, tFact, 100000+uint64(i)<<12|opening, 0.7, nowhere)
	}
	c.add(context, tFact, 50+uint64(r.response.length), 0.5, nowhere)
	for i, on := range c.clues(r) {
		if on {
			c.add(context, tClue, uint64(i), 2, nowhere)
			c.add(context, tClue, 50+uint64(i)<<8|uint64(kind), 1, nowhere)
		}
	}
}

var (
	idYes  = words.ID("yes")
	idNo   = words.ID("no")
	idAck  = words.ID("ack")
	idNext = words.ID("next")
)

// opening is what the last turn begins with: yes, no, ok, a next task, a request, or something else.
func (c *collected) opening(r *reading) uint64 {
	if len(r.turns) == 0 {
		return 0
	}
	last := &r.turns[len(r.turns)-1]
	for _, h := range last.hits {
		if h.From > 1 {
			break
		}
		switch h.Concept {
		case idYes, idNo, idAck, idNext, idTask:
			return uint64(h.Concept) + 2
		}
		if p := poleOf[h.Concept]; p != noPole {
			return 100 + uint64(p)
		}
	}
	return 1
}

// ngrams adds words, pairs and triples of words, and pieces of words.
func (c *collected) ngrams(r *reading) {
	total := 0
	for i := range r.turns {
		total += min(len(r.turns[i].tokens), 130)
	}
	if total == 0 {
		return
	}
	norm := float32(1 / math.Sqrt(float64(total)))
	for i := range r.turns {
		weight := norm
		if i < len(r.turns)-1 {
			weight *= 0.5
		}
		c.turnWords(i, &r.turns[i], 2*weight)
		c.turnPieces(i, &r.turns[i], weight)
	}
}

// middle says whether token k of n lies where words are no longer looked at one by one: people judge at the start and
// at the end, and paste in between.
func middle(k, n int) bool { return k >= 80 && k < n-50 }

func (c *collected) turnWords(i int, t *turn, weight float32) {
	features, places := slices.Grow(c.features, 3*len(t.tokens)+1), slices.Grow(c.places, 3*len(t.tokens)+1)
	one, two := weight*c.scales[unigrams], weight*c.scales[bigrams]
	three := weight * 0.7 * c.scales[bigrams]
	prev, before := uint64(1), uint64(1)
	for k := range t.tokens {
		if middle(k, len(t.tokens)) {
			continue
		}
		h := linear.Hash(5, t.tokens[k].Text)
		if t.quoted[k] {
			h = linear.Mix(h, 9)
		}
		from, pair := int32(k), linear.Mix(prev, h)
		features = append(features, feature(tUnigram<<8|uint64(unigrams), h, one), feature(tBigram<<8|uint64(bigrams), pair, two))
		places = append(places, place{int32(i), from, from + 1}, place{int32(i), max(from-1, 0), from + 1})
		if k > 0 {
			features = append(features, feature(tTrigram<<8|uint64(bigrams), linear.Mix(before, pair), three))
			places = append(places, place{int32(i), max(from-2, 0), from + 1})
		}
		before, prev = prev, h
	}
	if n := int32(len(t.tokens)); n > 0 {
		features = append(features, feature(tBigram<<8|uint64(bigrams), linear.Mix(prev, 2), two))
		places = append(places, place{int32(i), n - 1, n})
	}
	c.features, c.places = features, places
}

// Pieces of words: bytes from shortest to longest, with the ends marked.
const shortest, longest = 3, 5

func (c *collected) turnPieces(i int, t *turn, weight float32) {
	var buf [64]byte
	value := weight * c.scales[pieces]
	features, places := c.features, c.places
	for k := range t.tokens {
		tok := &t.tokens[k]
		if tok.Kind == tokens.Mark || len(tok.Text) > len(buf)-2 || middle(k, len(t.tokens)) {
			continue
		}
		buf[0] = '<'
		w := append(append(buf[:1], tok.Text...), '>')
		features = slices.Grow(features, (longest-shortest+1)*len(w))
		first := len(features)
		for from := 0; from+shortest <= len(w); from++ {
			h := uint64(14695981039346656037)
			for to := from; to < min(len(w), from+longest); to++ {
				h = (h ^ uint64(w[to])) * 1099511628211
				if to-from+1 >= shortest {
					features = append(features, feature(tPiece<<8|uint64(pieces), h, value))
				}
			}
		}
		at := place{int32(i), int32(k), int32(k + 1)}
		places = slices.Grow(places, len(features)-first)
		for range features[first:] {
			places = append(places, at)
		}
	}
	c.features, c.places = features, places
}

// answers adds words of the answer, and pairs of its kind with the user's words.
func (c *collected) answers(r *reading) {
	if len(r.head) > 0 {
		norm := float32(1 / math.Sqrt(float64(len(r.head))))
		prev := uint64(1)
		for _, tok := range r.head {
			h := linear.Hash(7, tok.Text)
			c.add(answer, tAnswer, h, 2*norm, place{})
			c.add(answer, tAnswerPair, linear.Mix(prev, h), norm, place{})
			prev = h
		}
	}
	if len(r.turns) == 0 {
		return
	}
	last := r.turns[len(r.turns)-1].tokens
	var kinds []uint64
	for i, on := range []bool{r.response.asks, r.response.sorry, r.response.failed, r.response.done, r.response.offers} {
		if on {
			kinds = append(kinds, uint64(i))
		}
	}
	norm := float32(1 / math.Sqrt(float64(len(last)+1)))
	for _, tok := range last {
		h := linear.Hash(11, tok.Text)
		for _, k := range kinds {
			c.add(crosses, tCross, linear.Mix(h, k), 2*norm, place{})
		}
	}
}
