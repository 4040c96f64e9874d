package evaluate

import (
	"bytes"
	"fmt"
)

// figures are what rules showed in several runs.
type figures struct {
	ratios                                           []float64
	covered, intervals, coveredAtEnd, intervalsAtEnd int
}

func numbersOf(outcomes []Outcome) figures {
	var f figures
	for _, o := range outcomes {
		f.ratios = append(f.ratios, o.Ratios...)
		f.covered, f.intervals = f.covered+o.Covered, f.intervals+o.Intervals
		f.coveredAtEnd, f.intervalsAtEnd = f.coveredAtEnd+o.CoveredAtEnd, f.intervalsAtEnd+o.IntervalsAtEnd
	}
	return f
}

func (f figures) coverage() float64 { return float64(f.covered) / float64(f.intervals) }

func (f figures) coverageAtEnd() float64 { return float64(f.coveredAtEnd) / float64(f.intervalsAtEnd) }

// numbers says whether what rules show is true.
func numbers(b *bytes.Buffer, rows []Row) {
	wrote := false
	for _, r := range rows {
		f := numbersOf(r.Outcomes)
		if f.intervals == 0 {
			continue
		}
		if !wrote {
			b.WriteString("\n| scenario | true rules published | estimate over truth at publication: median (10 % to 90 %) | " +
				"intervals that hold the truth: at publication | at the end |\n|---|---|---|---|---|\n")
			wrote = true
		}
		end := "–"
		if f.intervalsAtEnd > 0 {
			end = fmt.Sprintf("%.3f of %d", f.coverageAtEnd(), f.intervalsAtEnd)
		}
		fmt.Fprintf(b, "| %s | %d | %.2f (%.2f to %.2f) | %.3f | %s |\n", r.Scenario.Name, f.intervals,
			quantile(f.ratios, 0.5), quantile(f.ratios, 0.1), quantile(f.ratios, 0.9), f.coverage(), end)
	}
}

// besides is the table of the miner with the other settings.
func besides(b *bytes.Buffer, rows []Row) {
	wrote := false
	for _, r := range rows {
		if len(r.Outcomes) == 0 || r.Outcomes[0].Beside == nil {
			continue
		}
		if !wrote {
			b.WriteString("\n| scenario | false at the end: as set | with the other settings | runs with anything false: as set | with the others | " +
				"found at the end: as set | with the others |\n|---|---|---|---|---|---|---|\n")
			wrote = true
		}
		var as, other tally
		found, others, planted := map[Size]int{}, map[Size]int{}, map[Size]int{}
		for _, o := range r.Outcomes {
			as.add(o.Miner)
			other.add(*o.Beside)
			addUp(found, o.Miner.Found)
			addUp(others, o.Beside.Found)
			addUp(planted, o.Miner.Planted)
		}
		n := len(r.Outcomes)
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s |\n", r.Scenario.Name, ofLive(as), ofLive(other),
			share(as.runs, n), share(other.runs, n), bySizes(found, planted), bySizes(others, planted))
	}
}

func besideOf(o Outcome) Published { return *o.Beside }

// bySizes are the shares found of each size, from the smallest on.
func bySizes(found, planted map[Size]int) string {
	text := "–"
	for i, size := range sortedSizes(planted) {
		if i == 0 {
			text = ""
		} else {
			text += ", "
		}
		text += fmt.Sprintf("%.2f: %.2f", size.Effect, float64(found[size])/float64(planted[size]))
	}
	return text
}

// checks say what cannot be of what was said.
func checks(b *bytes.Buffer, rows []Row) {
	var c Checks
	for _, r := range rows {
		for _, o := range r.Outcomes {
			c.add(o.Checks)
		}
	}
	fmt.Fprintf(b, "\nOf %d rules shown, day by day, %d claimed more support than the log held, and %d rested on fewer users than the floor. "+
		"\"Same\" was said of %d groups that differ by an effect of interest, and at the end of %s of %d that do not.\n",
		c.Rules, c.Beyond, c.Below, c.SameWrong, share(c.SameRight, c.Alike), c.Alike)
}
