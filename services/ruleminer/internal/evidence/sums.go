package evidence

// Shards is the number of user shards.
const Shards = 64

// Sums is the evidence of one cell about its aspects: sums over flushes, so Sums add.
// Aspects are numbered 0 to K-1.
type Sums struct {
	K int
	// Conjunctions is how many of the last columns stand for two aspects together. None of them stands for another column.
	Conjunctions int
	// X is K x Shards: per aspect and shard the centred cross product of aspect and outcome.
	X []float64
	// C is K x K: the centred weighted Gram matrix.
	C []float64
	// SS and Dof: centred sum of squares of the outcome and its degrees of freedom.
	SS, Dof float64
	// N observations, N1 of them with the aspect.
	N  int64
	N1 []int64
}

// NewSums are empty sums of k aspects.
func NewSums(k int) *Sums {
	return &Sums{K: k, X: make([]float64, k*Shards), C: make([]float64, k*k), N1: make([]int64, k)}
}

// Row is the shard scores of an aspect.
func (s *Sums) Row(a int) []float64 { return s.X[a*Shards : (a+1)*Shards] }

// Add adds other, which has the same aspects.
func (s *Sums) Add(other *Sums) {
	addTo(s.X, other.X)
	addTo(s.C, other.C)
	s.SS += other.SS
	s.Dof += other.Dof
	s.N += other.N
	for a, n := range other.N1 {
		s.N1[a] += n
	}
}

// Select are the sums of other aspects: the i-th is the aspect from[i] of s, or a new one when that is negative.
func (s *Sums) Select(from []int) *Sums {
	to := NewSums(len(from))
	to.Conjunctions = s.Conjunctions
	to.SS, to.Dof, to.N = s.SS, s.Dof, s.N
	for i, a := range from {
		if a < 0 {
			continue
		}
		copy(to.Row(i), s.Row(a))
		to.N1[i] = s.N1[a]
		for j, b := range from {
			if b >= 0 {
				to.C[i*to.K+j] = s.C[a*s.K+b]
			}
		}
	}
	return to
}

func addTo(to, from []float64) {
	for i, x := range from {
		to[i] += x
	}
}
