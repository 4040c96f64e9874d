package mine

import (
	"cmp"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/decide"
)

// RuleSet is what the miner knows after the last bucket: every rule ever confirmed and those emerging now, sorted by
// id; and every (dimension, group, intent) met, sorted by name.
func (m *Miner) RuleSet() schema.RuleSet {
	m.refresh()
	set := schema.RuleSet{Rules: []schema.Rule{}}
	for key, r := range m.rules {
		rule := key.document(r.figures)
		rule.State, rule.Reason = stateName(r.state), r.reason
		first, changed := m.p.BucketEnd(r.first), m.p.BucketEnd(r.changed)
		rule.FirstConfirmed, rule.LastChanged = &first, &changed
		set.Rules = append(set.Rules, rule)
	}
	for _, f := range m.emerging() {
		rule := f.key.document(f.figures)
		rule.State = schema.Emerging
		set.Rules = append(set.Rules, rule)
	}
	slices.SortFunc(set.Rules, func(a, b schema.Rule) int { return cmp.Compare(a.ID, b.ID) })
	set.Seen = m.seenDocuments()
	return set
}

func (m *Miner) seenDocuments() []schema.Seen {
	type place struct{ dimension, intent string }
	keys := m.seenKeys()
	met := map[place][]string{}
	groups := map[string]map[string]struct{}{}
	for _, key := range keys {
		at := place{key.dimension, key.intent}
		met[at] = append(met[at], key.group)
		if groups[key.dimension] == nil {
			groups[key.dimension] = map[string]struct{}{}
		}
		groups[key.dimension][key.group] = struct{}{}
	}
	seen := make([]schema.Seen, 0, len(keys))
	for _, key := range keys {
		seen = append(seen, schema.Seen{
			Dimension: key.dimension, Group: key.group, Intent: key.intent,
			Same:   m.same(key, met[place{key.dimension, key.intent}]),
			Groups: len(groups[key.dimension]), Quality: m.quality(key),
		})
	}
	slices.SortFunc(seen, func(a, b schema.Seen) int {
		return cmp.Or(cmp.Compare(a.Dimension, b.Dimension), cmp.Compare(a.Group, b.Group), cmp.Compare(a.Intent, b.Intent))
	})
	return seen
}

// emerging are the hypotheses that pass a one-look test and were never confirmed.
func (m *Miner) emerging() []finding {
	byFamily := map[family][]finding{}
	for _, name := range m.names.names {
		for _, f := range m.intents[name].found.hints {
			byFamily[f.key.family()] = append(byFamily[f.key.family()], f)
		}
	}
	var all []finding
	for fam, hints := range byFamily {
		p := make([]float64, len(hints))
		for i, f := range hints {
			p[i] = f.p
		}
		limit := decide.BH(p, m.size(fam), m.p.AlphaEmerging)
		for _, f := range hints {
			if f.p <= limit && m.rules[f.key] == nil {
				all = append(all, f)
			}
		}
	}
	return all
}

func stateName(s decide.State) string {
	switch s {
	case decide.Confirmed:
		return schema.Confirmed
	case decide.Kept:
		return schema.Kept
	case decide.Retracted, decide.Unknown:
	}
	return schema.Retracted
}

// document is a rule without its state.
func (k ruleKey) document(f figures) schema.Rule {
	direction, channel := directionName(k.direction), channelName(k.channel)
	return schema.Rule{
		ID:   schema.RuleID(k.kind, k.dimension, k.group, k.versus, k.intent, k.aspect, direction, channel),
		Kind: k.kind, Dimension: k.dimension, Group: k.group, Versus: k.versus,
		Intent: k.intent, Aspect: k.aspect, Direction: direction, Channel: channel,
		Effect: schema.Round(f.effect), Interval: [2]float64{schema.Round(f.low), schema.Round(f.high)},
		LogE: schema.Round(f.logE),
		Support: schema.Support{
			Observations: f.observations, WithAspect: f.with, UsersAtLeast: f.users, Conversations: f.conversations,
		},
		GroupEffect: schema.Round(f.group), VersusEffect: schema.Round(f.versus),
	}
}

// quality is what the last one to two epochs say about the answers that a group got; nil below the privacy floor.
func (m *Miner) quality(key groupKey) *schema.Quality {
	in := m.intents[key.intent]
	if in == nil {
		return nil
	}
	w := in.cells[cellName{key.dimension, key.group}]
	if w == nil || w[old].quality.users.atLeast() < int64(m.p.MinUsers) {
		return nil
	}
	q := &w[old].quality
	return &schema.Quality{
		Judged: q.judged, ErrorReports: q.defects[ErrorReport], Corrections: q.defects[Correction], Refusals: q.defects[Refusal],
		Defective: schema.Round(float64(q.reported()) / float64(q.judged)),
	}
}
