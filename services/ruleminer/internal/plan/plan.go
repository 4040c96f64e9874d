// Package plan says how many observations it will take to confirm a rule of a given effect, and which effects so many
// observations can show. It is arithmetic on what is assumed; it looks at no outcomes.
package plan

import (
	"errors"
	"fmt"
	"math"
)

// A Design is what a plan assumes about observations and about the rules beside the planned one.
type Design struct {
	// Information is what an observation tells about the effect: its reliability (2c-1)^2 times share (1-share) of the
	// aspect; in a divergence of two groups also times the share of one group and that of the other.
	Information float64
	// Noise is the variance of the outcome, a quarter at most, times the design effect of users who come back.
	Noise float64
	// Hypotheses of the family, and how many rules of it are expected to hold at the end.
	Hypotheses, Rules int
	// Alpha and Rho are AlphaPub and rho of the miner.
	Alpha, Rho float64
}

// Information of an observation with that mean reliability of labels, the squares of 2c-1, about an aspect of that share.
func Information(reliability, share float64) float64 {
	return reliability * share * (1 - share)
}

// Between is the information about a divergence when so much of the observations are one group's.
func Between(information, group float64) float64 { return information * group * (1 - group) }

// Validate says what cannot be planned with.
func (d Design) Validate() error {
	var errs []error
	must := func(ok bool, format string, args ...any) {
		if !ok {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	must(d.Information > 0 && d.Information <= 0.25, "an observation tells %v; expected more than 0 and a quarter at most", d.Information)
	must(d.Noise > 0 && !math.IsInf(d.Noise, 1), "the noise is %v; expected more than 0", d.Noise)
	must(d.Hypotheses >= 1, "%d hypotheses; expected 1 or more", d.Hypotheses)
	must(d.Rules >= 1 && d.Rules <= d.Hypotheses, "%d rules; expected 1 to %d, the number of hypotheses", d.Rules, d.Hypotheses)
	must(d.Alpha > 0 && d.Alpha < 1, "alpha is %v; expected more than 0 and less than 1", d.Alpha)
	must(d.Rho > 0 && !math.IsInf(d.Rho, 1), "rho is %v; expected more than 0", d.Rho)
	return errors.Join(errs...)
}

// squaredZ is the square of the standardised effect that makes the e-value large enough after n observations:
// 2 (1 + rho/V) (ln(m/(alpha r)) + ln(1 + V/rho)/2 - 1/2).
func (d Design) squaredZ(n float64) float64 {
	v := n * d.Information / 4
	return 2 * (1 + d.Rho/v) * (math.Log(float64(d.Hypotheses)/(d.Alpha*float64(d.Rules))) + math.Log1p(v/d.Rho)/2 - 0.5)
}

// Effect is the smallest effect that n observations are expected to confirm.
func (d Design) Effect(n float64) float64 {
	return math.Sqrt(d.Noise * d.squaredZ(n) / (n * d.Information))
}

// Observations is how many it takes to confirm that effect, and +Inf when no number does.
func (d Design) Observations(effect float64) float64 {
	effect = math.Abs(effect)
	low, high := 1.0, 1e15
	if !(d.Effect(high) <= effect) {
		return math.Inf(1)
	}
	// More observations show smaller effects, so the place is found by halving.
	for range 200 {
		middle := math.Sqrt(low * high)
		if d.Effect(middle) <= effect {
			high = middle
		} else {
			low = middle
		}
	}
	return math.Ceil(high - 1e-6)
}
