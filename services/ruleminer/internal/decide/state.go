package decide

import "math"

// A State is where a rule stands.
type State uint8

// States. A rule that was never confirmed is Unknown.
const (
	Unknown State = iota
	Confirmed
	Kept
	Retracted
)

// Live says whether the rule holds now.
func (s State) Live() bool { return s == Confirmed || s == Kept }

// Next is the state after a look: a live rule that is no longer confirmed is kept as long as its own e-value is at
// least 1/alphaKeep.
func Next(was State, confirmed bool, logE, alphaKeep float64) State {
	switch {
	case confirmed:
		return Confirmed
	case was.Live() && logE >= -math.Log(alphaKeep):
		return Kept
	case was.Live():
		return Retracted
	}
	return was
}
