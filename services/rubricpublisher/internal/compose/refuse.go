package compose

import (
	"fmt"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// Refuses says why a rubric may not be in force, whoever wants it and whatever was allowed when it was made; empty when
// it may.
func (o Options) Refuses(r schema.Rubric) string {
	if !o.allows(r.Dimension) {
		return fmt.Sprintf("the dimension %s is sensitive and not among those that are allowed", r.Dimension)
	}
	for _, i := range r.Items {
		if o.Safety.Forbids(r.Intent, i.Aspect, i.Direction) {
			return fmt.Sprintf("it asks for %s of %s, which the safety rules of the domain pack forbid for %s", i.Direction, i.Aspect, r.Intent)
		}
	}
	return ""
}

// allows says whether a dimension may have rubrics at all.
func (o Options) allows(dimension string) bool {
	return !Sensitive(dimension) || slices.Contains(o.Allow, dimension)
}

// forbidsInForce says whether readers go by a rubric that may not be in force any more.
func (o Options) forbidsInForce(h Head) bool {
	return h.InForce.Status == schema.Published && o.Refuses(h.InForce) != ""
}

// permitted is a rubric without the items that are forbidden.
func (o Options) permitted(r schema.Rubric) schema.Rubric {
	items := []schema.Item{}
	for _, i := range r.Items {
		if !o.Safety.Forbids(r.Intent, i.Aspect, i.Direction) {
			items = append(items, i)
		}
	}
	if r.Items = items; len(items) == 0 {
		r.Verdict = schema.Unknown
	}
	r.ContentHash = Hash(r.Verdict, r.Items)
	return r
}
