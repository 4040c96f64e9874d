// Package prose writes the texts of the simulated chat platform: prompts, answers that visibly have the aspects asked
// for and no others, and reactions. Equal random numbers give equal texts. It never decides what happens.
package prose

import (
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Aspects are the names of the aspects that answers can be made to show, sorted.
var Aspects = []string{
	"alternatives", "analogy", "code_share", "definitions", "edge_cases", "emoji", "example", "explains_why",
	"follow_up_question", "formality", "hedging", "humour", "length", "restates_request", "runnable_code", "sources",
	"step_by_step", "structure", "summary", "table", "technical_depth", "verification", "warmth", "warnings",
}

// A Set is a set of aspects: bit i stands for Aspects[i].
type Set uint32

// Of is the set of those names; names that cannot be shown are left out.
func Of(names ...string) Set {
	var s Set
	for _, n := range names {
		if i := Index(n); i >= 0 {
			s |= 1 << i
		}
	}
	return s
}

// Index is the place of a name in Aspects, or -1.
func Index(name string) int {
	for i, a := range Aspects {
		if a == name {
			return i
		}
	}
	return -1
}

// Has says whether the set holds that name.
func (s Set) Has(name string) bool {
	i := Index(name)
	return i >= 0 && s&(1<<i) != 0
}

// pick draws one of the list.
func pick[T any](rng *rand.Rand, list []T) T {
	return list[rng.IntN(len(list))]
}

// upper is s with its first letter as a capital.
func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || !unicode.IsLower(r) {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// words counts what stands between white space.
func words(s string) int { return len(strings.Fields(s)) }
