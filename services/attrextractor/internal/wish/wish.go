// Package wish finds what a user says about the form of an answer: "too long", "an example please".
// It reads the reaction alone, by fixed phrases and their surroundings, and never guesses from a mood.
package wish

import (
	"cmp"
	"slices"
)

// A Wish is a stated preference about answers.
type Wish struct {
	// Aspect is a name of the catalogue.
	Aspect string
	// Direction is +1 for more of the aspect, -1 for less.
	Direction int
	// Confidence is 0.5 to 1.
	Confidence float64
	// Turn is the index in the reaction; Start and End count code points in that turn, and Text is what stands there.
	Turn       int
	Start, End int
	Text       string
}

// most is how many wishes a reaction can state: who lists more is writing a specification, not reacting.
const most = 5

// Wishes lists what the turns of a reaction wish for, at most five, one per aspect (the surest, then the first),
// in the order of the text. Quoted text and code are passed over.
func Wishes(reaction []string) []Wish {
	var all []Wish
	for turn, text := range reaction {
		all = appendTurn(all, turn, text)
	}
	if len(all) == 0 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b Wish) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), inText(a, b))
	})
	kept := all[:0]
	for _, w := range all {
		if len(kept) < most && !slices.ContainsFunc(kept, func(k Wish) bool { return k.Aspect == w.Aspect }) {
			kept = append(kept, w)
		}
	}
	slices.SortFunc(kept, inText)
	for i := range kept {
		kept[i].Text = piece(reaction[kept[i].Turn], kept[i].Start, kept[i].End)
	}
	return kept
}

func inText(a, b Wish) int {
	return cmp.Or(cmp.Compare(a.Turn, b.Turn), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Aspect, b.Aspect))
}

// appendTurn appends the wishes of one turn.
func appendTurn(all []Wish, turn int, text string) []Wish {
	m, ok := memories.Get().(*memory)
	if !ok {
		m = &memory{}
	}
	defer memories.Put(m)
	words := m.visible(text)
	if len(words) == 0 {
		return all
	}
	r := m.read(words)
	if len(r.cues) == 0 {
		return all
	}
	for _, f := range r.findings() {
		all = append(all, Wish{
			Aspect: f.aspect, Direction: f.direction, Confidence: f.confidence,
			Turn: turn, Start: words[f.from].Start, End: words[f.to-1].End,
		})
	}
	return all
}

// piece is the text between two code points.
func piece(text string, start, end int) string {
	at, from := 0, 0
	for i := range text {
		if at == start {
			from = i
		}
		if at == end {
			return text[from:i]
		}
		at++
	}
	return text[from:]
}
