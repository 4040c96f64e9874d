package present

import (
	"cmp"
	"math"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// place is all that is known of one intent in one dimension.
type place struct {
	dimension, intent string
	groups            []string
	verdict           string
	findings          []finding
	// shared are aspects that every group is shown to like, or to dislike, alike.
	shared []shared
	// leaning are differences that are not confirmed.
	leaning []schema.Rule
	// gone are differences that held once.
	gone    []schema.Rule
	lacking string
	// days says how many more days an unconfirmed difference takes, by rule, where that is known.
	days map[string]float64
}

// finding is a difference between two groups on an aspect: the rule to go by, and the other channel's when there is one.
type finding struct {
	schema.Rule
	other *schema.Rule
}

// agrees says whether both channels point the same way.
func (f finding) agrees() bool { return f.other != nil && f.other.Direction == f.Direction }

// wantsMore and wantsLess are the groups of the pair.
func (f finding) wantsMore() string {
	if f.Effect < 0 {
		return f.Versus
	}
	return f.Group
}

func (f finding) wantsLess() string {
	if f.Effect < 0 {
		return f.Group
	}
	return f.Versus
}

type shared struct {
	aspect string
	effect float64
}

// places sorts what is known by dimension and intent.
func (r Results) places() []place {
	byKey, days := map[string]*place{}, map[string]float64{}
	for _, x := range r.Why.Rules {
		if x.Days != nil {
			days[x.Rule] = *x.Days
		}
	}
	var keys []string
	at := func(dimension, intent string) *place {
		key := Place(dimension, intent)
		if p, ok := byKey[key]; ok {
			return p
		}
		p := &place{dimension: dimension, intent: intent, lacking: r.Lacking[key], days: days}
		byKey[key] = p
		keys = append(keys, key)
		return p
	}
	for _, rub := range r.Rubrics.Rubrics {
		p := at(rub.Dimension, rub.Intent)
		p.groups = append(p.groups, rub.Group)
		p.verdict = worse(p.verdict, rub.Verdict)
	}
	likes := map[string][]schema.Rule{}
	for _, rule := range r.Rules.Rules {
		key := Place(rule.Dimension, rule.Intent)
		if rule.Kind == schema.Preference {
			if rule.Live() {
				likes[key] = append(likes[key], rule)
			}
			continue
		}
		at(rule.Dimension, rule.Intent).take(rule)
	}
	out := make([]place, 0, len(keys))
	for _, key := range keys {
		p := byKey[key]
		p.finish(likes[key])
		out = append(out, *p)
	}
	slices.SortFunc(out, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.dimension, b.dimension), cmp.Compare(rank(a), rank(b)), cmp.Compare(a.intent, b.intent))
	})
	return out
}

// rank puts differences first and what is unknown last.
func rank(p place) int {
	switch p.verdict {
	case schema.Different:
		return 0
	case schema.Same:
		return 1
	}
	return 2
}

// worse joins the verdicts of the groups of a place: one difference makes it different, one unknown unknown.
func worse(a, b string) string {
	switch {
	case a == "" || b == schema.Different:
		return b
	case a == schema.Different || a == b:
		return a
	}
	return schema.Unknown
}

func (p *place) take(r schema.Rule) {
	switch {
	case r.Live():
		p.findings = append(p.findings, finding{Rule: r})
	case r.State == schema.Emerging:
		p.leaning = append(p.leaning, r)
	default:
		p.gone = append(p.gone, r)
	}
}

// finish joins the channels of each finding, finds what is shared, and sorts.
func (p *place) finish(likes []schema.Rule) {
	slices.Sort(p.groups)
	p.groups = slices.Compact(p.groups)
	slices.SortFunc(p.findings, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.Aspect, b.Aspect), cmp.Compare(a.Group, b.Group), cmp.Compare(a.Versus, b.Versus), cmp.Compare(a.Channel, b.Channel))
	})
	var joined []finding
	for _, f := range p.findings {
		if n := len(joined); n > 0 {
			last := &joined[n-1]
			if last.Aspect == f.Aspect && last.Group == f.Group && last.Versus == f.Versus && last.other == nil {
				last.other = &f.Rule
				continue
			}
		}
		joined = append(joined, f)
	}
	slices.SortStableFunc(joined, func(a, b finding) int {
		return cmp.Compare(math.Abs(b.Effect), math.Abs(a.Effect))
	})
	p.findings = joined
	if len(p.findings) > 0 {
		p.verdict = schema.Different
	}
	if p.verdict == schema.Different && len(p.findings) == 0 || p.verdict == "" {
		p.verdict = schema.Unknown
	}
	p.shared = p.common(likes)
	slices.SortFunc(p.leaning, func(a, b schema.Rule) int { return cmp.Or(cmp.Compare(b.LogE, a.LogE), cmp.Compare(a.ID, b.ID)) })
}

// common are the aspects of which each group is shown to want more, or less, on which no pair differs, and for which
// judgements speak in one group at least: wishes alone mostly ask for more.
func (p *place) common(likes []schema.Rule) []shared {
	type key struct{ aspect, direction string }
	groups, effects := map[key][]string{}, map[key][]float64{}
	for _, r := range likes {
		k := key{r.Aspect, r.Direction}
		if !slices.Contains(groups[k], r.Group) {
			groups[k] = append(groups[k], r.Group)
		}
		if r.Channel == schema.Revealed {
			effects[k] = append(effects[k], r.Effect)
		}
	}
	var out []shared
	for k, g := range groups {
		differs := slices.ContainsFunc(p.findings, func(f finding) bool { return f.Aspect == k.aspect })
		if len(p.groups) < 2 || len(g) < len(p.groups) || len(effects[k]) == 0 || differs {
			continue
		}
		sum := 0.0
		for _, e := range effects[k] {
			sum += e
		}
		out = append(out, shared{k.aspect, sum / float64(len(effects[k]))})
	}
	slices.SortFunc(out, func(a, b shared) int { return cmp.Compare(a.aspect, b.aspect) })
	return out
}
