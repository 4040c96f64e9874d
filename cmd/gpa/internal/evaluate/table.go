package evaluate

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// Markdown is the result for people: what was published although false, what was found, how changes were followed.
func Markdown(rows []Row) []byte {
	var b bytes.Buffer
	falsehoods(&b, rows)
	power(&b, rows)
	besides(&b, rows)
	numbers(&b, rows)
	checks(&b, rows)
	drifts(&b, rows)
	return b.Bytes()
}

// falsehoods is the table of what was false.
func falsehoods(b *bytes.Buffer, rows []Row) {
	b.WriteString("| scenario | runs | runs that ever published something false | false rules at the end | z-test + BH: runs | false at the end |\n|---|---|---|---|---|---|\n")
	for _, r := range rows {
		var miner, naive tally
		for _, o := range r.Outcomes {
			miner.add(o.Miner)
			naive.add(o.Naive)
		}
		n := len(r.Outcomes)
		fmt.Fprintf(b, "| %s: %s | %d | %s | %s | %s | %s |\n",
			r.Scenario.Name, r.Scenario.About, n, share(miner.runs, n), ofLive(miner), share(naive.runs, n), ofLive(naive))
	}
}

// tally sums up what a procedure published in several runs.
type tally struct{ runs, falseAtEnd, live int }

func (t *tally) add(p Published) {
	if p.EverFalse > 0 {
		t.runs++
	}
	t.falseAtEnd += p.FalseAtEnd
	t.live += p.LiveAtEnd
}

func ofLive(t tally) string { return fmt.Sprintf("%d of %d", t.falseAtEnd, t.live) }

func share(n, of int) string {
	if of == 0 {
		return "–"
	}
	return fmt.Sprintf("%d (%.2f)", n, float64(n)/float64(of))
}

// power is the table of what was found.
func power(b *bytes.Buffer, rows []Row) {
	wrote := false
	for _, r := range rows {
		miner, naive, planted := map[Size]int{}, map[Size]int{}, map[Size]int{}
		sizes := map[float64][]float64{}
		for _, o := range r.Outcomes {
			addUp(miner, o.Miner.Found)
			addUp(naive, o.Naive.Found)
			addUp(planted, o.Miner.Planted)
			for effect, list := range o.Sizes {
				for _, n := range list {
					sizes[effect] = append(sizes[effect], float64(n))
				}
			}
		}
		for _, size := range sortedSizes(planted) {
			if !wrote {
				b.WriteString("\n| scenario | planted | found at the end | observations behind it at publication (median) | z-test + BH |\n|---|---|---|---|---|\n")
				wrote = true
			}
			z := share(naive[size], planted[size])
			if size.Kind == Wish {
				z = "–"
			}
			fmt.Fprintf(b, "| %s | %s of %.2f | %d of %d (%.2f) | %s | %s |\n", r.Scenario.Name, size.Kind, size.Effect,
				miner[size], planted[size], float64(miner[size])/float64(planted[size]), median(sizes[size.Effect]), z)
		}
	}
}

// median is that of some observations.
func median(list []float64) string {
	if len(list) == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f", quantile(list, 0.5))
}

func addUp(to, from map[Size]int) {
	for k, n := range from {
		to[k] += n
	}
}

func sortedSizes(of map[Size]int) []Size { return slices.SortedFunc(maps.Keys(of), bySize) }

func bySize(a, b Size) int {
	if a.Kind != b.Kind {
		return strings.Compare(a.Kind, b.Kind)
	}
	switch {
	case a.Effect < b.Effect:
		return -1
	case a.Effect > b.Effect:
		return 1
	}
	return 0
}

// drifts says how changes were followed, and what spam achieved.
func drifts(b *bytes.Buffer, rows []Row) {
	for _, r := range rows {
		if r.Scenario.Spam != nil {
			n := 0
			for _, o := range r.Outcomes {
				if o.Spammed {
					n++
				}
			}
			fmt.Fprintf(b, "\n%s: the spammed rule was published in %s of %d runs.\n", r.Scenario.Name, share(n, len(r.Outcomes)), len(r.Outcomes))
		}
		if r.Scenario.Change == 0 {
			continue
		}
		var d Drift
		for _, o := range r.Outcomes {
			d.add(o.Drift)
		}
		fmt.Fprintf(b, "\n%s: of %d flipped rules the median was retracted after %s, the opposite published after %s; of %d vanished ones after %s. "+
			"Of %d that stayed true %d were lost. The z-test still claimed %d of %d that were no longer true.\n", r.Scenario.Name,
			len(d.Flipped), days(d.Flipped), days(d.Opposite), len(d.Vanished), days(d.Vanished), d.Stable, d.StableLost, d.NaiveStays, d.NaiveWrong)
	}
}

func (d *Drift) add(o Drift) {
	d.Flipped, d.Vanished, d.Opposite = append(d.Flipped, o.Flipped...), append(d.Vanished, o.Vanished...), append(d.Opposite, o.Opposite...)
	d.Stable, d.StableLost = d.Stable+o.Stable, d.StableLost+o.StableLost
	d.NaiveStays, d.NaiveWrong = d.NaiveStays+o.NaiveStays, d.NaiveWrong+o.NaiveWrong
}

func days(list []float64) string {
	median, most := quantile(list, 0.5), quantile(list, 0.9)
	if math.IsNaN(median) {
		return "–"
	}
	return fmt.Sprintf("%.0f days (90 %% within %.0f)", median, most)
}
