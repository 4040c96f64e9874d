package mine

import "github.com/gpa-stream/gpa/services/ruleminer/internal/evidence"

// sameAlpha is the level of the confidence sequences that show that groups agree.
const sameAlpha = 0.05

// agreeing are the pairs of groups, alphabetically, that are shown to agree: for each aspect with enough support, of
// which there is at least one, the confidence sequence of the divergence lies within the smallest effect of interest.
// An aspect of which only one group has seen enough, or enough of it from too few users, leaves the question open, and so
// does a difference that was contradicted within the evidence.
func (m *Miner) agreeing(in *intent) map[[2]cellName]struct{} {
	pairs := map[[2]cellName]struct{}{}
	names := in.cellNames()
	for i, a := range names {
		for _, b := range names[i+1:] {
			if a.dimension == b.dimension && m.agree(in, a, b) {
				pairs[[2]cellName{a, b}] = struct{}{}
			}
		}
	}
	return pairs
}

func (m *Miner) agree(in *intent, group, versus cellName) bool {
	a, b := in.cells[group], in.cells[versus]
	shown := false
	for aspect, word := range in.words[revealed].names {
		if !m.spokenOf(aspect, a[longOld]) && !m.spokenOf(aspect, b[longOld]) {
			continue
		}
		v := m.p.divergenceOf(revealed, aspect, a[longOld], b[longOld])
		if !v.supported || !v.marginal.Usable() || m.turnedSince(v.start, in, group, versus, word) {
			return false
		}
		low, high := evidence.Interval(v.marginal, m.p.Rho, sameAlpha)
		if low < -m.p.SameEffect || high > m.p.SameEffect || m.newlyApart(aspect, a, b) {
			return false
		}
		shown = true
	}
	return shown
}

// turnedSince says whether a difference of two groups was contradicted after that bucket: what lies before and what lies
// behind may add up to nothing.
func (m *Miner) turnedSince(bucket int64, in *intent, group, versus cellName, aspect string) bool {
	for _, direction := range []int{1, -1} {
		r := m.rules[ruleKey{
			kind: divergence, dimension: group.dimension, group: group.group, versus: versus.group,
			intent: in.name, aspect: aspect, direction: direction, channel: revealed,
		}]
		if r != nil && r.blocked && bucket <= r.blockedAt {
			return true
		}
	}
	return false
}

// spokenOf says whether there are enough observations with and without an aspect, from however many users.
func (m *Miner) spokenOf(aspect int, g *generation) bool {
	return g.evaluate(m.p).scores[revealed].Eligible[aspect]
}

// newlyApart says whether some window shows a difference of interest, which older evidence may hide in the longest.
func (m *Miner) newlyApart(aspect int, a, b *windows) bool {
	for i := range a {
		v := m.p.divergenceOf(revealed, aspect, a[i], b[i])
		if !v.supported || !v.marginal.Usable() {
			continue
		}
		if low, high := evidence.Interval(v.marginal, m.p.Rho, sameAlpha); low > m.p.SameEffect || high < -m.p.SameEffect {
			return true
		}
	}
	return false
}

// same says whether a group is shown to agree with all others of its dimension that were met with the intent.
func (m *Miner) same(key groupKey, groups []string) bool {
	in := m.intents[key.intent]
	if in == nil || len(groups) < 2 {
		return false
	}
	for _, other := range groups {
		if other == key.group {
			continue
		}
		pair := [2]cellName{{key.dimension, min(key.group, other)}, {key.dimension, max(key.group, other)}}
		if _, ok := in.found.agreeing[pair]; !ok {
			return false
		}
	}
	return true
}
