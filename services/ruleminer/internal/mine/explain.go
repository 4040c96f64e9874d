package mine

import (
	"cmp"
	"math"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/decide"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/evidence"
)

// Explain says why the rules of RuleSet are what they are, sorted by id, and what stands apart from rules.
func (m *Miner) Explain() schema.Explanations {
	m.refresh()
	doc := schema.Explanations{
		Schema: schema.ExplainSchema, Rules: []schema.Explanation{}, Quality: []schema.Seen{}, Rates: m.rates(), Evicted: []schema.Evicted{},
	}
	limits := m.limits()
	for key, r := range m.rules {
		doc.Rules = append(doc.Rules, m.explain(key, r, limits))
	}
	for _, f := range m.emerging() {
		doc.Rules = append(doc.Rules, m.explain(f.key, &rule{looks: m.rising[f.key]}, limits))
	}
	slices.SortFunc(doc.Rules, func(a, b schema.Explanation) int { return cmp.Compare(a.Rule, b.Rule) })
	for _, e := range m.evicted {
		doc.Evicted = append(doc.Evicted, schema.Evicted{
			At: m.p.BucketEnd(e.bucket - 1), Kind: e.kind, Within: e.within, Name: e.name, Support: e.support,
		})
	}
	for _, s := range m.seenDocuments() {
		if s.Quality != nil {
			doc.Quality = append(doc.Quality, s)
		}
	}
	return doc
}

func (m *Miner) explain(key ruleKey, r *rule, limits map[family]limit) schema.Explanation {
	fam := key.family()
	x := schema.Explanation{
		Rule: key.document(figures{}).ID, Hypotheses: m.size(fam), Confirmed: limits[fam].confirmed,
		Kept: schema.Round(-math.Log(m.p.AlphaKeep)), Looks: []schema.Look{}, Windows: []schema.Window{}, Channels: []schema.ChannelView{},
		Contradiction: schema.Round(r.detector.R), Limit: m.p.DetARL,
	}
	needed := math.Log(float64(max(x.Hypotheses, 1)) / (m.p.AlphaPub * float64(x.Confirmed+1)))
	if r.state == decide.Confirmed {
		needed = limits[fam].threshold
	}
	x.Needed = schema.Round(needed)
	for _, l := range r.looks.looks {
		x.Looks = append(x.Looks, schema.Look{At: m.p.BucketEnd(l.bucket), LogE: finite(l.logE)})
	}
	s, ok := m.subjectOf(key)
	if !ok {
		return x
	}
	views := s.views(m.p)
	for i := range views {
		if s.a[i] != nil {
			x.Windows = append(x.Windows, m.window(s, &views, i, r))
		}
	}
	x.Shards, x.Aliases = s.agreement(), m.aliases(s)
	for channel := range channels {
		if c, ok := m.channel(s, channel); ok {
			x.Channels = append(x.Channels, c)
		}
	}
	x.Strata = m.byStratum(s)
	if !r.state.Live() {
		x.Expected = m.expected(s, &views, r, needed)
		x.Days = m.days(s, x.Expected)
	}
	return x
}

// windowNames are the names of the generations.
var windowNames = [generations]string{old: "old", young: "young", longOld: "long_old", longYoung: "long_young", reset: "reset"}

func (m *Miner) window(s subject, views *[generations]view, at int, r *rule) schema.Window {
	v := &views[at]
	w := schema.Window{Name: windowNames[at], Since: m.p.BucketEnd(s.a[at].start - 1)}
	if first := s.first(at); first < at {
		w.SameAs = windowNames[first]
	}
	channel := s.key.channel
	w.Observations, w.WithAspect = s.a[at].counts(channel, s.aspect)
	w.UsersAtLeast = s.a[at].exposed(channel, s.aspect)
	if s.b != nil && s.b[at] != nil {
		n, n1 := s.b[at].counts(channel, s.aspect)
		w.Observations, w.WithAspect = w.Observations+n, w.WithAspect+n1
		w.UsersAtLeast = min(w.UsersAtLeast, s.b[at].exposed(channel, s.aspect))
	}
	switch {
	case !v.supported:
		w.Note = "too few observations, users or conversations"
		return w
	case !v.marginal.Usable():
		w.Note = "the aspect says nothing here"
		return w
	}
	effect := schema.Round(v.marginal.Estimate())
	low, high := evidence.Interval(v.marginal, m.p.Rho, m.p.AlphaPub)
	w.Effect, w.Interval = &effect, &[2]float64{schema.Round(low), schema.Round(high)}
	if v.adjusted.Usable() {
		adjusted := schema.Round(v.adjusted.Estimate())
		w.Adjusted = &adjusted
	}
	w.LogE = finite(v.logE(s.key.direction))
	switch {
	case r.blocked && v.start <= r.blockedAt:
		w.Note = "from before the contradiction: counts as nothing"
	case float64(s.key.direction)*v.marginal.Estimate() < m.p.MinEffect:
		w.Note = "below the smallest effect that may be published: counts as nothing"
	}
	return w
}

// finite is a logarithm for JSON; nil stands for that of nothing.
func finite(logE float64) *float64 {
	if math.IsInf(logE, 0) || math.IsNaN(logE) {
		return nil
	}
	x := schema.Round(logE)
	return &x
}

func (m *Miner) channel(s subject, channel int) (schema.ChannelView, bool) {
	s.aspect = m.intents[s.key.intent].column(channel, s.key.aspect)
	if s.aspect < 0 {
		return schema.ChannelView{}, false
	}
	s.key.channel = channel
	v := s.view(m.p, longOld)
	if !v.supported || !v.marginal.Usable() {
		return schema.ChannelView{}, false
	}
	low, high := evidence.Interval(v.marginal, m.p.Rho, m.p.AlphaPub)
	return schema.ChannelView{
		Channel: channelName(channel), Effect: schema.Round(v.marginal.Estimate()),
		Interval: [2]float64{schema.Round(low), schema.Round(high)}, LogE: finite(v.logE(s.key.direction)),
	}, true
}
