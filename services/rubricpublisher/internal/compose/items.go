package compose

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// A wish is what one rule says about one group.
type wish struct {
	rule      *schema.Rule
	direction string
	versus    string
	strength  float64
}

// items are the lines of a group's rubric: one for each aspect and direction.
//
// Against one other group the revealed finding leads; a stated one that agrees joins it, and one that disagrees is
// named under Against. With more than two groups an item rests on the findings against all groups that agree on its
// direction, and names the group of the strongest. A group between two others may then have an item in each
// direction; the stronger stands first.
func items(s schema.Seen, rules []*schema.Rule, o Options) []schema.Item {
	out := []schema.Item{}
	byItem := map[[2]string][]finding{}
	for _, f := range findings(s.Group, rules) {
		if o.Safety.Forbids(s.Intent, f.lead.rule.Aspect, f.lead.direction) {
			continue
		}
		k := [2]string{f.lead.rule.Aspect, f.lead.direction}
		byItem[k] = append(byItem[k], f)
	}
	for _, fs := range byItem {
		out = append(out, item(fs, s.Groups > 2))
	}
	slices.SortFunc(out, func(a, b schema.Item) int {
		return cmp.Or(cmp.Compare(b.Strength, a.Strength), compareText(a.Aspect, b.Aspect), compareText(a.Direction, b.Direction))
	})
	limit := o.MaxItems
	if limit <= 0 {
		limit = defaultMaxItems
	}
	return out[:min(len(out), limit)]
}

// A finding is what holds between a group and one other group on one aspect.
type finding struct {
	lead    wish
	agree   []wish
	against []wish
}

// findings settles, for each aspect and other group, which direction holds; in a fixed order.
func findings(group string, rules []*schema.Rule) []finding {
	pairs := map[[2]string][]wish{}
	for _, r := range rules {
		if w, ok := view(group, r); ok {
			k := [2]string{r.Aspect, w.versus}
			pairs[k] = append(pairs[k], w)
		}
	}
	var out []finding
	for _, ws := range pairs {
		slices.SortFunc(ws, compareWishes)
		f := finding{lead: ws[0]}
		for _, w := range ws {
			if w.direction == f.lead.direction {
				f.agree = append(f.agree, w)
			} else {
				f.against = append(f.against, w)
			}
		}
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b finding) int {
		return cmp.Or(cmp.Compare(b.lead.strength, a.lead.strength), compareText(a.lead.rule.ID, b.lead.rule.ID))
	})
	return out
}

// view turns a rule to the side of a group.
func view(group string, r *schema.Rule) (wish, bool) {
	w := wish{rule: r, direction: r.Direction, versus: r.Versus, strength: schema.Round(min(1, math.Abs(r.Effect)))}
	switch group {
	case r.Group:
		return w, true
	case r.Versus:
		w.direction, w.versus = opposite(r.Direction), r.Group
		return w, true
	}
	return wish{}, false
}

func opposite(direction string) string {
	if direction == schema.More {
		return schema.Less
	}
	return schema.More
}

// compareWishes puts revealed before stated and strong before weak.
func compareWishes(a, b wish) int {
	return cmp.Or(compareText(a.rule.Channel, b.rule.Channel), cmp.Compare(b.strength, a.strength), compareText(a.rule.ID, b.rule.ID))
}

// item joins findings, strongest first, that agree on aspect and direction.
func item(fs []finding, named bool) schema.Item {
	lead := fs[0].lead
	it := schema.Item{
		Aspect: lead.rule.Aspect, Direction: lead.direction,
		Instruction: schema.Instruction(lead.rule.Aspect, lead.direction),
		Strength:    lead.strength,
	}
	if named {
		it.Versus = lead.versus
	}
	for _, f := range fs {
		for _, w := range f.agree {
			it.RuleIDs = append(it.RuleIDs, w.rule.ID)
			it.Channels = append(it.Channels, w.rule.Channel)
		}
		for _, w := range f.against {
			it.Against = append(it.Against, w.rule.ID)
		}
	}
	it.RuleIDs, it.Channels, it.Against = set(it.RuleIDs), set(it.Channels), set(it.Against)
	return it
}

// set sorts and drops what stands twice.
func set(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

func compareText(a, b string) int { return strings.Compare(a, b) }
