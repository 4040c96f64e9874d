// Package linear fits and applies multinomial logistic regressions over hashed features.
//
// Fitting is deterministic: the same examples and options give the same weights, byte for byte.
package linear

import "math"

// Feature is one coordinate of a vector: an index, of which the lowest bits name a row of the table, and its value.
type Feature struct {
	Index uint32
	Value float32
}

// Weights is a fitted model: one row of Classes weights an index.
type Weights struct {
	Classes int
	// Bits is the logarithm of the number of rows.
	Bits int
	// Rows holds row i at i × Classes.
	Rows []float32
	// Bias is added to the scores.
	Bias []float32
}

// NewWeights is a model that knows nothing.
func NewWeights(classes, bits int) *Weights {
	rows := make([]float32, classes<<bits+spare)
	return &Weights{Classes: classes, Bits: bits, Rows: rows[:classes<<bits], Bias: make([]float32, classes)}
}

// spare is the room behind the last row: classes are added up side by side, and what lies behind a row is read with it.
const spare = 15

// Row is the weights of an index, which is cut to the table's size.
func (w *Weights) Row(index uint32) []float32 {
	at := int(index&(1<<w.Bits-1)) * w.Classes
	return w.Rows[at : at+w.Classes : at+w.Classes]
}

// Scores adds up bias and features into out, which has one place a class.
func (w *Weights) Scores(features []Feature, out []float64) {
	for c := range out {
		out[c] = float64(w.Bias[c])
	}
	if len(out) == 3 && w.Classes == 3 {
		w.threeScores(features, (*[3]float64)(out))
		return
	}
	w.score(features, out)
}

// plainScore adds the products of the features to the sums: what score does faster where it can.
func (w *Weights) plainScore(features []Feature, out []float64) {
	for _, f := range features {
		row := w.Row(f.Index)
		v := float64(f.Value)
		sums := out[:len(row)]
		for c, x := range row {
			// The conversion forbids fused arithmetic, so that all machines agree.
			sums[c] += float64(v * float64(x))
		}
	}
}

// threeScores is Scores for three classes, in the same order of sums.
func (w *Weights) threeScores(features []Feature, out *[3]float64) {
	a, b, c := out[0], out[1], out[2]
	rows, mask := w.Rows, uint32(1<<w.Bits-1)
	for _, f := range features {
		at := int(f.Index&mask) * 3
		row := rows[at : at+3 : at+3]
		v := float64(f.Value)
		a += float64(v * float64(row[0]))
		b += float64(v * float64(row[1]))
		c += float64(v * float64(row[2]))
	}
	*out = [3]float64{a, b, c}
}

// Softmax turns scores into probabilities, in place.
func Softmax(scores []float64) {
	most := math.Inf(-1)
	for _, s := range scores {
		most = max(most, s)
	}
	var sum float64
	for i, s := range scores {
		scores[i] = math.Exp(s - most)
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
}

// Best is the index of the largest value; the first of equals.
func Best(values []float64) int {
	best := 0
	for i, v := range values {
		if v > values[best] {
			best = i
		}
	}
	return best
}
