package cli

import (
	"math"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func TestEffectsStandOnOneScale(t *testing.T) {
	t.Parallel()
	got := plotWhiskers([]whisker{{"rule", -0.2, -0.1, 0}, {"window young of a long name", 0.1, 0.2, 9}})
	lines := strings.Split(got, "\n")
	for i, c := range []struct {
		name, marks string
	}{{"rule", "├●┤"}, {"window young of a lon…", "┊├●┤"}, {"", "-2.00+2.0"}} {
		if !strings.HasPrefix(lines[i], "  "+c.name) {
			t.Errorf("line %d is %q, want it to be of %q", i, lines[i], c.name)
		}
		marks := strings.NewReplacer(" ", "", "─", "").Replace(lines[i][2+len(c.name):])
		if marks != c.marks {
			t.Errorf("line %d shows %q, want %q", i, marks, c.marks)
		}
	}
	column := func(line, mark string) int { return len([]rune(line[:strings.Index(line, mark)])) }
	if a, b, c := column(lines[0], "┤"), column(lines[1], "┊"), column(lines[2], " 0 ")+1; a != b || b != c {
		t.Errorf("nothing stands in columns %d, %d and %d of\n%s", a, b, c, got)
	}
}

func TestEvidenceIsDrawnByTime(t *testing.T) {
	t.Parallel()
	looks := []schema.Look{{At: march(1), LogE: new(1.0)}, {At: march(2)}, {At: march(9), LogE: new(5.0)}}
	got := spread(looks, 8)
	// A day a stretch: the first look is passed by the end of the first day already.
	for i, x := range got {
		if last := i == 7; last != (x == 5) || !last && !math.IsNaN(x) {
			t.Errorf("stretch %d is %v", i, x)
		}
	}
	if plot := plotLooks(schema.Explanation{Looks: looks, Needed: 3}); !strings.Contains(plot, "log e, 2026-03-01 to 2026-03-09") || !strings.Contains(plot, "5.0 ┤") {
		t.Errorf("drawn is\n%s", plot)
	}
	if plot := plotLooks(schema.Explanation{Looks: looks[:2]}); plot != "" {
		t.Errorf("two looks are drawn as\n%s", plot)
	}
}
