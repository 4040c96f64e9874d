package agreement

import (
	"cmp"
	"slices"
)

// Ranked is a value that is to be large where the label is yes.
type Ranked struct {
	Value float64
	Yes   bool
}

// AUC is the probability that a row labelled yes has the larger value than one labelled no; ties count half. Without
// rows of both kinds there is none.
func AUC(rows []Ranked) (auc float64, ok bool) {
	sorted := slices.Clone(rows)
	slices.SortFunc(sorted, func(a, b Ranked) int { return cmp.Compare(a.Value, b.Value) })
	var no, yes, won float64
	for at := 0; at < len(sorted); {
		var tiedNo, tiedYes float64
		for end := at; end < len(sorted) && sorted[end].Value == sorted[at].Value; end++ {
			if sorted[end].Yes {
				tiedYes++
			} else {
				tiedNo++
			}
		}
		won += tiedYes * (no + tiedNo/2)
		yes, no = yes+tiedYes, no+tiedNo
		at += int(tiedYes + tiedNo)
	}
	if yes == 0 || no == 0 {
		return 0, false
	}
	return won / yes / no, true
}

// RecallAt is the share of rows labelled yes that are found when a share of at most alarms of those labelled no is taken
// for yes as well.
func RecallAt(alarms float64, rows []Ranked) float64 {
	var no []float64
	var yes int
	for _, r := range rows {
		if r.Yes {
			yes++
		} else {
			no = append(no, r.Value)
		}
	}
	slices.SortFunc(no, func(a, b float64) int { return cmp.Compare(b, a) })
	allowed := int(alarms * float64(len(no)))
	found := 0
	for _, r := range rows {
		if r.Yes && (allowed >= len(no) || r.Value > no[allowed]) {
			found++
		}
	}
	return ratio(float64(found), yes)
}
