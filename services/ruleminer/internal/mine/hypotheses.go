package mine

import (
	"math"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/evidence"
)

// finding is a hypothesis that speaks loud enough to be looked at.
type finding struct {
	key  ruleKey
	logE float64
	// p is the one-look p-value on the oldest evidence.
	p       float64
	figures figures
}

// findings of an intent: strong ones may be confirmed or kept, hints may be emerging, agreeing pairs are shown to differ
// by nothing of interest. Weak are the logarithms of all other e-values above zero: closed e-BH asks for them.
type findings struct {
	strong, hints []finding
	weak          map[family][]float64
	agreeing      map[[2]cellName]struct{}
}

// subject is what a pair of directions is about. b is nil for a preference.
type subject struct {
	key    ruleKey
	aspect int
	a, b   *windows
}

// subjects calls yield for every aspect of every cell and pair of cells.
func (in *intent) subjects(yield func(subject)) {
	names := in.cellNames()
	for channel := range in.words {
		words := in.columns(channel)
		for i, name := range names {
			for aspect, word := range words {
				key := ruleKey{
					kind: schema.Preference, dimension: name.dimension, group: name.group,
					intent: in.name, aspect: word, channel: channel,
				}
				yield(subject{key: key, aspect: aspect, a: in.cells[name]})
				key.kind = schema.Divergence
				for _, other := range names[i+1:] {
					if other.dimension != name.dimension {
						break
					}
					key.versus = other.group
					yield(subject{key: key, aspect: aspect, a: in.cells[name], b: in.cells[other]})
				}
			}
		}
	}
}

// views are what each generation says; equal generations are read once.
func (s subject) views(p Params) (views [generations]view) {
	for i := range views {
		if first := s.first(i); first < i {
			views[i] = views[first]
		} else {
			views[i] = s.view(p, i)
		}
	}
	return views
}

// first is the first window that holds the same evidence.
func (s subject) first(i int) int {
	first := s.a.first(i)
	if s.b != nil && first < i && s.b[first] != s.b[i] {
		return i
	}
	return first
}

func (s subject) view(p Params, i int) view {
	if s.b == nil {
		return p.viewOf(s.key.channel, s.aspect, s.a[i])
	}
	return p.divergenceOf(s.key.channel, s.aspect, s.a[i], s.b[i])
}

// look reads all evidence of an intent.
func (m *Miner) look(in *intent) findings {
	least := -math.Log(max(m.p.AlphaPub, m.p.AlphaKeep))
	f := findings{agreeing: m.agreeing(in), weak: map[family][]float64{}}
	in.subjects(func(s subject) {
		views := s.views(m.p)
		for _, direction := range []int{1, -1} {
			s.key.direction = direction
			logE, best := m.p.weigh(&views, direction, false, 0)
			if best < 0 {
				continue
			}
			if p := m.p.oneLook(&views[longOld], direction); p <= m.p.AlphaEmerging {
				f.hints = append(f.hints, finding{key: s.key, logE: logE, p: p, figures: m.figures(s, &views, longOld, logE)})
			}
			if r := m.rules[s.key]; r != nil && r.blocked {
				logE, best = m.p.weigh(&views, direction, true, r.blockedAt)
			}
			switch {
			case best < 0:
			case logE >= least:
				f.strong = append(f.strong, finding{key: s.key, logE: logE, figures: m.figures(s, &views, best, logE)})
			case m.p.ClosedEBH:
				f.weak[s.key.family()] = append(f.weak[s.key.family()], logE)
			}
		}
	})
	return f
}

// oneLook is the larger of the marginal and the adjusted p-value; 1 when the gates are not passed.
func (p Params) oneLook(v *view, direction int) float64 {
	if !v.supported || math.IsInf(v.plus, -1) || float64(direction)*v.marginal.Estimate() < p.MinEffect {
		return 1
	}
	s := v.marginal.Signed(direction)
	value := evidence.PValue(s.S, s.V)
	if v.adjusted.Usable() {
		s = v.adjusted.Signed(direction)
		value = max(value, evidence.PValue(s.S, s.V))
	}
	return value
}

// figures shows the evidence of one generation.
func (m *Miner) figures(s subject, views *[generations]view, at int, logE float64) figures {
	v := &views[at]
	channel := s.key.channel
	f := figures{effect: v.marginal.Estimate(), logE: logE}
	f.low, f.high = evidence.Interval(v.marginal, m.p.Rho, m.p.AlphaPub)
	a := s.a[at]
	f.group = a.evaluate(m.p).scores[channel].Marginal[s.aspect].Estimate()
	f.observations, f.with = a.counts(channel, s.aspect)
	f.users, f.conversations = a.exposed(channel, s.aspect), a.conversations.atLeast()
	if s.b == nil {
		return f
	}
	b := s.b[at]
	f.versus = b.evaluate(m.p).scores[channel].Marginal[s.aspect].Estimate()
	n, n1 := b.counts(channel, s.aspect)
	f.observations, f.with = f.observations+n, f.with+n1
	f.users = min(f.users, b.exposed(channel, s.aspect))
	f.conversations = min(f.conversations, b.conversations.atLeast())
	return f
}
