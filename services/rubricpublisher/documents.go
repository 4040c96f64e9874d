package rubricpublisher

import (
	"context"
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// Documents gives rules.json and rubrics.json for a rule set and the rubrics made of it. It is the only maker of
// both, so that they are the same bytes whichever way the results came.
func Documents(set schema.RuleSet, rubrics []schema.Rubric) (schema.Rules, schema.Rubrics) {
	rules := schema.Rules{Schema: schema.RulesSchema, Dimensions: []string{}, Rules: []schema.Rule{}}
	rules.Rules = append(rules.Rules, set.Rules...)
	slices.SortFunc(rules.Rules, func(a, b schema.Rule) int { return strings.Compare(a.ID, b.ID) })
	for i := range rules.Rules {
		rules.Dimensions = append(rules.Dimensions, rules.Rules[i].Dimension)
		rules.Rules[i] = inUTC(rules.Rules[i])
	}
	for _, s := range set.Seen {
		rules.Dimensions = append(rules.Dimensions, s.Dimension)
	}
	slices.Sort(rules.Dimensions)
	rules.Dimensions = slices.Compact(rules.Dimensions)

	out := schema.Rubrics{Schema: schema.RubricsSchema, Rubrics: []schema.Rubric{}}
	out.Rubrics = append(out.Rubrics, rubrics...)
	slices.SortFunc(out.Rubrics, func(a, b schema.Rubric) int { return strings.Compare(a.ID, b.ID) })
	return rules, out
}

func inUTC(r schema.Rule) schema.Rule {
	if r.FirstConfirmed != nil {
		t := r.FirstConfirmed.UTC()
		r.FirstConfirmed = &t
	}
	if r.LastChanged != nil {
		t := r.LastChanged.UTC()
		r.LastChanged = &t
	}
	return r
}

// Results reads both documents from a store.
func Results(ctx context.Context, store Reader) (schema.Rules, schema.Rubrics, error) {
	set, err := store.Rules(ctx)
	if err != nil {
		return schema.Rules{}, schema.Rubrics{}, err
	}
	found, err := store.Rubrics(ctx, Filter{})
	if err != nil {
		return schema.Rules{}, schema.Rubrics{}, err
	}
	rubrics := make([]schema.Rubric, len(found))
	for i, v := range found {
		rubrics[i] = v.Rubric
	}
	rules, doc := Documents(set, rubrics)
	return rules, doc, nil
}

// Digest is the digest of the live rules and rubrics, as report.json has it.
func Digest(ctx context.Context, store Reader) (string, error) {
	rules, rubrics, err := Results(ctx, store)
	if err != nil {
		return "", err
	}
	return schema.Digest(rules, rubrics)
}
