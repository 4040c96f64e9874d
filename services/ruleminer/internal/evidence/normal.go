package evidence

import "math"

// LogPhi is the logarithm of the standard normal distribution function, to full relative precision in both tails.
func LogPhi(z float64) float64 {
	switch {
	case z > 0:
		return math.Log1p(-0.5 * math.Erfc(z/math.Sqrt2))
	case z > -8:
		return math.Log(0.5 * math.Erfc(-z/math.Sqrt2))
	}
	// Laplace's continued fraction of Mills' ratio: Phi(-t) = phi(t) / (t + 1/(t + 2/(t + ...))).
	t := -z
	fraction := t
	for k := 60; k >= 1; k-- {
		fraction = t + float64(k)/fraction
	}
	return -0.5*float64(t*t) - 0.5*math.Log(2*math.Pi) - math.Log(fraction)
}

// PValue is the one-sided p-value of a score against "no more than nothing", a single look.
func PValue(s, v float64) float64 {
	if v <= 0 {
		return 1
	}
	return 0.5 * math.Erfc(s/math.Sqrt(2*v))
}
