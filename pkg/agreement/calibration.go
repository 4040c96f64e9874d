package agreement

import "math"

// bins of the calibration error.
const bins = 10

// Bin holds the rows whose judged class got a probability from From on, up to a tenth more.
type Bin struct {
	From float64 `json:"from"`
	Rows int     `json:"rows"`
	// Confidence is the mean probability of the judged class, Accuracy the share of rows in which it was right.
	Confidence float64 `json:"confidence"`
	Accuracy   float64 `json:"accuracy"`
}

// reliability sorts outcomes into bins by how sure the judge was, and gives those that hold any with the ECE.
func reliability(outcomes []Outcome) ([]Bin, float64) {
	var all [bins]Bin
	for _, o := range outcomes {
		g := o.Got()
		b := &all[min(int(o.P[g]*bins), bins-1)]
		b.Rows++
		b.Confidence += o.P[g]
		if g == o.Want {
			b.Accuracy++
		}
	}
	var out []Bin
	var ece float64
	for i, b := range all {
		if b.Rows == 0 {
			continue
		}
		ece += math.Abs(b.Confidence-b.Accuracy) / float64(len(outcomes))
		b.From = float64(i) / bins
		b.Confidence /= float64(b.Rows)
		b.Accuracy /= float64(b.Rows)
		out = append(out, b)
	}
	return out, ece
}
