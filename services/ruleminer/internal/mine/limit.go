package mine

import (
	"math"

	"github.com/gpa-stream/gpa/services/ruleminer/internal/decide"
)

// limit is where a family's rules are confirmed: the threshold of the confirmed ones, and how many those are.
type limit struct {
	threshold float64
	confirmed int
}

// limits of the families that have strong hypotheses.
func (m *Miner) limits() map[family]limit {
	logs := map[family][]float64{}
	for _, name := range m.names.names {
		for _, f := range m.intents[name].found.strong {
			logs[f.key.family()] = append(logs[f.key.family()], f.logE)
		}
	}
	limits := map[family]limit{}
	for fam, strong := range logs {
		var l limit
		if m.p.ClosedEBH {
			l.threshold, l.confirmed = decide.ClosedEBH(m.withWeak(fam, strong), m.size(fam), m.p.AlphaPub, -math.Log(m.p.AlphaKeep))
		} else {
			l.threshold, l.confirmed = decide.EBH(strong, m.size(fam), m.p.AlphaPub)
		}
		limits[fam] = l
	}
	return limits
}

// withWeak are all e-values of a family above zero.
func (m *Miner) withWeak(fam family, strong []float64) []float64 {
	for _, in := range m.intents {
		strong = append(strong, in.found.weak[fam]...)
	}
	return strong
}
