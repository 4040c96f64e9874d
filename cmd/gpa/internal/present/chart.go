package present

import (
	"math"
	"strconv"
	"strings"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// chart is a drawing of differences with their intervals, in units of its view box.
type chart struct {
	Width, Height int
	Left, Right   string
	// Zero is where no difference lies, Top and Bottom bound the plot.
	Zero, Top, Bottom float64
	Ticks             []tick
	Rows              []chartRow
}

type tick struct {
	X     float64
	Label string
}

type chartRow struct {
	// Label is on one line, or on two.
	Label, Below, Value string
	Y, LabelY, BelowY   float64
	// X0 and X1 are the ends of the interval, X the estimate.
	X0, X1, X float64
	// Wide is X1 - X0, for a bar.
	Wide float64
	Said bool
}

const (
	chartWidth  = 720
	chartLabels = 190
	chartValues = 70
	chartRowGap = 34
	chartHead   = 30
)

// draw lays out a chart of the findings of a place. With two groups the second one's wishes lie to the left.
func draw(p place) chart {
	c := chart{Width: chartWidth, Top: chartHead, Height: chartHead + chartRowGap*len(p.findings) + 30}
	c.Bottom = float64(c.Height - 26)
	two := len(p.groups) == 2
	reach := 0.3
	for _, f := range p.findings {
		reach = max(reach, finite(math.Abs(f.Interval[0])), finite(math.Abs(f.Interval[1])))
	}
	reach = min(math.Ceil(reach*10)/10, 2)
	low := 0.0
	if two {
		low = -reach
		c.Left, c.Right = "← more for "+Clean(p.groups[1]), "more for "+Clean(p.groups[0])+" →"
	} else {
		c.Right = "difference →"
	}
	scale := func(x float64) float64 {
		x = min(max(finite(x), low), reach)
		return chartLabels + (x-low)/(reach-low)*(chartWidth-chartLabels-chartValues)
	}
	c.Zero = scale(0)
	step := 0.1
	if reach > 0.6 {
		step = 0.2
	}
	for i := int(math.Ceil(low/step - 1e-9)); float64(i)*step <= reach+1e-9; i++ {
		c.Ticks = append(c.Ticks, tick{scale(float64(i) * step), strconv.FormatFloat(math.Abs(float64(i)*step), 'f', 1, 64)})
	}
	for i, f := range p.findings {
		y := float64(chartHead + chartRowGap*i + chartRowGap/2)
		row := chartRow{Label: title(f.Aspect), Y: y, LabelY: y + 4, Said: f.Channel != "revealed"}
		effect, from, to := f.Effect, f.Interval[0], f.Interval[1]
		if !two {
			effect = math.Abs(effect)
			from, to = interval(f)
			row.Label += ", " + Clean(f.wantsMore()) + " : " + Clean(f.wantsLess())
		}
		if a, _, ok := schema.Conjoined(f.Aspect); ok {
			row.Below = cut("with "+strings.TrimPrefix(row.Label, title(a)+" with "), 30)
			row.Label, row.LabelY, row.BelowY = title(a), y-3, y+12
		}
		row.Label = cut(row.Label, 30)
		row.X0, row.X1, row.X = scale(from), scale(to), scale(effect)
		row.Wide = row.X1 - row.X0
		row.Value = signed(math.Abs(effect))
		c.Rows = append(c.Rows, row)
	}
	return c
}

// finite is x, or 0 for what is not a number one can draw.
func finite(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0
	}
	return x
}

// slice is a part of a stacked bar.
type slice struct {
	Name, Class, Count, Percent string
	X, Wide                     float64
}

// judgementBar is the judgements as parts of all exchanges.
func judgementBar(e Exchanges) []slice {
	total := float64(max(e.Total, e.Judged.Sum(), 1))
	x := 0.0
	var out []slice
	for _, part := range []struct {
		name, class string
		n           int64
	}{
		{"satisfied", "sat", e.Judged.SAT},
		{"neutral", "neutral", e.Judged.Neutral},
		{"dissatisfied", "dsat", e.Judged.DSAT},
		{"no reaction", "none", max(e.Total-e.Judged.Sum(), 0)},
	} {
		wide := float64(max(part.n, 0)) / total * chartWidth
		out = append(out, slice{
			Name: part.name, Class: part.class, Count: thousands(part.n), X: x, Wide: wide,
			Percent: strconv.FormatFloat(100*float64(part.n)/total, 'f', 0, 64) + " %",
		})
		x += wide
	}
	return out
}
