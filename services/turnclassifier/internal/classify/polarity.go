package classify

// pole is the direction in which a concept points.
type pole uint8

const (
	noPole pole = iota
	good        // praise, thanks, success
	blame       // wrong, bad, broken
	wish        // about length, form, tone
	polesCount
)

// poleOf gives each concept of the lexicon its pole.
var poleOf = polesByConcept()

func polesByConcept() []pole {
	out := make([]pole, len(words.Names()))
	for p, names := range map[pole][]string{
		good:  {"thanks", "praise", "works", "understood", "takeup", "goodface"},
		blame: {"wrong", "notasked", "bad", "notwork", "confused", "badface", "refusal", "doubt", "sarcasm"},
		wish:  {"toolong", "tooshort", "form", "tone", "simpler", "fix", "rephrase", "revise"},
	} {
		for _, n := range names {
			if id := words.ID(n); id >= 0 {
				out[id] = p
			}
		}
	}
	return out
}

// polarity sums up the phrases of a reaction.
type polarity struct {
	// plain counts phrases that nothing turns, by pole; turned those with a scope.
	plain, turned [polesCount]int
	first, last   pole
	but           bool
	// after is the pole of what stands first after the last "but".
	after pole
}

func polarityOf(r *reading) polarity {
	var p polarity
	for i := range r.turns {
		for _, h := range r.turns[i].hits {
			if h.Concept == idBut && h.scope&quoted == 0 {
				p.but, p.after = true, noPole
			}
			k := poleOf[h.Concept]
			if k == noPole || r.turns[i].inside(h) {
				continue
			}
			if h.scope != 0 {
				p.turned[k]++
				continue
			}
			p.plain[k]++
			if p.first == noPole {
				p.first = k
			}
			p.last = k
			if p.but && p.after == noPole {
				p.after = k
			}
		}
	}
	return p
}

// none says that no phrase points anywhere.
func (p *polarity) none() bool {
	return p.plain[good]+p.plain[blame]+p.plain[wish] == 0
}

// code is the summary as a number.
func (p *polarity) code() uint64 {
	var c uint64
	for k := good; k < polesCount; k++ {
		c = c*3 + uint64(min(p.plain[k], 2))
	}
	return c
}
