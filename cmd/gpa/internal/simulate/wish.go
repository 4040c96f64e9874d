package simulate

import (
	"math"
	"math/rand/v2"
)

// wishedFrom is the smallest effect that makes a user say something.
const wishedFrom = 0.04

// wish is what a user would have liked to be different: the index of an aspect of the intent and its direction.
// Small chances add wishes that no planted preference explains, as real users have.
func (p *plan) wish(rng *rand.Rand, intent int, sc *scene) (aspect int, more, ok bool) {
	in := &p.intents[intent]
	if rng.Float64() >= p.s.Reactions.Wish || sc.wrong || len(in.aspects) == 0 {
		return 0, false, false
	}
	sum := 0.0
	for i := range in.aspects {
		sum += sc.regret(i)
	}
	if sum == 0 || rng.Float64() < 0.08 {
		if sum == 0 && rng.Float64() < 0.8 {
			return 0, false, false
		}
		i := rng.IntN(len(in.aspects))
		return i, sc.present&(1<<i) == 0, true
	}
	x := rng.Float64() * sum
	for i := range in.aspects {
		if x -= sc.regret(i); x < 0 {
			return i, sc.present&(1<<i) == 0, true
		}
	}
	return 0, false, false
}

// regret is how much the user misses an aspect that is not there, or minds one that is.
func (sc *scene) regret(i int) float64 {
	e := sc.effects[i]
	if math.Abs(e) < wishedFrom || (e > 0) == (sc.present&(1<<i) != 0) {
		return 0
	}
	return math.Abs(e)
}
