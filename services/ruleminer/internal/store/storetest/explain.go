package storetest

import (
	"errors"
	"testing"

	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
)

func explainIsFenced(t *testing.T, s Subject) {
	wantExplained(t, s, "")
	term := mustLead(t, s)
	mustCommit(t, s, term.Leader, store.NoBucket, taking(1, "s", nil, nil))
	explain := func(leader, bucket int64, doc string, fenced bool) {
		t.Helper()
		if err := s.Explain(t.Context(), leader, bucket, []byte(doc)); errors.Is(err, stream.ErrFenced) != fenced {
			t.Errorf("explaining bucket %d as %d: %v, want fenced: %v", bucket, leader, err, fenced)
		}
	}
	explain(term.Leader, 1, `{"a": 1}`, false)
	wantExplained(t, s, `{"a": 1}`)
	explain(term.Leader, 0, `{"a": 2}`, true)
	explain(term.Leader+1, 1, `{"a": 2}`, true)
	mustCommit(t, s, term.Leader, 1, taking(2, "t", nil, nil))
	explain(term.Leader, 1, `{"a": 2}`, true)
	wantExplained(t, s, `{"a": 1}`)
	explain(term.Leader, 2, `{"a": 3}`, false)
	wantExplained(t, s, `{"a": 3}`)
}
