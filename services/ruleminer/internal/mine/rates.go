package mine

import (
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// rates are those of every admitted group and intent with enough support for some aspect, in order of name.
func (m *Miner) rates() []schema.Rate {
	rates := []schema.Rate{}
	for _, name := range slices.Sorted(slices.Values(m.names.names)) {
		in := m.intents[name]
		for _, cell := range in.cellNames() {
			if r := m.rate(in, cell); len(r.Aspects) > 0 {
				rates = append(rates, r)
			}
		}
	}
	return rates
}

func (m *Miner) rate(in *intent, cell cellName) schema.Rate {
	g := in.cells[cell][old]
	v, s := g.evaluate(m.p), g.aspects
	e := v.scores[revealed]
	r := schema.Rate{
		Dimension: cell.dimension, Group: cell.group, Intent: in.name, Since: m.p.BucketEnd(g.start - 1),
		Days:         m.p.days(m.last + 1 - g.start),
		Observations: s.N, UsersAtLeast: g.quality.users.atLeast(), Noise: schema.Round(e.Sigma2 * e.Deff),
		Hypotheses:  m.size(family{cell.dimension, divergence, revealed}),
		Preferences: m.size(family{cell.dimension, schema.Preference, revealed}),
	}
	for aspect, word := range in.words[revealed].names {
		if v.supported[revealed][aspect] {
			r.Aspects = append(r.Aspects, schema.AspectRate{
				Aspect: word, Share: schema.Round(float64(s.N1[aspect]) / float64(s.N)),
				Information: schema.Round(s.C[aspect*s.K+aspect] / float64(s.N)),
			})
		}
	}
	return r
}
