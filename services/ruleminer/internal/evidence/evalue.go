package evidence

import "math"

// LogE are the logarithms of the e-values for a positive and for a negative effect: the mixture of
// exp(lambda S - lambda^2 V/2) over a half-normal lambda with precision rho.
func LogE(s, v, rho float64) (plus, minus float64) {
	total := rho + v
	both := math.Ln2 + 0.5*math.Log(rho/total) + float64(s*s)/(2*total)
	z := s / math.Sqrt(total)
	return both + LogPhi(z), both + LogPhi(-z)
}

// LogMean is the logarithm of the weighted mean of exp(logs); the weights sum to one.
func LogMean(logs, weights []float64) float64 {
	top := math.Inf(-1)
	for _, l := range logs {
		top = max(top, l)
	}
	if math.IsInf(top, 0) {
		return top
	}
	sum := 0.0
	for i, l := range logs {
		sum += float64(weights[i] * math.Exp(l-top))
	}
	return top + math.Log(sum)
}

// Interval is the confidence sequence of S/D at level alpha: with that error it holds the effect at all times at once.
func Interval(s Score, rho, alpha float64) (low, high float64) {
	total := rho + s.V
	half := math.Sqrt(float64(total * (2*math.Log(1/alpha) + math.Log(total/rho))))
	return (s.S - half) / s.D, (s.S + half) / s.D
}
