package present

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// growth is a drawing of evidence over time: a line for each finding, on a logarithmic scale, up to where it was enough.
type growth struct {
	Width, Height            int
	Left, Right, Top, Bottom float64
	// Needed is where a rule is confirmed.
	Needed  float64
	Days    []tick
	Powers  []tick
	Lines   []growthLine
	Visible bool
}

type growthLine struct {
	// Class colours it.
	Class, Label string
	// Path is an SVG path; X and Y are its end, LabelY where its name stands.
	Path         string
	X, Y, LabelY float64
	// Leader joins the end with its name.
	Leader string
}

const (
	growthLeft   = 64
	growthRight  = 540
	growthTop    = 16
	growthBottom = 206
	growthHeight = 240
	// growthLines is how many findings a drawing shows, and how many colours there are.
	growthLines = 6
	growthGap   = 17
)

// history is the looks at a finding.
type history struct {
	label string
	looks []schema.Look
}

// histories are those of a place's findings that were looked at more than once, the strongest first, and the evidence
// that the last of them to be confirmed needs.
func (r Results) histories(p place) (list []history, needed float64) {
	why := map[string]schema.Explanation{}
	for _, x := range r.Why.Rules {
		why[x.Rule] = x
	}
	for _, f := range p.findings {
		x := why[f.ID]
		looks := slices.DeleteFunc(slices.Clone(x.Looks), func(l schema.Look) bool { return l.LogE == nil || finite(*l.LogE) != *l.LogE })
		if len(looks) < 2 || len(list) == growthLines {
			continue
		}
		label := title(f.Aspect)
		if a, b, ok := schema.Conjoined(f.Aspect); ok {
			label = cut(title(a), 10) + " + " + cut(title(b), 9)
		}
		if len(p.groups) > 2 {
			label += ", " + Clean(f.wantsMore()) + " : " + Clean(f.wantsLess())
		}
		if f.Channel == schema.StatedBy {
			label += ", said"
		}
		list = append(list, history{label: cut(label, 24), looks: looks})
		needed = max(needed, finite(x.Needed))
	}
	return list, needed
}

// grow lays out the growth of a place's evidence.
func grow(list []history, needed float64) growth {
	g := growth{Width: chartWidth, Height: growthHeight, Left: growthLeft, Right: growthRight, Top: growthTop, Bottom: growthBottom}
	if len(list) == 0 {
		return g
	}
	g.Visible = true
	from, to, high := list[0].looks[0].At, list[0].looks[0].At, needed
	for _, h := range list {
		for _, l := range h.looks {
			if l.At.Before(from) {
				from = l.At
			}
			if l.At.After(to) {
				to = l.At
			}
			high = max(high, *l.LogE)
		}
	}
	high = min(high*1.06+0.5, 700)
	x := func(t time.Time) float64 {
		return growthLeft + (growthRight-growthLeft)*t.Sub(from).Seconds()/max(to.Sub(from).Seconds(), 1)
	}
	y := func(logE float64) float64 {
		return growthBottom - (growthBottom-growthTop)*min(max(logE, 0), high)/high
	}
	g.Needed = y(needed)
	g.Days, g.Powers = days(from, to, x), powers(high, y)
	for i, h := range list {
		line := growthLine{Class: "line" + strconv.Itoa(i+1), Label: h.label}
		var b strings.Builder
		for j, l := range h.looks {
			line.X, line.Y = x(l.At), y(*l.LogE)
			b.WriteString(map[bool]string{true: "M", false: "L"}[j == 0] + coordinate(line.X) + " " + coordinate(line.Y))
		}
		line.Path = b.String()
		g.Lines = append(g.Lines, line)
	}
	spreadLabels(g.Lines)
	return g
}

func coordinate(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// spreadLabels puts the names beside the ends of their lines, apart from each other and inside the drawing.
func spreadLabels(lines []growthLine) {
	order := make([]int, len(lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(lines[a].Y, lines[b].Y) })
	at := float64(growthTop - growthGap)
	for _, i := range order {
		at = max(at+growthGap, lines[i].Y)
		lines[i].LabelY = at
	}
	limit := float64(growthBottom + growthGap)
	for _, i := range slices.Backward(order) {
		limit = min(limit-growthGap, lines[i].LabelY)
		lines[i].LabelY = limit
	}
	for i := range lines {
		l := &lines[i]
		l.Leader = "M" + coordinate(l.X+6) + " " + coordinate(l.Y) + "L" + coordinate(growthRight+16) + " " + coordinate(l.LabelY)
		l.LabelY += 4
	}
}

// days are some dates along the time axis.
func days(from, to time.Time, x func(time.Time) float64) []tick {
	layout := "2 Jan"
	if to.Sub(from) < 3*24*time.Hour {
		layout = "2 Jan 15:04"
	} else if to.Sub(from) > 300*24*time.Hour {
		layout = "Jan 2006"
	}
	step, n := to.Sub(from)/4, 4
	if whole := step.Round(24 * time.Hour); whole > 0 {
		step, n = whole, int(to.Sub(from)/whole)
	}
	var ticks []tick
	for i := range n + 1 {
		at := from.Add(step * time.Duration(i))
		// The end of a bucket belongs to the day that ends with it.
		ticks = append(ticks, tick{X: x(at), Label: at.Add(-1).UTC().Format(layout)})
	}
	return ticks
}

// powers are e-values along the other axis: whole powers of ten.
func powers(high float64, y func(float64) float64) []tick {
	most := int(high / math.Ln10)
	step := max(1, (most+4)/5)
	var ticks []tick
	for n := 0; n <= most; n += step {
		label := "1"
		if n > 0 {
			label = "10" + superscript(n)
		}
		ticks = append(ticks, tick{X: y(float64(n) * math.Ln10), Label: label})
	}
	return ticks
}
