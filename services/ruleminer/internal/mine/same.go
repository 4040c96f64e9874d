package mine

import "github.com/gpa-stream/gpa/services/ruleminer/internal/evidence"

// sameAlpha is the level of the confidence sequences that show that groups agree.
const sameAlpha = 0.05

// same says whether a group is shown to agree with every other group of its dimension: for each aspect with enough
// support, of which there is at least one per pair, the confidence sequence of the divergence lies within the smallest
// effect of interest.
func (m *Miner) same(key groupKey) bool {
	in := m.intents[key.intent]
	if in == nil {
		return false
	}
	own := cellName{key.dimension, key.group}
	if in.cells[own] == nil {
		return false
	}
	others := 0
	for seen := range m.seen {
		if seen.dimension != key.dimension || seen.intent != key.intent || seen.group == key.group {
			continue
		}
		others++
		other := in.cells[cellName{seen.dimension, seen.group}]
		if other == nil || !m.agree(in, in.cells[own], other) {
			return false
		}
	}
	return others > 0
}

func (m *Miner) agree(in *intent, a, b *windows) bool {
	shown := false
	for aspect := range in.words[revealed].names {
		v := m.p.divergenceOf(revealed, aspect, a[longOld], b[longOld])
		if !v.supported {
			continue
		}
		if !v.marginal.Usable() {
			return false
		}
		low, high := evidence.Interval(v.marginal, m.p.Rho, sameAlpha)
		if low < -m.p.SameEffect || high > m.p.SameEffect {
			return false
		}
		shown = true
	}
	return shown
}
