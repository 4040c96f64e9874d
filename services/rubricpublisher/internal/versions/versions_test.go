package versions_test

import (
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
)

func history(states ...string) []versions.Version {
	var out []versions.Version
	for i, s := range states {
		out = append(out, versions.Version{Rubric: schema.Rubric{Version: i + 1, Status: s}})
	}
	return out
}

func TestAFilterChoosesOneVersionOfARubric(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, status string
		history      []versions.Version
		want         int // 0 is none
	}{
		{"the newest", "", history(schema.Published, schema.Rejected), 2},
		{"the newest if it has the status", schema.Rejected, history(schema.Published, schema.Rejected), 2},
		{"none if the newest has another", schema.Proposed, history(schema.Proposed, schema.Published), 0},
		{"published is what is in force", schema.Published, history(schema.Published, schema.Published, schema.Proposed, schema.Rejected), 2},
		{"a retired one is not in force", schema.Published, history(schema.Published, schema.Retired), 0},
		{"nor one before it", schema.Published, history(schema.Published, schema.Retired, schema.Proposed), 0},
		{"never published", schema.Published, history(schema.Proposed, schema.Rejected), 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v, ok := versions.Choose(versions.Filter{Status: tt.status}, tt.history)
			if ok != (tt.want != 0) || ok && v.Version != tt.want {
				t.Errorf("chosen is version %d (%v), want %d", v.Version, ok, tt.want)
			}
		})
	}
}

func TestAKeyMatchesWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	k := versions.Key{Dimension: "d", Group: "g", Intent: "i"}
	if k.ID() != "d/g/i" {
		t.Errorf("id is %s", k.ID())
	}
	for f, want := range map[versions.Filter]bool{
		{}: true, {Dimension: "d"}: true, {Dimension: "d", Group: "g", Intent: "i"}: true, {Status: "x"}: true,
		{Dimension: "x"}: false, {Group: "x"}: false, {Intent: "x"}: false, {Dimension: "d", Group: "g", Intent: "x"}: false,
	} {
		if got := f.Matches(k); got != want {
			t.Errorf("%+v matches: %v, want %v", f, got, want)
		}
	}
}
