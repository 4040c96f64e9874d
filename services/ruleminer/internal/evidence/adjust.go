package evidence

// redundant is how many times more than D a score must tell for its column to count as redundant.
const redundant = 2

// adjust makes shard scores, D and information of the eligible aspects with the others held fixed:
//
//	P = (C + diag(C) ridgeN/N)^-1,  Xt_ja = (P X_j)_a / P_aa,  D = (P C)_aa / P_aa,  I = (P C P)_aa / P_aa^2
//
// Without ridge I = D is what the scores tell of the effect. Where columns are redundant, such as the levels of a property,
// D and I are as small as the ridge, and the e-value, which expects effects of some size, would not see what the scores
// show: there all of it is scaled by D/I, so that I = D again.
func (s *Sums) adjust(eligible []int, ridgeN float64) (rows [][]float64, d, info []float64, ok bool) {
	n := len(eligible)
	p := make([]float64, n*n)
	ridge := make([]float64, n)
	for i, a := range eligible {
		for j, b := range eligible {
			p[i*n+j] = s.C[a*s.K+b]
		}
		ridge[i] = float64(p[i*n+i]*ridgeN) / float64(s.N)
		p[i*n+i] += ridge[i]
	}
	if !invert(p, n) {
		return nil, nil, nil, false
	}
	rows, d, info = make([][]float64, n), make([]float64, n), make([]float64, n)
	flat := make([]float64, n*Shards)
	for i := range n {
		pi := p[i*n : (i+1)*n]
		row := flat[i*Shards : (i+1)*Shards]
		s.combine((*[Shards]float64)(row), pi, eligible)
		for k := range row {
			row[k] /= pi[i]
		}
		rows[i] = row
		// P C = 1 - P R, with the diagonal ridge R, so no matrix product is needed.
		d[i] = (1 - float64(pi[i]*ridge[i])) / pi[i]
		pcp := pi[i]
		for j, x := range pi {
			pcp -= float64(float64(x*x) * ridge[j])
		}
		info[i] = pcp / float64(pi[i]*pi[i])
		if !finite(d[i]) || !finite(info[i]) || d[i] <= LeastSpread || info[i] <= 0 {
			return nil, nil, nil, false
		}
		if scale := d[i] / info[i]; scale > redundant {
			for k := range row {
				row[k] = float64(row[k] * scale)
			}
			d[i] = float64(d[i] * scale)
			info[i] = d[i]
		}
	}
	return rows, d, info, true
}

// combine adds the weighted shard scores of the eligible aspects to a row. Four at a time: it is the hot loop of closing
// a bucket.
func (s *Sums) combine(to *[Shards]float64, weights []float64, eligible []int) {
	for len(eligible) >= 4 {
		k0, k1, k2, k3 := weights[0], weights[1], weights[2], weights[3]
		x0, x1, x2, x3 := s.shards(eligible[0]), s.shards(eligible[1]), s.shards(eligible[2]), s.shards(eligible[3])
		for i := range to {
			to[i] += (float64(k0*x0[i]) + float64(k1*x1[i])) + (float64(k2*x2[i]) + float64(k3*x3[i]))
		}
		weights, eligible = weights[4:], eligible[4:]
	}
	for j, a := range eligible {
		x := s.shards(a)
		for i := range to {
			to[i] += float64(weights[j] * x[i])
		}
	}
}

func (s *Sums) shards(a int) *[Shards]float64 { return (*[Shards]float64)(s.Row(a)) }
