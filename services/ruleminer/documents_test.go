package ruleminer

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

func TestOnlyRulesThatChangedAreTold(t *testing.T) {
	t.Parallel()
	before := mustDocuments(t, schema.Rule{ID: "a", Effect: 1}, schema.Rule{ID: "b", Effect: 1}, schema.Rule{ID: "c"})
	now := mustDocuments(t, schema.Rule{ID: "d"}, schema.Rule{ID: "b", Effect: 2}, schema.Rule{ID: "a", Effect: 1})
	changed, gone := now.since(before)
	var ids []string
	for _, r := range changed {
		ids = append(ids, r.ID)
	}
	if !slices.Equal(ids, []string{"b", "d"}) || !slices.Equal(gone, []string{"c"}) {
		t.Errorf("changed %v and gone %v, want b, d and c", ids, gone)
	}

	end := time.Date(2026, 3, 1, 1, 0, 0, 0, time.UTC)
	all, err := events(store.Taking{Bucket: 7, EndsAt: end, Changed: changed, Gone: gone})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 3 || all[0].Key != "b" || string(all[0].Payload) != string(changed[0].Doc) || all[2].Key != "c" || all[2].Payload != nil {
		t.Errorf("events are %+v, want b, d and a tombstone for c", all)
	}
	for _, e := range all {
		if e.Type != schema.TypeRuleChanged || e.Kind != "rule" || e.Headers["ce_time"] != "2026-03-01T01:00:00Z" || e.Headers["ce_sequence"] != "0000000007" {
			t.Errorf("event %+v does not say what it is", e)
		}
	}
	again, err := events(store.Taking{Bucket: 7, EndsAt: end, Changed: changed, Gone: gone})
	if err != nil || again[1].ID != all[1].ID {
		t.Errorf("the same change has another id: %v, %v", again[1].ID, err)
	}
}

func TestNoDocumentHoldsANegativeZero(t *testing.T) {
	t.Parallel()
	minus := math.Copysign(0, -1)
	r := schema.Rule{ID: "a", Effect: minus, Interval: [2]float64{minus, minus}, LogE: minus, GroupEffect: minus, VersusEffect: minus}
	set := schema.RuleSet{Rules: []schema.Rule{r}}
	doc, err := json.Marshal(plain(set))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(doc), "-0") {
		t.Errorf("%s holds a negative zero", doc)
	}
	if !math.Signbit(set.Rules[0].Effect) {
		t.Error("what was given was changed")
	}
}

func mustDocuments(t *testing.T, rules ...schema.Rule) documents {
	t.Helper()
	docs, err := documentsOf(schema.RuleSet{Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	return docs
}
