// Package compose makes rubrics out of rules. It is pure: the same rules and rubrics give the same versions, on every
// machine. It never decides whether a difference is real (the miner does), and no text from logs enters a rubric:
// the wording comes from the aspect catalogue.
package compose

import (
	"math"
	"slices"
	"time"

	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/pkg/schema"
)

// Options shape what is composed. The zero value of a field means its default.
type Options struct {
	// Review holds versions with items back as proposed until somebody approves them.
	Review bool
	// MaxItems is the most items of a rubric, 12 by default: the strongest stay.
	MaxItems int
	// Drift is how far a strength may move before the rubric is published anew with its items unchanged, 0.05 by default.
	Drift float64
	// Allow names sensitive dimensions that may have rubrics.
	Allow []string
	// Safety is what no rubric may ask for. What it forbids stays a rule that people can see; where nothing else is left
	// the rubric is empty, and its verdict unknown.
	Safety pack.Safety
}

// A Head is where a rubric stands before a bucket.
type Head struct {
	// Version is the newest version, whoever made it.
	Version int
	// Composed is the newest version that rules made, not a person. A person's decision holds until the rules say
	// something new.
	Composed schema.Rubric
	// InForce is the newest version that readers go by, whoever made it; the zero Rubric when there is none.
	InForce schema.Rubric
}

const (
	defaultMaxItems = 12
	defaultDrift    = 0.05
)

// Compose gives the versions that a bucket brings, at most one for each rubric, sorted by id.
//
// Every key that the miner has seen has a rubric. A rubric whose key is gone (a dimension no longer mined or no longer
// allowed) is retired: its rules do not hold any more. What a person brought back of it since stays, unless o refuses it.
func Compose(set schema.RuleSet, endsAt time.Time, heads map[string]Head, o Options) []schema.Rubric {
	at := endsAt.UTC()
	var out []schema.Rubric
	seen := make(map[string]bool, len(set.Seen))
	byCell := index(set.Rules)
	for _, s := range set.Seen {
		id := schema.RubricID(s.Dimension, s.Group, s.Intent)
		if seen[id] || !nameable(s) || !o.allows(s.Dimension) {
			continue
		}
		seen[id] = true
		r := draft(s, byCell[cell{s.Dimension, s.Intent}], o)
		h, known := heads[id]
		switch {
		case o.forbidsInForce(h):
			if r.Status == schema.Proposed {
				r = o.permitted(h.InForce) // What was approved goes on without it; a proposal can wait, this cannot.
			}
			out = append(out, next(r, h, at))
		case !known || changed(h, r, o):
			out = append(out, next(r, h, at))
		}
	}
	for id, h := range heads {
		if !seen[id] && (h.Composed.Status != schema.Retired || o.forbidsInForce(h)) {
			out = append(out, next(gone(h.Composed), h, at))
		}
	}
	slices.SortFunc(out, func(a, b schema.Rubric) int { return compareText(a.ID, b.ID) })
	return out
}

type cell struct{ dimension, intent string }

// index groups the rules that rubrics may rest on.
func index(rules []schema.Rule) map[cell][]*schema.Rule {
	out := map[cell][]*schema.Rule{}
	for i := range rules {
		r := &rules[i]
		if r.Kind == schema.Divergence && r.Live() && r.Group != r.Versus && text(r.Aspect) {
			c := cell{r.Dimension, r.Intent}
			out[c] = append(out[c], r)
		}
	}
	return out
}

// draft is a rubric without its place in history.
func draft(s schema.Seen, rules []*schema.Rule, o Options) schema.Rubric {
	r := schema.Rubric{
		ID:        schema.RubricID(s.Dimension, s.Group, s.Intent),
		Dimension: s.Dimension, Group: s.Group, Intent: s.Intent,
		Status: schema.Published, Verdict: schema.Unknown,
		Items: items(s, rules, o),
	}
	switch {
	case len(r.Items) > 0:
		r.Verdict = schema.Different
		// Only what would steer somebody waits for review; what stops steering never does.
		if o.Review {
			r.Status = schema.Proposed
		}
	case s.Same:
		r.Verdict = schema.Same
	}
	r.ContentHash = Hash(r.Verdict, r.Items)
	return r
}

func gone(r schema.Rubric) schema.Rubric {
	r.Status, r.Verdict, r.Items = schema.Retired, schema.Unknown, []schema.Item{}
	r.ContentHash = Hash(r.Verdict, r.Items)
	return r
}

func next(r schema.Rubric, h Head, at time.Time) schema.Rubric {
	r.Version, r.Supersedes, r.PublishedAt = h.Version+1, h.Version, &at
	return r
}

// changed says whether a draft says something else than the rules said before.
func changed(h Head, is schema.Rubric, o Options) bool {
	was := h.Composed
	if was.ContentHash != is.ContentHash || was.Status == schema.Retired {
		return true
	}
	if h.Version != was.Version {
		return false // somebody has decided on these very items since
	}
	drift := o.Drift
	if drift <= 0 {
		drift = defaultDrift
	}
	for _, old := range was.Items {
		for _, now := range is.Items {
			// Rounding keeps a move of exactly the threshold from depending on the last bits.
			if sameItem(old, now) && schema.Round(math.Abs(old.Strength-now.Strength)) >= drift {
				return true
			}
		}
	}
	return false
}

func sameItem(a, b schema.Item) bool {
	return a.Aspect == b.Aspect && a.Direction == b.Direction && a.Versus == b.Versus
}
