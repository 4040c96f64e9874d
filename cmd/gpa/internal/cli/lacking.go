package cli

import (
	"fmt"
	"math"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/present"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
)

// plannedEffect is the difference of which cards say when it would show.
const plannedEffect = 0.2

// lacking says of every place with rates how long it takes until a difference of 0.20 would show there: of the aspect of
// which that is known first.
func lacking(why schema.Explanations) map[string]string {
	plan := rulesPlanCmd{Kind: schema.Divergence, Effect: plannedEffect, Rules: 1, Alpha: 0.05, Rho: 2}
	list, err := plan.withRates(why)
	if err != nil {
		return nil // Without rates there is nothing to say.
	}
	first := map[string]float64{}
	for _, p := range list {
		if p.Observations == 0 {
			continue
		}
		days := p.Days * float64(p.Observations-p.Have) / float64(p.Observations)
		key := present.Place(p.Dimension, p.Intent)
		if was, ok := first[key]; !ok || days < was {
			first[key] = days
		}
	}
	texts := map[string]string{}
	for key, days := range first {
		texts[key] = fmt.Sprintf("a difference of %.2f would have shown; smaller ones take longer", plannedEffect)
		if days > 0 {
			texts[key] = fmt.Sprintf("a difference of %.2f would show after %s", plannedEffect, rubricpublisher.More(math.Max(days, 0.1)))
		}
	}
	return texts
}
