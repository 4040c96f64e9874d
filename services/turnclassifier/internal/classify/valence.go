package classify

import (
	"math"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

// The weights of Valence, those that VADER (Hutto and Gilbert 2014) found for English.
const (
	valenceNegated = -0.74
	valenceBooster = 0.293
	valenceShouted = 0.733
	valenceMark    = 0.292
	valenceMarks   = 4
	valenceBefore  = 0.5 // what stands before "but"
	valenceAfter   = 1.5
	valenceHit     = 2 // a phrase of praise or blame
	valenceEven    = 15
	valenceClear   = 0.05
)

// boosters make the phrase behind them stronger.
var boosters = map[string]bool{
	"very": true, "really": true, "so": true, "totally": true, "absolutely": true, "completely": true, "extremely": true, "super": true,
	"sehr": true, "echt": true, "wirklich": true, "total": true, "muy": true, "tres": true, "vraiment": true, "muito": true, "很": true, "太": true,
}

// Valence judges by a lexicon with rules for negation, emphasis and "but", after VADER: the second baseline that a model
// has to beat.
func Valence(in Input) Label {
	var sum float64
	var m memory
	for i, text := range in.Reaction {
		t := m.turn(i, text, maxTokens)
		sum += t.valence()
	}
	switch compound := sum / math.Sqrt(sum*sum+valenceEven); {
	case compound >= valenceClear:
		return SAT
	case compound <= -valenceClear:
		return DSAT
	}
	return Neutral
}

func (t *turn) valence() float64 {
	but := -1
	for _, h := range t.hits {
		if h.Concept == idBut {
			but = h.From
		}
	}
	var sum float64
	for _, h := range t.hits {
		var v float64
		switch poleOf[h.Concept] {
		case good:
			v = valenceHit
		case blame:
			v = -valenceHit
		default:
			continue
		}
		if h.From > 0 && boosters[t.tokens[h.From-1].Text] {
			v += math.Copysign(valenceBooster, v)
		}
		if t.tokens[h.From].Upper {
			v += math.Copysign(valenceShouted, v)
		}
		if h.scope&negated != 0 {
			v *= valenceNegated
		}
		switch {
		case but < 0:
		case h.From < but:
			v *= valenceBefore
		default:
			v *= valenceAfter
		}
		sum += v
	}
	marks := 0
	for _, k := range t.tokens {
		if k.Kind == tokens.Mark && k.Text == "!" {
			marks++
		}
	}
	if sum != 0 {
		sum += math.Copysign(valenceMark*float64(min(marks, valenceMarks)), sum)
	}
	return sum
}
