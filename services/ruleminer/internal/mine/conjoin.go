package mine

import (
	"cmp"
	"math"
	"slices"
)

// How far an interaction must stand out, in standard errors, to be tested in the next epoch, and to go on being tested.
// That looks at outcomes, which is allowed: the evidence it chose by is not that by which it is tested.
const (
	standsOut   = 3.5
	stillStands = 2.0
)

// chooseConjunctions makes the conjunctions of an epoch that begins with that bucket: those that live rules are about,
// then those that stood out most in the epoch before.
func (m *Miner) chooseConjunctions(start int64) {
	for _, name := range m.names.names {
		in := m.intents[name]
		was := in.conjunctions
		chosen := m.chosen(in, start)
		if len(was) > 0 || len(chosen) > 0 {
			in.conjoin(chosen)
		}
		for _, c := range was {
			if in.column(revealed, c.name()) < 0 {
				m.evicted = append(m.evicted, eviction{bucket: start, kind: "conjunction", within: name, name: c.name()})
			}
		}
		clear(in.together)
	}
	m.evicted = m.evicted[max(0, len(m.evicted)-mostEvictions):]
}

func (m *Miner) chosen(in *intent, start int64) []conjunction {
	live := map[string]bool{}
	for key, r := range m.rules {
		if key.intent == in.name && key.channel == revealed && r.state.Live() {
			live[key.aspect] = true
		}
	}
	z := in.interactions(int64(2 * m.p.MinArm))
	pairs := map[[2]string]conjunction{}
	for _, c := range in.conjunctions {
		pairs[[2]string{c.a, c.b}] = c
	}
	rank := func(pair [2]string) float64 {
		c, admitted := pairs[pair]
		switch {
		case admitted && live[c.name()]:
			return math.Inf(1)
		case z[pair] >= standsOut, admitted && z[pair] >= stillStands:
			return z[pair]
		}
		return 0
	}
	var best [][2]string
	for pair := range z {
		if rank(pair) > 0 {
			best = append(best, pair)
		}
	}
	for pair, c := range pairs {
		known := in.words[revealed].number(c.a) >= 0 && in.words[revealed].number(c.b) >= 0
		if _, met := z[pair]; !met && known && rank(pair) > 0 {
			best = append(best, pair)
		}
	}
	byName := func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }
	slices.SortFunc(best, func(a, b [2]string) int { return cmp.Or(cmp.Compare(rank(b), rank(a)), byName(a, b)) })
	best = best[:min(len(best), m.p.MaxConjunctions)]
	slices.SortFunc(best, byName)
	chosen := make([]conjunction, 0, len(best))
	for _, pair := range best {
		c, admitted := pairs[pair]
		if !admitted {
			c = conjunction{a: pair[0], b: pair[1], since: start}
		}
		chosen = append(chosen, c)
	}
	return chosen
}

// conjoin gives an intent other conjunctions; those that stay keep their evidence.
func (in *intent) conjoin(now []conjunction) {
	words, was := len(in.words[revealed].names), in.conjunctions
	from := everywhere(words)
	for _, c := range now {
		at := slices.Index(was, c)
		if at >= 0 {
			at += words
		}
		from = append(from, at)
	}
	in.conjunctions = now
	in.moveColumns(revealed, from)
}

// interactions are how far pairs of words with enough support stand out in some cell, in standard errors.
func (in *intent) interactions(support int64) map[[2]string]float64 {
	words := in.words[revealed].names
	out := map[[2]string]float64{}
	for _, t := range in.together {
		for pair, z := range t.interactions(support) {
			key := [2]string{words[pair[0]], words[pair[1]]}
			if key[0] > key[1] {
				key[0], key[1] = key[1], key[0]
			}
			out[key] = max(out[key], math.Abs(z))
		}
	}
	return out
}
