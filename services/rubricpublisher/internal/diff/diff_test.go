package diff_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/diff"
)

func item(aspect, direction string, strength float64) schema.Item {
	return schema.Item{Aspect: aspect, Direction: direction, Strength: strength, RuleIDs: []string{"r"}, Channels: []string{"revealed"}}
}

func rubric(version int, items ...schema.Item) schema.Rubric {
	return schema.Rubric{ID: "d/g/i", Version: version, Verdict: schema.Different, Status: schema.Published, Items: items}
}

func TestADiffNamesWhatChanged(t *testing.T) {
	t.Parallel()
	reworded := item("table", "more", 0.3)
	reworded.Instruction = "Use a table."
	d := diff.Between(
		rubric(1, item("length", "less", 0.3), item("table", "more", 0.3), item("example", "more", 0.2), item("emoji", "less", 0.1)),
		rubric(2, item("length", "more", 0.3), reworded, item("example", "more", 0.2), item("emoji", "less", 0.2)),
	)
	names := func(items []schema.Item) string {
		var out []string
		for _, i := range items {
			out = append(out, i.Aspect+" "+i.Direction)
		}
		return strings.Join(out, ";")
	}
	if got := names(d.Added); got != "length more" {
		t.Errorf("added %q", got)
	}
	if got := names(d.Removed); got != "length less" {
		t.Errorf("removed %q", got)
	}
	if len(d.Changed) != 2 || d.Changed[0].To.Instruction != "Use a table." || d.Changed[1].From.Strength != 0.1 || d.Changed[1].To.Strength != 0.2 {
		t.Errorf("changed %+v", d.Changed)
	}
	if d.ID != "d/g/i" || d.From != 1 || d.To != 2 {
		t.Errorf("diff is of %s %d to %d", d.ID, d.From, d.To)
	}
}

func TestADiffOfTheSameHasEmptyLists(t *testing.T) {
	t.Parallel()
	b, err := json.Marshal(diff.Between(rubric(1, item("a", "more", 1)), rubric(1, item("a", "more", 1))))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"d/g/i","from":1,"to":1,"from_verdict":"different","to_verdict":"different","from_status":"published","to_status":"published","added":[],"removed":[],"changed":[]}`
	if string(b) != want {
		t.Errorf("diff is %s, want %s", b, want)
	}
}
