package httpapi_test

import (
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions/storetest"
)

func TestARuleComesWithWhatStandsBehindIt(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.publish()
	rule := storetest.Bucket(0).Set.Rules[0]
	var got struct {
		Rule        schema.Rule
		Explanation *schema.Explanation
		Words       []struct{ About, Text string }
	}
	path := "/v1/rules/rule%20of%20" + rule.ID[len("rule of "):]
	p.get(path, &got)
	if got.Rule.ID != rule.ID || got.Explanation != nil || got.Words != nil {
		t.Errorf("before the miner has told: %+v, want the rule alone", got)
	}
	p.store.Explain(schema.Explanation{Rule: rule.ID, Needed: 9, Shards: schema.Agreeing{Agree: 60, Of: 64}, Days: new(3.5), Expected: new(int64(700))})
	p.get(path, &got)
	if got.Explanation == nil || got.Explanation.Needed != 9 || got.Explanation.Days == nil || *got.Explanation.Days != 3.5 {
		t.Fatalf("explanation is %+v, want that of the miner", got.Explanation)
	}
	said := map[string]string{}
	for _, w := range got.Words {
		said[w.About] = w.Text
	}
	if want := "60 of the 64 user shards that lean at all lean its way"; said["shards"] != want {
		t.Errorf("shards are told as %q, want %q", said["shards"], want)
	}
	if want := "about 700 more observations confirm it if the effect stays as it is, about 3 more days at this rate"; said["outlook"] != want {
		t.Errorf("the outlook is %q, want %q", said["outlook"], want)
	}
}
