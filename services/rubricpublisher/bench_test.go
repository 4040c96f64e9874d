package rubricpublisher_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
)

// large is a rule set of 1,000 rubrics with five rules each, no rule changing from bucket to bucket.
func large() schema.RuleSet {
	var set schema.RuleSet
	for i := range 500 {
		intent := fmt.Sprint("intent", i)
		for _, g := range []string{"expert", "novice"} {
			set.Seen = append(set.Seen, schema.Seen{Dimension: "expertise", Group: g, Intent: intent, Groups: 2})
		}
		for _, a := range schema.Aspects[:5] {
			set.Rules = append(set.Rules, schema.Rule{
				ID:   schema.RuleID(schema.Divergence, "expertise", "expert", "novice", intent, a.Name, schema.More, schema.Revealed),
				Kind: schema.Divergence, Dimension: "expertise", Group: "expert", Versus: "novice", Intent: intent, Aspect: a.Name,
				Direction: schema.More, Channel: schema.Revealed, State: schema.Confirmed, Effect: 0.3,
			})
		}
	}
	return set
}

func BenchmarkTakeABucketOfAThousandRubrics(b *testing.B) {
	p := rubricpublisher.New(rubricpublisher.Config{}, rubricpublisher.NewMemoryStore())
	set := large()
	n := int64(0)
	for b.Loop() {
		if _, err := p.Take(b.Context(), n, time.Unix(n, 0), set); err != nil {
			b.Fatal(err)
		}
		n++
	}
}
