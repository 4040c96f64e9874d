package stamp

import (
	"testing"

	"github.com/gpa-stream/gpa/services/ingest/internal/parse"
)

func TestOnlyTheDimensionsThatAreAskedForAreKept(t *testing.T) {
	t.Parallel()
	r := parse.Record{Groups: []parse.Group{{Dimension: "plan", Value: "free"}, {Dimension: "expertise", Value: "novice"}}}
	got := Stamp{Only: []string{"expertise"}}.groups(r)
	if len(got) != 1 || got[0].GetDimension() != "expertise" {
		t.Errorf("groups are %v, want expertise alone", got)
	}
	if got := (Stamp{}).groups(r); len(got) != 2 {
		t.Errorf("groups are %v, want both", got)
	}
}
