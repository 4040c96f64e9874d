package mine

import (
	"math"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/evidence"
)

// divergence is the kind of rule that compares two groups.
const divergence = schema.Divergence

// watch shows what was just flushed to the detectors of live rules, and retracts those it contradicts.
func (m *Miner) watch(bucket int64, flushed map[string]map[cellName]*generation) {
	for _, key := range m.ruleKeys(func(r *rule) bool { return r.state.Live() }) {
		cells, ok := flushed[key.intent]
		if !ok {
			continue
		}
		r := m.rules[key]
		score := m.flushScore(key, cells)
		r.detector = r.detector.Next(float64(key.direction)*score.S, score.D, score.V)
		if !r.detector.Fired(m.p.DetARL) {
			continue
		}
		r.retract(bucket, contradicted)
		r.blocked, r.blockedAt = true, bucket
		m.openResets(key, bucket+1)
	}
	m.refresh()
}

// openResets begins evidence that holds nothing from before the contradiction.
func (m *Miner) openResets(key ruleKey, start int64) {
	in := m.intents[key.intent]
	for _, group := range []string{key.group, key.versus} {
		if w := in.cells[cellName{key.dimension, group}]; w != nil {
			w.openReset(in.fresh(start))
		}
	}
	in.stale = true
}

// flushScore is what one flush alone says about a rule.
func (m *Miner) flushScore(key ruleKey, cells map[cellName]*generation) evidence.Score {
	a := m.cellScore(key, key.group, cells)
	if key.kind != divergence {
		return a
	}
	return evidence.Divergence(a, m.cellScore(key, key.versus, cells))
}

func (m *Miner) cellScore(key ruleKey, group string, cells map[cellName]*generation) evidence.Score {
	in := m.intents[key.intent]
	name := cellName{key.dimension, group}
	flush, w := cells[name], in.cells[name]
	aspect := in.column(key.channel, key.aspect)
	if flush == nil || w == nil || aspect < 0 {
		return evidence.Score{}
	}
	whole := w[old].evaluate(m.p).scores[key.channel]
	var row []float64
	var d, model float64
	if key.channel == stated {
		row = flush.wishes.Row(aspect)
		d, model = flush.wishes.D[aspect], flush.wishes.V[aspect]
	} else {
		row = flush.aspects.Row(aspect)
		d = flush.aspects.C[aspect*flush.aspects.K+aspect]
		model = float64(d * whole.Sigma2)
	}
	s := evidence.Score{D: d, V: float64(max(evidence.SquaredSum(row), model) * whole.Deff)}
	for _, x := range row {
		s.S += x
	}
	if s.D < evidence.LeastSpread || math.IsNaN(s.V) {
		return evidence.Score{}
	}
	return s
}
