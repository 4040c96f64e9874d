// Package expertise guesses how well a user knows the field, from the user's own words before the reaction.
//
// It is a small model over the words of a lexicon, and abstains when they say little. It never looks at the reaction
// that is judged, so that the group does not depend on the outcome.
package expertise

import (
	_ "embed"
	"math"
	"sync"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/lexicon"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

// The levels.
const (
	Novice       = "novice"
	Intermediate = "intermediate"
	Expert       = "expert"
	Abstain      = "abstain"
)

//go:embed data/expertise.txt
var text string

// Lexicon is the shipped lexicon of cues.
var Lexicon = sync.OnceValues(func() (*lexicon.Lexicon, error) { return lexicon.Parse(text) })

// How much of each prompt, and how many prompts, are looked at.
const (
	head, tail = 1500, 500
	maxPrompts = 8
)

// evidence is the weight of the cues of a concept: towards novice and towards expert.
var evidence = map[string][2]float64{
	"declared_novice": {3, 0}, "declared_expert": {0, 3}, "declared_middle": {0, 0},
	"basic": {1, 0}, "lost": {1, 0}, "simple_wish": {1.2, 0},
	"term": {0, 0.7}, "deep": {0, 1.3}, "trade_off": {0, 1}, "precise": {0, 0.7},
}

// floor is how much evidence it takes not to abstain; most the cues of one concept that count.
const (
	floor = 1.2
	most  = 4
)

// Level guesses the level from the user's turns before the reaction, with its probability.
func Level(prompts []string) (level string, p float64) {
	l, err := Lexicon()
	if err != nil {
		return Abstain, 1
	}
	counts := make([]float64, len(l.Names()))
	for i := max(0, len(prompts)-maxPrompts); i < len(prompts); i++ {
		for _, h := range l.Find(tokens.Split(prompts[i], head, tail)) {
			counts[h.Concept]++
		}
	}
	var novice, expert, middle float64
	for i, name := range l.Names() {
		n := math.Min(counts[i], most)
		novice += n * evidence[name][0]
		expert += n * evidence[name][1]
		if name == "declared_middle" {
			middle = 2 * n
		}
	}
	return decide(novice, middle, expert)
}

// decide is a softmax over the evidence; between the two ends lies the middle.
func decide(novice, middle, expert float64) (level string, p float64) {
	if novice+expert+middle < floor {
		return Abstain, 1 - (novice+expert+middle)/(2*floor)
	}
	both := math.Min(novice, expert)
	a, b, c := math.Exp(novice-both), math.Exp(1+middle+both/2), math.Exp(expert-both)
	sum := a + b + c
	switch {
	case b >= a && b >= c:
		return Intermediate, b / sum
	case a > c:
		return Novice, a / sum
	}
	return Expert, c / sum
}
