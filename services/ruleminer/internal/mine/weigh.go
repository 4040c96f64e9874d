package mine

import (
	"math"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/evidence"
)

// view is what one generation says about a hypothesis.
type view struct {
	// supported by enough observations, users and conversations: it looks at counts only.
	supported bool
	start     int64
	// marginal and adjusted scores, and the e-values of both directions: the smaller of both scores'.
	marginal, adjusted evidence.Score
	plus, minus        float64
}

// viewOf reads a generation.
func (p Params) viewOf(channel, aspect int, a *generation) view {
	if a == nil || !a.evaluate(p).supported[channel][aspect] {
		return view{}
	}
	scores := a.evaluate(p).scores[channel]
	v := view{supported: true, start: a.start, marginal: scores.Marginal[aspect]}
	if channel == revealed {
		v.adjusted = scores.Adjusted[aspect]
	}
	return p.withE(v, channel)
}

// divergenceOf reads the generations of two groups.
func (p Params) divergenceOf(channel, aspect int, a, b *generation) view {
	if a == nil || b == nil {
		return view{}
	}
	va, vb := a.evaluate(p), b.evaluate(p)
	if !va.supported[channel][aspect] || !vb.supported[channel][aspect] {
		return view{}
	}
	x, y := &va.scores[channel], &vb.scores[channel]
	v := view{
		supported: true, start: min(a.start, b.start),
		marginal: evidence.Divergence(x.Marginal[aspect], y.Marginal[aspect]),
	}
	if channel == revealed {
		v.adjusted = evidence.Divergence(x.Adjusted[aspect], y.Adjusted[aspect])
	}
	return p.withE(v, channel)
}

// withE fills in the e-values. What has nothing to say counts as 0, not as 1: that may have to do with outcomes.
func (p Params) withE(v view, channel int) view {
	v.plus, v.minus = math.Inf(-1), math.Inf(-1)
	if !v.marginal.Usable() || (channel == revealed && !v.adjusted.Usable()) {
		return v
	}
	v.plus, v.minus = evidence.LogE(v.marginal.S, v.marginal.V, p.Rho)
	if channel == revealed {
		plus, minus := evidence.LogE(v.adjusted.S, v.adjusted.V, p.Rho)
		v.plus, v.minus = min(v.plus, plus), min(v.minus, minus)
	}
	return v
}

// logE is the logarithm of the e-value of a direction.
func (v *view) logE(direction int) float64 {
	if direction < 0 {
		return v.minus
	}
	return v.plus
}

// weigh is the logarithm of the e-value of a direction, and the generation that carries it, negative for none.
// Evidence that started at or before bucket blockedAt counts as 0 when blocked.
func (p Params) weigh(views *[generations]view, direction int, blocked bool, blockedAt int64) (logE float64, best int) {
	var logs [generations]float64
	best = -1
	for i := range views {
		v := &views[i]
		if !v.supported {
			continue
		}
		logs[i] = v.logE(direction)
		if v.marginal.Usable() && float64(direction)*v.marginal.Estimate() < p.MinEffect {
			logs[i] = math.Inf(-1)
		}
		if blocked && v.start <= blockedAt {
			logs[i] = math.Inf(-1)
		}
		if !math.IsInf(logs[i], -1) && (best < 0 || logs[i] > logs[best]) {
			best = i
		}
	}
	if best < 0 {
		return math.Inf(-1), best
	}
	return schema.Round(evidence.LogMean(logs[:], weights)), best
}
