package evidence

import "math"

// aliasCorrelation is the correlation from which on two aspects cannot be told apart.
const aliasCorrelation = 0.95

// aliases says for each eligible aspect which earlier one stands for it: itself, or one that it goes along with nearly
// always (or nearly never). It looks at aspects only, never at outcomes.
func (s *Sums) aliases(eligible []int) (stands []int) {
	stands = make([]int, len(eligible))
	for i, a := range eligible {
		stands[i] = i
		for j, b := range eligible[:i] {
			if stands[j] == j && s.correlation(a, b) > aliasCorrelation {
				stands[i] = j
				break
			}
		}
	}
	return stands
}

func (s *Sums) correlation(a, b int) float64 {
	return math.Abs(s.C[a*s.K+b]) / math.Sqrt(float64(s.C[a*s.K+a]*s.C[b*s.K+b]))
}

// Aliases are the other aspects that cannot be told apart from a, among those with enough observations, in order.
func (s *Sums) Aliases(a int, minArm int64) []int {
	if !s.eligible(a, minArm) {
		return nil
	}
	var others []int
	for b := range s.K {
		if b != a && s.eligible(b, minArm) && s.correlation(a, b) > aliasCorrelation {
			others = append(others, b)
		}
	}
	return others
}

// adjustAll makes adjusted scores of the eligible aspects. Of aspects that cannot be told apart one is in the model at
// a time: otherwise each would explain the other away.
func (s *Sums) adjustAll(eligible []int, ridgeN, sigma2 float64) ([]Score, bool) {
	stands := s.aliases(eligible)
	var model, place []int
	for i, a := range eligible {
		place = append(place, len(model))
		if stands[i] == i {
			model = append(model, a)
		}
	}
	rows, d, info, ok := s.adjust(model, ridgeN)
	if !ok {
		return nil, false
	}
	own, _ := variances(rows, d, info, sigma2)
	scores := make([]Score, len(eligible))
	for i, a := range eligible {
		at := place[stands[i]]
		if stands[i] == i {
			scores[i] = own[at]
			continue
		}
		if a >= s.K-s.Conjunctions {
			// In the place of one of its aspects it would only say what that one does.
			continue
		}
		standing := model[at]
		model[at] = a
		if rows, d, info, ok = s.adjust(model, ridgeN); ok {
			instead, _ := variances(rows, d, info, sigma2)
			scores[i] = instead[at]
		}
		model[at] = standing
	}
	return scores, true
}
