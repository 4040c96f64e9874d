package evaluate

// A Document is a row for programs.
type Document struct {
	Scenario string `json:"scenario"`
	Runs     int    `json:"runs"`
	Miner    Counts `json:"miner"`
	Naive    Counts `json:"z_test"`
	// Beside is the miner with the other settings, if there were any.
	Beside *Counts `json:"beside,omitempty"`
	// Coverage is the share of intervals that hold the truth at publication and CoverageAtEnd at the end, RatioMedian the
	// median of estimates over the truth at publication.
	Coverage      *float64 `json:"coverage,omitempty"`
	CoverageAtEnd *float64 `json:"coverage_at_end,omitempty"`
	RatioMedian   *float64 `json:"ratio_median,omitempty"`
	Checks        Checks   `json:"checks"`
	Spammed       int      `json:"spammed,omitempty"`
}

// Counts are what a procedure published over all runs.
type Counts struct {
	// RunsWithFalse are the runs that ever published something false.
	RunsWithFalse int     `json:"runs_with_false"`
	FalseAtEnd    int     `json:"false_at_end"`
	LiveAtEnd     int     `json:"live_at_end"`
	Power         []Power `json:"power,omitempty"`
}

// Power is what was found of one size.
type Power struct {
	Size

	Found   int `json:"found"`
	Planted int `json:"planted"`
}

// Documents are the rows for programs.
func Documents(rows []Row) []Document {
	docs := make([]Document, 0, len(rows))
	for _, r := range rows {
		d := Document{Scenario: r.Scenario.Name, Runs: len(r.Outcomes)}
		n := numbersOf(r.Outcomes)
		for _, o := range r.Outcomes {
			d.Checks.add(o.Checks)
			if o.Spammed {
				d.Spammed++
			}
		}
		if n.intervals > 0 {
			coverage, median := n.coverage(), quantile(n.ratios, 0.5)
			d.Coverage, d.RatioMedian = &coverage, &median
		}
		if n.intervalsAtEnd > 0 {
			coverage := n.coverageAtEnd()
			d.CoverageAtEnd = &coverage
		}
		d.Miner = counts(r.Outcomes, func(o Outcome) Published { return o.Miner })
		d.Naive = counts(r.Outcomes, func(o Outcome) Published { return o.Naive })
		if len(r.Outcomes) > 0 && r.Outcomes[0].Beside != nil {
			beside := counts(r.Outcomes, besideOf)
			d.Beside = &beside
		}
		docs = append(docs, d)
	}
	return docs
}

func counts(outcomes []Outcome, of func(Outcome) Published) Counts {
	var t tally
	found, planted := map[Size]int{}, map[Size]int{}
	for _, o := range outcomes {
		p := of(o)
		t.add(p)
		addUp(found, p.Found)
		addUp(planted, p.Planted)
	}
	c := Counts{RunsWithFalse: t.runs, FalseAtEnd: t.falseAtEnd, LiveAtEnd: t.live}
	for _, size := range sortedSizes(planted) {
		c.Power = append(c.Power, Power{size, found[size], planted[size]})
	}
	return c
}
