package cli

import (
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/guptarohit/asciigraph"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/present"
	"github.com/gpa-stream/gpa/pkg/schema"
)

const (
	plotWidth  = 60
	plotHeight = 8
)

// plotLooks draws the logarithms of a rule's e-values over time, with a line where they are enough; nothing for fewer
// than three looks.
func plotLooks(x schema.Explanation) string {
	if len(x.Looks) < 3 {
		return ""
	}
	series := spread(x.Looks, plotWidth)
	needed := make([]float64, len(series))
	for i := range needed {
		needed[i] = x.Needed
	}
	first, last := x.Looks[0].At, x.Looks[len(x.Looks)-1].At
	return asciigraph.PlotMany([][]float64{needed, series},
		asciigraph.Height(plotHeight), asciigraph.Precision(1), asciigraph.SeriesChars(asciigraph.CreateCharSet("·"), asciigraph.DefaultCharSet),
		asciigraph.Caption(fmt.Sprintf("log e, %s to %s; dots: enough to confirm", date(first), date(last))))
}

// spread gives each of so many stretches of time the last value that was known by its end; one without evidence is a gap.
func spread(looks []schema.Look, n int) []float64 {
	from, to := looks[0].At, looks[len(looks)-1].At
	out := make([]float64, n)
	at := 0
	for i := range out {
		end := from.Add(time.Duration(float64(to.Sub(from)) * float64(i+1) / float64(n)))
		for at+1 < len(looks) && !looks[at+1].At.After(end) {
			at++
		}
		out[i] = math.NaN()
		if l := looks[at].LogE; l != nil {
			out[i] = *l
		}
	}
	return out
}

// whisker is an effect with its interval, by name.
type whisker struct {
	name              string
	low, effect, high float64
}

// whiskers are the rule as it stands, its channels, its strata and its windows.
func whiskers(r schema.Rule, x schema.Explanation) []whisker {
	list := []whisker{{"rule", r.Interval[0], r.Effect, r.Interval[1]}}
	for _, c := range x.Channels {
		list = append(list, whisker{c.Channel, c.Interval[0], c.Effect, c.Interval[1]})
	}
	for _, s := range x.Strata {
		list = append(list, whisker{"stratum " + s.Stratum, s.Interval[0], s.Effect, s.Interval[1]})
	}
	for _, w := range x.Windows {
		if w.SameAs == "" && w.Effect != nil && w.Interval != nil {
			list = append(list, whisker{"window " + w.Name, w.Interval[0], *w.Effect, w.Interval[1]})
		}
	}
	return list
}

const (
	whiskerNames = 22
	whiskerWidth = 49
)

// plotWhiskers draws effects with their intervals on one scale, and where nothing is.
func plotWhiskers(list []whisker) string {
	reach := 0.1
	for _, w := range list {
		reach = max(reach, math.Abs(w.low), math.Abs(w.high))
	}
	reach = min(math.Ceil(reach*10)/10, 2)
	column := func(v float64) int {
		return int(math.Round((min(max(v, -reach), reach) + reach) / (2 * reach) * (whiskerWidth - 1)))
	}
	var b strings.Builder
	for _, w := range list {
		row := []rune(strings.Repeat(" ", whiskerWidth))
		for i := column(w.low); i <= column(w.high); i++ {
			row[i] = '─'
		}
		row[column(w.low)], row[column(w.high)] = '├', '┤'
		if row[column(0)] == ' ' {
			row[column(0)] = '┊'
		}
		row[column(w.effect)] = '●'
		name := present.Clean(w.name)
		if utf8.RuneCountInString(name) > whiskerNames {
			name = string([]rune(name)[:whiskerNames-1]) + "…"
		}
		b.WriteString(strings.TrimRight(fmt.Sprintf("  %-*s %s", whiskerNames, name, string(row)), " ") + "\n")
	}
	axis := fmt.Sprintf("%-*s0%*s", whiskerWidth/2, fmt.Sprintf("%+.1f", -reach), whiskerWidth/2, fmt.Sprintf("%+.1f", reach))
	fmt.Fprintf(&b, "  %-*s %s\n", whiskerNames, "", axis)
	return b.String()
}
