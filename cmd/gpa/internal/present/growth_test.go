package present

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func looks(days int, at func(day int) float64) []schema.Look {
	var list []schema.Look
	for i := range days {
		list = append(list, schema.Look{At: *day(i), LogE: new(at(i))})
	}
	return list
}

func TestEvidenceGrowsFromLeftToRightAndUpwards(t *testing.T) {
	t.Parallel()
	g := grow([]history{{label: "a", looks: looks(5, func(i int) float64 { return float64(4 * i) })}}, 8)
	if !g.Visible || len(g.Lines) != 1 || len(g.Days) != 5 || g.Days[1].Label != "2 Mar" || g.Days[4].X != growthRight {
		t.Fatalf("drawn is %+v", g)
	}
	if want := "M64.0 206.0L183.0"; !strings.HasPrefix(g.Lines[0].Path, want) {
		t.Errorf("the line is %s, want it to begin with %s", g.Lines[0].Path, want)
	}
	// Enough is half of what there is.
	if middle := (growthBottom + g.Lines[0].Y) / 2; math.Abs(g.Needed-middle) > 0.01 || g.Lines[0].X != growthRight {
		t.Errorf("enough is at %v, the end at %v, %v", g.Needed, g.Lines[0].X, g.Lines[0].Y)
	}
	if first, last := g.Powers[0], g.Powers[len(g.Powers)-1]; first.Label != "1" || first.X != growthBottom || last.Label != "10⁶" {
		t.Errorf("the axis goes from %+v to %+v", first, last)
	}
}

func TestNamesOfLinesStandApartAndInside(t *testing.T) {
	t.Parallel()
	var list []history
	for i := range growthLines {
		list = append(list, history{label: "x", looks: looks(3, func(int) float64 { return 20 + float64(i)/100 })})
	}
	for _, needed := range []float64{1, 30} {
		lines := grow(list, needed).Lines
		for i, a := range lines {
			if a.LabelY < growthTop-growthGap || a.LabelY > growthHeight-20 {
				t.Errorf("name %d stands at %v", i, a.LabelY)
			}
			for _, b := range lines[:i] {
				if math.Abs(a.LabelY-b.LabelY) < growthGap-1e-9 {
					t.Errorf("two names stand at %v and %v", a.LabelY, b.LabelY)
				}
			}
		}
	}
}

func TestOddHistoriesAreDrawnOrLeftOut(t *testing.T) {
	t.Parallel()
	r := sample()
	for _, p := range r.places() {
		list, needed := r.histories(p)
		if p.intent == "code_debugging" && (len(list) != 3 || needed != 9.2) || p.intent != "code_debugging" && len(list) != 0 {
			t.Errorf("%s: %d histories, needed %v", p.intent, len(list), needed)
		}
	}
	// At one moment, beyond all measure, below nothing: everything stays inside and finite.
	for _, x := range []float64{0, -50, 1e9} {
		for _, needed := range []float64{0, 9, 1e12} {
			g := grow([]history{{looks: []schema.Look{{At: time.Time{}, LogE: &x}, {At: time.Time{}, LogE: &x}}}}, needed)
			l := g.Lines[0]
			inside := l.X >= growthLeft && l.X <= growthRight && l.Y >= growthTop-1e-9 && l.Y <= growthBottom+1e-9 && g.Needed >= growthTop-1e-9
			if !inside || len(g.Powers) > 7 {
				t.Errorf("log e %v of %v needed: %+v", x, needed, g)
			}
		}
	}
	if grow(nil, 9).Visible {
		t.Error("nothing is drawn")
	}
}
