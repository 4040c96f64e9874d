package evaluate

import (
	"math"
	"slices"

	"github.com/gpa-stream/gpa/services/ruleminer"
)

// naive is what one would write first: counts since the beginning, a z-test of two shares for every question, and
// Benjamini-Hochberg over each kind of question, after every day. It knows nothing of strata, of users who come back,
// of unsure labels, of time, or of looking often.
type naive struct {
	s Scenario
	// n and sat count judgements by group and intent; with and satWith those of answers that have the aspect.
	n, sat, with, satWith []float64
}

func newNaive(s Scenario) *naive {
	cells := len(s.Groups) * s.Intents
	return &naive{
		s: s, n: make([]float64, cells), sat: make([]float64, cells),
		with: make([]float64, cells*s.Aspects), satWith: make([]float64, cells*s.Aspects),
	}
}

func (v *naive) add(o *ruleminer.Observation, group, intent int, present []bool) {
	at := group*v.s.Intents + intent
	sat := 0.0
	if o.Label == ruleminer.SAT {
		sat = 1
	}
	v.n[at]++
	v.sat[at] += sat
	for a, has := range present {
		if has {
			v.with[at*v.s.Aspects+a]++
			v.satWith[at*v.s.Aspects+a] += sat
		}
	}
}

// test is the estimate and squared standard error of the effect of an aspect.
func (v *naive) test(group, intent, aspect int) (estimate, variance float64, ok bool) {
	at := group*v.s.Intents + intent
	n1, s1 := v.with[at*v.s.Aspects+aspect], v.satWith[at*v.s.Aspects+aspect]
	n0, s0 := v.n[at]-n1, v.sat[at]-s1
	if n1 < 30 || n0 < 30 {
		return 0, 0, false
	}
	p1, p0 := s1/n1, s0/n0
	variance = p1*(1-p1)/n1 + p0*(1-p0)/n0
	return p1 - p0, variance, variance > 0
}

// claim is an answer to a question: the sign of z is its direction.
type claim struct {
	q    question
	z, p float64
}

// published are the claims that pass, preferences and divergences each as a family at that level.
func (v *naive) published(alpha float64) []claim {
	var alone, apart []claim
	groups := len(v.s.Groups)
	for d := range v.s.Intents {
		for a := range v.s.Aspects {
			for g := range groups {
				e, se2, ok := v.test(g, d, a)
				if !ok {
					continue
				}
				alone = append(alone, newClaim(question{d, g, -1, a, false}, e, se2))
				for other := g + 1; other < groups; other++ {
					if f, sf2, ok := v.test(other, d, a); ok {
						apart = append(apart, newClaim(question{d, g, other, a, false}, e-f, se2+sf2))
					}
				}
			}
		}
	}
	m := v.s.Intents * v.s.Aspects * groups
	return append(benjaminiHochberg(alone, m, alpha), benjaminiHochberg(apart, m*(groups-1)/2, alpha)...)
}

func newClaim(q question, estimate, variance float64) claim {
	z := estimate / math.Sqrt(variance)
	return claim{q: q, z: z, p: math.Erfc(math.Abs(z) / math.Sqrt2)}
}

func benjaminiHochberg(claims []claim, m int, alpha float64) []claim {
	slices.SortFunc(claims, func(a, b claim) int {
		switch {
		case a.p < b.p:
			return -1
		case a.p > b.p:
			return 1
		}
		return 0
	})
	for k := len(claims); k > 0; k-- {
		if claims[k-1].p <= alpha*float64(k)/float64(m) {
			return claims[:k]
		}
	}
	return nil
}
