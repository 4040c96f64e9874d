package evidence

// adjust makes shard scores, D and information of the eligible aspects with the others held fixed:
//
//	P = (C + diag(C) ridgeN/N)^-1,  Xt_ja = (P X_j)_a / P_aa,  D = (P C)_aa / P_aa,  I = (P C P)_aa / P_aa^2
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
		for j, b := range eligible {
			axpy(row, pi[j], s.Row(b))
		}
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
	}
	return rows, d, info, true
}

func axpy(to []float64, k float64, from []float64) {
	from = from[:len(to)]
	for i := range to {
		to[i] += float64(k * from[i])
	}
}
