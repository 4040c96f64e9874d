package evidence

// A Score is what one hypothesis has gathered: S/D is the estimate and sqrt(V)/D its standard error.
type Score struct{ S, D, V float64 }

// Usable says whether the score says anything.
func (s Score) Usable() bool { return s.D > 0 && s.V > 0 }

// Estimate is the effect.
func (s Score) Estimate() float64 { return s.S / s.D }

// Signed turns a score around when sign is negative.
func (s Score) Signed(sign int) Score {
	if sign < 0 {
		s.S = -s.S
	}
	return s
}

// Times is the score of that many times as much of the same evidence.
func (s Score) Times(x float64) Score {
	return Score{S: float64(s.S * x), D: float64(s.D * x), V: float64(s.V * x)}
}

// Divergence is the score of the difference of two independent effects, a - b. Its estimate is the difference of the
// estimates; its information is the harmonic combination of both.
func Divergence(a, b Score) Score {
	if !a.Usable() || !b.Usable() {
		return Score{}
	}
	sum := a.D + b.D
	wa, wb := b.D/sum, a.D/sum
	return Score{
		S: float64(wa*a.S) - float64(wb*b.S),
		D: float64(a.D*b.D) / sum,
		V: float64(float64(wa*wa)*a.V) + float64(float64(wb*wb)*b.V),
	}
}
