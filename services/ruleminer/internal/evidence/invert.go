package evidence

import "math"

// leastPivot, relative to the diagonal: below it a column is a copy of others.
const leastPivot = 1e-10

// invert replaces a symmetric positive definite n x n matrix by its inverse, through its Cholesky factor.
// It is false, and m is spoilt, when m is not positive definite.
func invert(m []float64, n int) bool {
	// Lower triangle: m = L L'.
	for i := range n {
		row := m[i*n : i*n+n]
		diagonal := row[i]
		for j := range i {
			other := m[j*n : j*n+n]
			row[j] = (row[j] - dot(row[:j], other[:j])) / other[j]
		}
		pivot := diagonal - dot(row[:i], row[:i])
		if !(pivot > leastPivot*diagonal) {
			return false
		}
		row[i] = math.Sqrt(pivot)
	}
	// The inverse of L goes to the upper triangle, transposed, so that its columns lie in rows.
	inverse := make([]float64, n*n)
	for j := range n {
		column := inverse[j*n : j*n+n]
		column[j] = 1 / m[j*n+j]
		for i := j + 1; i < n; i++ {
			column[i] = -dot(m[i*n+j:i*n+i], column[j:i]) / m[i*n+i]
		}
	}
	for i := range n {
		for j := i; j < n; j++ {
			x := dot(inverse[i*n+j:i*n+n], inverse[j*n+j:j*n+n])
			m[i*n+j], m[j*n+i] = x, x
		}
	}
	return true
}

func dot(a, b []float64) float64 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float64
	for len(a) >= 4 && len(b) >= 4 {
		s0 += float64(a[0] * b[0])
		s1 += float64(a[1] * b[1])
		s2 += float64(a[2] * b[2])
		s3 += float64(a[3] * b[3])
		a, b = a[4:], b[4:]
	}
	for i, x := range a {
		s0 += float64(x * b[i])
	}
	return (s0 + s1) + (s2 + s3)
}
