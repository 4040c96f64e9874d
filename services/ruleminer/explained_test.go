package ruleminer

import (
	"encoding/json"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func TestWhatStandsBehindTheRulesIsKeptOnceAllIsTaken(t *testing.T) {
	t.Parallel()
	st := tallied(t)
	svc := newService(t, settings(partitions), st)
	kept := func() schema.Explanations {
		t.Helper()
		doc, err := st.Explained(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var x schema.Explanations
		if err := json.Unmarshal(doc, &x); err != nil {
			t.Fatalf("%v in %.80q", err, doc)
		}
		return x
	}
	coordinate(t, svc.Coordinator())
	want, err := svc.Explain(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(want.Rules) == 0 || asJSON(t, kept()) != asJSON(t, want) {
		t.Errorf("kept is %.200s, want %.200s", asJSON(t, kept()), asJSON(t, want))
	}
	// A coordinator that died before it told is made up for by the next one.
	term := outcomeOf(t, st)
	holder, _, err := st.Holder(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Explain(t.Context(), holder, term.bucket, []byte(`{}`)); err != nil {
		t.Fatal(err)
	}
	if n := coordinate(t, svc.Coordinator()); n != 0 || asJSON(t, kept()) != asJSON(t, want) {
		t.Errorf("the next one took %d buckets and kept %.200s", n, asJSON(t, kept()))
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
