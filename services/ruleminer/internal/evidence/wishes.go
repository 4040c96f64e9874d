package evidence

// Wishes is the evidence of one cell about what users say they want: a one-sample score per aspect.
type Wishes struct {
	K int
	// X is K x Shards: per aspect and shard the sum of weight times direction.
	X []float64
	// D is the sum of weights, V of their squares: the variance of X when more and less are equally often asked for.
	D, V []float64
	// N1 reactions state the aspect; N state anything.
	N1 []int64
	N  int64
}

// NewWishes are empty wishes about k aspects.
func NewWishes(k int) *Wishes {
	return &Wishes{K: k, X: make([]float64, k*Shards), D: make([]float64, k), V: make([]float64, k), N1: make([]int64, k)}
}

// Row is the shard scores of an aspect.
func (w *Wishes) Row(a int) []float64 { return w.X[a*Shards : (a+1)*Shards] }

// Add adds other, which has the same aspects.
func (w *Wishes) Add(other *Wishes) {
	addTo(w.X, other.X)
	addTo(w.D, other.D)
	addTo(w.V, other.V)
	w.N += other.N
	for a, n := range other.N1 {
		w.N1[a] += n
	}
}

// Select are the wishes about other aspects: the i-th is the aspect from[i], or a new one when that is negative.
func (w *Wishes) Select(from []int) *Wishes {
	to := NewWishes(len(from))
	to.N = w.N
	for i, a := range from {
		if a < 0 {
			continue
		}
		copy(to.Row(i), w.Row(a))
		to.D[i], to.V[i], to.N1[i] = w.D[a], w.V[a], w.N1[a]
	}
	return to
}

// Evaluate reads wishes; there is nothing to adjust for, so Adjusted is nil.
func (w *Wishes) Evaluate(minArm int64) Evaluation {
	e := Evaluation{Eligible: make([]bool, w.K), Marginal: make([]Score, w.K), Deff: 1, Sigma2: 1}
	var eligible []int
	var rows [][]float64
	var d, v []float64
	for a := range w.K {
		e.Eligible[a] = w.N1[a] >= minArm && w.V[a] > LeastSpread
		if e.Eligible[a] {
			eligible = append(eligible, a)
			rows, d, v = append(rows, w.Row(a)), append(d, w.D[a]), append(v, w.V[a])
		}
	}
	if len(eligible) == 0 {
		return e
	}
	var scores []Score
	scores, e.Deff = variances(rows, d, v, 1)
	for i, a := range eligible {
		e.Marginal[a] = scores[i]
	}
	return e
}
