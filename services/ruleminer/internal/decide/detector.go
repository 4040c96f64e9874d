package decide

import "math"

// A Detector watches one live rule for signs that its effect is gone (Shiryaev-Roberts).
type Detector struct {
	// R grows as flushes contradict the rule.
	R float64
	// Ref is the effect, in the rule's direction, that counts as "still there": half of that at publication.
	Ref float64
}

// Watch is a detector for a rule published with that effect, taken in the rule's direction.
func Watch(effect float64) Detector { return Detector{Ref: effect / 2} }

// Next is the detector after a flush with that score u in the rule's direction, information d and variance v.
func (s Detector) Next(u, d, v float64) Detector {
	if d <= 0 || v <= 0 || s.Ref <= 0 {
		return s
	}
	lambda := float64(s.Ref*d) / v
	gain := float64(lambda*(float64(s.Ref*d)-u)) - float64(float64(lambda*lambda)*v)/2
	s.R = (1 + s.R) * math.Exp(gain)
	return s
}

// Fired says whether the rule is contradicted, with one false alarm in arl flushes for a rule exactly at Ref.
func (s Detector) Fired(arl float64) bool { return s.R >= arl }
