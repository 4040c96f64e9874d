package mine

import (
	"math"
	"testing"
)

func TestRatesSayWhatCameInAndWhatItTells(t *testing.T) {
	t.Parallel()
	w := base(61)
	w.n, w.intents, w.aspects, w.buckets, w.taste, w.mood = 40_000, 2, 4, 20, 0, 0
	rates := mineWorld(t, w, DefaultParams(day), nil).Explain().Rates
	if len(rates) != 4 {
		t.Fatalf("%d rates, want one for each group and intent", len(rates))
	}
	for _, r := range rates {
		if r.Days != 20 || r.Since.Unix() != 0 || r.Observations < 6000 || r.Observations > 11_000 || r.UsersAtLeast < 500 {
			t.Errorf("%+v", r)
		}
		if r.Hypotheses != 2*4*2 || r.Preferences != 2*2*4*2 {
			t.Errorf("%d and %d hypotheses", r.Hypotheses, r.Preferences)
		}
		// Labels are right with c between 0.75 and 0.99: the mean of (2c-1)^2 is 0.566. Outcomes that were made unbiased vary by
		// a quarter on the scale of weights.
		for _, a := range r.Aspects {
			if math.Abs(a.Share-0.3) > 0.02 || math.Abs(a.Information-0.566*0.21) > 0.008 {
				t.Errorf("%+v", a)
			}
		}
		if math.Abs(r.Noise-0.25) > 0.06 {
			t.Errorf("noise %v", r.Noise)
		}
	}
}
