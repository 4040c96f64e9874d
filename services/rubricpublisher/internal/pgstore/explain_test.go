package pgstore_test

import (
	"encoding/json"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/pgstore"
)

func TestExplanationsAreReadWhereTheMinerWritesThem(t *testing.T) {
	t.Parallel()
	pool := open(t)
	store := pgstore.New(pool, "test")
	want := func(id string, needed float64, there bool) {
		t.Helper()
		x, ok, err := store.Explanation(t.Context(), id)
		if err != nil || ok != there || x.Needed != needed {
			t.Errorf("explanation of %s is %+v, %v, %v; want needed %v, there %v", id, x, ok, err, needed, there)
		}
	}
	want("a", 0, false)
	doc, err := json.Marshal(schema.Explanations{Schema: schema.ExplainSchema, Rules: []schema.Explanation{{Rule: "a", Needed: 3}, {Rule: "b", Needed: 4}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec(t.Context(), `UPDATE miner_coordinator SET explanations = $1::text::jsonb`, string(doc)); err != nil {
		t.Fatal(err)
	}
	want("a", 3, true)
	want("b", 4, true)
	want("c", 0, false)
}
