package cli

import (
	"cmp"
	"errors"
	"slices"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/present"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

// withRates plans for every place that was asked for, as observations came in there, the quickest first.
func (c rulesPlanCmd) withRates(why schema.Explanations) ([]prospect, error) {
	list := []prospect{}
	for i, r := range why.Rates {
		if !matches(c.Dimension, r.Dimension) || !matches(c.Intent, r.Intent) {
			continue
		}
		for _, a := range r.Aspects {
			if !matches(c.Aspect, a.Aspect) {
				continue
			}
			if c.Kind == schema.Preference {
				p, err := c.alone(r, a)
				if err != nil {
					return nil, err
				}
				list = append(list, p)
				continue
			}
			for _, other := range why.Rates[i+1:] {
				if other.Dimension != r.Dimension || other.Intent != r.Intent {
					continue
				}
				p, ok, err := c.apart(r, other, a)
				if err != nil {
					return nil, err
				}
				if ok {
					list = append(list, p)
				}
			}
		}
	}
	if len(list) == 0 {
		return nil, errors.New("no rates are known there: too few observations have been judged, or no such place")
	}
	slices.SortStableFunc(list, func(a, b prospect) int { return cmp.Compare(a.Days, b.Days) })
	return list, nil
}

func matches(want, name string) bool { return want == "" || want == name }

// alone plans a preference.
func (c rulesPlanCmd) alone(r schema.Rate, a schema.AspectRate) (prospect, error) {
	d := c.design(r.Preferences, a.Information, r.Noise)
	p, err := c.solve(d, float64(r.Observations)/float64(max(r.UsersAtLeast, 1)), float64(r.Observations)/max(r.Days, 1))
	p.Dimension, p.Group, p.Intent, p.Aspect, p.Have = r.Dimension, r.Group, r.Intent, a.Aspect, r.Observations
	return p, err
}

// apart plans a divergence; false when the other group tells nothing of the aspect.
func (c rulesPlanCmd) apart(r, other schema.Rate, a schema.AspectRate) (p prospect, ok bool, err error) {
	at := slices.IndexFunc(other.Aspects, func(b schema.AspectRate) bool { return b.Aspect == a.Aspect })
	if at < 0 {
		return p, false, nil
	}
	n, m := float64(r.Observations), float64(other.Observations)
	first, second := n*a.Information, m*other.Aspects[at].Information
	both := first + second
	// Information of the difference, and its noise: each group's weighs as much as the other tells.
	d := c.design(r.Hypotheses, first*second/both/(n+m), (second*r.Noise+first*other.Noise)/both)
	p, err = c.solve(d, (n+m)/float64(max(r.UsersAtLeast+other.UsersAtLeast, 1)), (n+m)/max(r.Days, other.Days, 1))
	p.Dimension, p.Group, p.Versus, p.Intent, p.Aspect = r.Dimension, r.Group, other.Group, r.Intent, a.Aspect
	p.Have = r.Observations + other.Observations
	return p, true, err
}

func (c rulesPlanCmd) design(hypotheses int, information, noise float64) ruleminer.Design {
	return ruleminer.Design{
		Information: min(information, 0.25), Noise: noise, Hypotheses: max(hypotheses, c.Rules), Rules: c.Rules, Alpha: c.Alpha, Rho: c.Rho,
	}
}

// place is where a line of a plan belongs.
func (p prospect) place() string {
	if p.Dimension == "" {
		return ""
	}
	groups := present.Clean(p.Group)
	if p.Versus != "" {
		groups += " and " + present.Clean(p.Versus)
	}
	return present.Clean(p.Dimension) + " · " + present.Clean(p.Intent) + ", " + present.Clean(p.Aspect) + ", " + groups + ": "
}
