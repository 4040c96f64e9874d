package evidence

import (
	"math"
	"slices"
)

// An Evaluation is what sums say about each aspect.
type Evaluation struct {
	// Eligible aspects have enough observations with and without; it looks at counts only, never at outcomes.
	Eligible []bool
	// Marginal and Adjusted scores; not usable where an eligible aspect has nothing to say.
	Marginal, Adjusted []Score
	// Deff is the design effect of the marginal scores: how much more shards disagree than independent users would.
	Deff float64
	// Sigma2 is the variance of the outcome.
	Sigma2 float64
}

const (
	// LeastSpread is the information below which an aspect does not vary within the strata, whatever rounding left over.
	LeastSpread = 1e-6
	leastSigma2 = 1e-9
)

// Evaluate reads sums. Adjusted scores hold all other eligible aspects fixed, in a linear model whose correlations are
// shrunk by ridgeN pseudo-observations.
func (s *Sums) Evaluate(minArm int64, ridgeN float64) Evaluation {
	e := Evaluation{
		Eligible: make([]bool, s.K), Marginal: make([]Score, s.K), Adjusted: make([]Score, s.K), Deff: 1,
	}
	var eligible []int
	for a := range s.K {
		e.Eligible[a] = s.eligible(a, minArm)
		if e.Eligible[a] {
			eligible = append(eligible, a)
		}
	}
	if len(eligible) == 0 || s.Dof <= 0 {
		return e
	}
	e.Sigma2 = max(0, s.SS) / s.Dof
	if e.Sigma2 < leastSigma2 {
		return e
	}
	rows := make([][]float64, len(eligible))
	d := make([]float64, len(eligible))
	for i, a := range eligible {
		rows[i], d[i] = s.Row(a), s.C[a*s.K+a]
	}
	var scores []Score
	scores, e.Deff = variances(rows, d, d, e.Sigma2)
	for i, a := range eligible {
		e.Marginal[a] = scores[i]
	}
	scores, ok := s.adjustAll(eligible, ridgeN, e.Sigma2)
	if !ok {
		return e
	}
	for i, a := range eligible {
		e.Adjusted[a] = scores[i]
	}
	return e
}

func (s *Sums) eligible(a int, minArm int64) bool {
	return s.N1[a] >= minArm && s.N-s.N1[a] >= minArm && s.C[a*s.K+a] > LeastSpread
}

// variances makes scores out of shard scores: the variance is the larger of the model's, raised by the design effect
// of the cell, and the aspect's own between shards.
func variances(rows [][]float64, d, info []float64, sigma2 float64) ([]Score, float64) {
	scores := make([]Score, len(rows))
	ratios := make([]float64, len(rows))
	between := make([]float64, len(rows))
	for i, row := range rows {
		scores[i].S, between[i] = sumAndSpread(row)
		scores[i].D = d[i]
		ratios[i] = between[i] / float64(info[i]*sigma2)
	}
	deff := max(1, median(ratios))
	for i := range scores {
		scores[i].V = max(float64(deff*float64(info[i]*sigma2)), between[i])
	}
	return scores, deff
}

func sumAndSpread(row []float64) (sum, spread float64) {
	for _, x := range row {
		sum += x
	}
	mean := sum / Shards
	for _, x := range row {
		spread += float64((x - mean) * (x - mean))
	}
	return sum, spread * Shards / (Shards - 1)
}

func median(values []float64) float64 {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	n := len(sorted)
	if n%2 == 1 {
		return sorted[n/2]
	}
	return (sorted[n/2-1] + sorted[n/2]) / 2
}

// SquaredSum is the sum of squares of shard scores: their spread around nothing.
func SquaredSum(row []float64) float64 {
	sum := 0.0
	for _, x := range row {
		sum += float64(x * x)
	}
	return sum
}

// finite guards the adjusted scores against a matrix that could not be inverted to any use.
func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
