package decide

import (
	"math"
	"testing"
)

func TestLiveRulesAreKeptWhileTheirOwnEvidenceHolds(t *testing.T) {
	t.Parallel()
	at10 := -math.Log(0.10)
	for _, c := range []struct {
		name      string
		was       State
		confirmed bool
		logE      float64
		want      State
	}{
		{"new and confirmed", Unknown, true, 8, Confirmed},
		{"new and strong alone", Unknown, false, 8, Unknown},
		{"confirmed stays", Confirmed, true, 8, Confirmed},
		{"no longer in the set", Confirmed, false, at10, Kept},
		{"too weak to keep", Confirmed, false, at10 - 1e-9, Retracted},
		{"kept stays", Kept, false, 3, Kept},
		{"kept comes back", Kept, true, 8, Confirmed},
		{"kept goes", Kept, false, 1, Retracted},
		{"retracted is not kept", Retracted, false, 8, Retracted},
		{"retracted comes back", Retracted, true, 8, Confirmed},
	} {
		if got := Next(c.was, c.confirmed, c.logE, 0.10); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	for state, want := range map[State]bool{Unknown: false, Confirmed: true, Kept: true, Retracted: false} {
		if state.Live() != want {
			t.Errorf("state %v live: %v, want %v", state, state.Live(), want)
		}
	}
}
