package evidence

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Golden values: mpmath with 40 digits, log(quad(2 N(l; 0, 1/rho) exp(l s - l^2 v/2), l > 0)).
func TestLogEMatchesQuadrature(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ s, v, rho, want float64 }{
		{0, 1, 2, -0.202732554054082191},
		{3, 1, 2, 1.94789091579197343},
		{-3, 1, 2, -1.18846534504016183},
		{12, 20, 2, 2.76165532398384323},
		{-12, 20, 2, -2.48114944472308012},
		{300, 400, 2, 109.981793233993094},
		{-300, 400, 2, -5.5874180912488981},
		{0.5, 0.01, 0.5, 0.651377646130826699},
		{2000, 5000, 8, 396.834494359227148},
		{-2000, 5000, 8, -6.78822114657688325},
	} {
		plus, minus := LogE(c.s, c.v, c.rho)
		if math.Abs(plus-c.want) > 1e-10*(1+math.Abs(c.want)) {
			t.Errorf("LogE(%v, %v, %v) = %.15g, want %.15g", c.s, c.v, c.rho, plus, c.want)
		}
		mirrored, other := LogE(-c.s, c.v, c.rho)
		if mirrored != minus || other != plus {
			t.Errorf("LogE(%v, %v, %v) does not mirror", c.s, c.v, c.rho)
		}
	}
}

func TestLogMeanIsTheMeanOfEValues(t *testing.T) {
	t.Parallel()
	none := math.Inf(-1)
	for _, c := range []struct {
		logs, weights []float64
		want          float64
	}{
		{[]float64{0, 0}, []float64{0.5, 0.5}, 0},
		{[]float64{math.Log(10), math.Log(30)}, []float64{0.5, 0.5}, math.Log(20)},
		{[]float64{none, math.Log(40)}, []float64{0.75, 0.25}, math.Log(10)},
		{[]float64{1000, 0}, []float64{0.5, 0.5}, 1000 - math.Ln2},
		{[]float64{none, none}, []float64{0.5, 0.5}, none},
	} {
		if got := LogMean(c.logs, c.weights); got != c.want && math.Abs(got-c.want) > 1e-12 {
			t.Errorf("LogMean(%v, %v) = %v, want %v", c.logs, c.weights, got, c.want)
		}
	}
}

func TestIntervalHoldsTheEstimateAndShrinks(t *testing.T) {
	t.Parallel()
	// By hand: V = 2, rho = 2, alpha = 0.05: sqrt(4 (2 ln 20 + ln 2)) = 5.170...; over D = 10.
	s := Score{S: 3, D: 10, V: 2}
	low, high := Interval(s, 2, 0.05)
	half := math.Sqrt(4 * (2*math.Log(20) + math.Ln2))
	if math.Abs(low-(3-half)/10) > 1e-12 || math.Abs(high-(3+half)/10) > 1e-12 {
		t.Errorf("interval %v..%v, want %v..%v", low, high, (3-half)/10, (3+half)/10)
	}
	more := Score{S: 30, D: 100, V: 20}
	l, h := Interval(more, 2, 0.05)
	if h-l >= high-low {
		t.Errorf("ten times the evidence: %v..%v is no narrower than %v..%v", l, h, low, high)
	}
	if l, h := Interval(s, 2, 0.2); h-l >= high-low {
		t.Errorf("a weaker level: %v..%v is no narrower", l, h)
	}
}

// The mean of an e-value under its null is at most 1, here with the variance that the evaluation itself finds, from
// outcomes with heavy tails and from shards that hide a design effect of two.
func TestEValuesAverageToAtMostOne(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		draw func(*rand.Rand) float64
	}{
		{"normal", func(rng *rand.Rand) float64 { return rng.NormFloat64() }},
		{"heavy tails", func(rng *rand.Rand) float64 { return rng.NormFloat64() / math.Sqrt(rng.ExpFloat64()+0.2) }},
		{"design effect 2", func(rng *rand.Rand) float64 { return math.Sqrt2 * rng.NormFloat64() }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(7, 7))
			const runs, aspects = 4000, 5
			sum := 0.0
			for range runs {
				s := NewSums(aspects)
				s.N, s.Dof, s.SS = 2000, 1999, 0.25*1999
				for a := range aspects {
					s.N1[a] = 600
					s.C[a*aspects+a] = 420
					for j := range Shards {
						// Var X_j = D sigma2 / Shards, were users independent.
						s.Row(a)[j] = math.Sqrt(420*0.25/Shards) * c.draw(rng)
					}
				}
				e := s.Evaluate(30, 25)
				for a := range aspects {
					plus, minus := LogE(e.Marginal[a].S, e.Marginal[a].V, 2)
					sum += math.Exp(plus) + math.Exp(minus)
				}
			}
			if mean := sum / (2 * runs * aspects); mean > 1.02 || mean < 0.15 {
				t.Errorf("mean e-value %.3f, want at most 1.02, and not idle either", mean)
			}
		})
	}
}

// With the true variance the mean is 1 exactly: nothing is given away.
func TestEValuesAverageToOneWithTheTrueVariance(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(8, 8))
	const runs, v = 200_000, 4.0
	sum := 0.0
	for range runs {
		plus, minus := LogE(math.Sqrt(v)*rng.NormFloat64(), v, 2)
		sum += math.Exp(plus) + math.Exp(minus)
	}
	if mean := sum / (2 * runs); math.Abs(mean-1) > 0.02 {
		t.Errorf("mean e-value %.3f, want 1", mean)
	}
}
