// Package measure reads off an answer how much of each aspect it has: deterministic meters over one shared scan.
// It judges form, never whether what the answer says is true, and never looks beyond the exchange.
package measure

import "fmt"

// Input is what the meters look at.
type Input struct {
	// Prompt is the request, Response the answer that is measured.
	Prompt, Response string
	// Locale is the user's, e.g. en-GB; empty when unknown.
	Locale string
}

// A Reading is one aspect of a response.
type Reading struct {
	Aspect string
	// Value is how much of it there is, 0 to 1.
	Value float64
	// Present says that Value reaches the threshold.
	Present bool
}

// Thresholds are the values from which aspects are present, for those where a pack differs from the default.
type Thresholds map[string]float64

// Check says what is wrong with thresholds: an aspect without a meter, or a value that is not above 0 and at most 1.
func (t Thresholds) Check() error {
	known := Defaults()
	for name, v := range t {
		if _, ok := known[name]; !ok {
			return fmt.Errorf("check thresholds: no meter for aspect %q", name)
		}
		if !(v > 0 && v <= 1) {
			return fmt.Errorf("check thresholds: %s is %v, want above 0 and at most 1", name, v)
		}
	}
	return nil
}

// Defaults are the thresholds that hold when a pack says nothing.
func Defaults() Thresholds {
	t := make(Thresholds, len(meters))
	for _, m := range meters {
		t[m.aspect] = m.threshold
	}
	return t
}

// Measure reads all aspects with the default thresholds, sorted by name.
func Measure(in Input) []Reading { return Thresholds(nil).Measure(in) }

// Measure reads all aspects, sorted by name. Texts are looked at up to their first 60,000 bytes.
func (t Thresholds) Measure(in Input) []Reading {
	s, ok := scans.Get().(*scan)
	if !ok {
		s = &scan{}
	}
	defer scans.Put(s)
	s.read(in)
	out := make([]Reading, len(meters))
	for i, m := range meters {
		threshold := m.threshold
		if v, ok := t[m.aspect]; ok {
			threshold = v
		}
		v := clamp(m.value(s))
		out[i] = Reading{Aspect: m.aspect, Value: v, Present: v >= threshold}
	}
	return out
}

// clamp holds a value between 0 and 1; what is not a number counts as 0.
func clamp(v float64) float64 {
	if !(v > 0) {
		return 0
	}
	return min(v, 1)
}

// half grades a count or rate: 0 at none, one half at the point where the aspect counts as present, towards 1 beyond.
func half(x, present float64) float64 { return x / (x + present) }
