// Package cascade says what asking a better judge where the local one is unsure would give: quality against the share
// that is asked. The better judge is supposed, not real: right with a given probability whatever it is asked, and
// otherwise wrong in either way alike. Expectations are computed, not drawn.
package cascade

import "github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"

// A Row is a labelled case as the local tier judged it.
type Row struct {
	Want classify.Label
	P    [classify.Labels]float64
}

// sure is the largest probability, and got its label.
func (r Row) sure() (p float64, got classify.Label) {
	for c, q := range r.P {
		if q > p {
			p, got = q, classify.Label(c)
		}
	}
	return p, got
}

// A Point of the curve.
type Point struct {
	// Below is the threshold, Asked the share of cases that are less sure.
	Below float64 `json:"below"`
	Asked float64 `json:"asked"`
	// Accuracy and MacroF1 are those of both judges together.
	Accuracy float64 `json:"accuracy"`
	MacroF1  float64 `json:"macro_f1"`
	// Left is the accuracy of the local tier on what is not asked about; 0 when all is asked.
	Left float64 `json:"left_accuracy"`
	// Unsure is its accuracy on what is asked about; 0 when nothing is.
	Unsure float64 `json:"unsure_accuracy"`
}

// Curve is a point for each threshold, with a better judge that is right with that probability.
func Curve(rows []Row, better float64, below []float64) []Point {
	points := make([]Point, len(below))
	for i, b := range below {
		points[i] = at(rows, better, b)
	}
	return points
}

func at(rows []Row, better, below float64) Point {
	var (
		table                    [classify.Labels][classify.Labels]float64 // want, got
		asked, askedHit, leftHit float64
	)
	for _, r := range rows {
		p, got := r.sure()
		hit := 0.0
		if got == r.Want {
			hit = 1
		}
		if p >= below {
			table[r.Want][got]++
			leftHit += hit
			continue
		}
		asked++
		askedHit += hit
		for c := range table[r.Want] {
			if classify.Label(c) == r.Want {
				table[r.Want][c] += better
			} else {
				table[r.Want][c] += (1 - better) / (classify.Labels - 1)
			}
		}
	}
	n := float64(len(rows))
	out := Point{Below: below}
	if n == 0 {
		return out
	}
	out.Asked = asked / n
	if asked < n {
		out.Left = leftHit / (n - asked)
	}
	if asked > 0 {
		out.Unsure = askedHit / asked
	}
	for c := range table {
		var got, want float64
		for d := range table {
			got += table[d][c]
			want += table[c][d]
		}
		out.Accuracy += table[c][c] / n
		if got+want > 0 {
			out.MacroF1 += 2 * table[c][c] / (got + want) / classify.Labels
		}
	}
	return out
}
