package tell

import (
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func said(lines []Line, about string) string {
	var all []string
	for _, l := range lines {
		if l.About == about {
			all = append(all, l.Text)
		}
	}
	return strings.Join(all, "; ")
}

func TestARuleIsToldLineByLine(t *testing.T) {
	t.Parallel()
	first := time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)
	r := schema.Rule{
		Kind: schema.Divergence, Dimension: "plan", Group: "free", Versus: "paid", Intent: "how_to", Aspect: "length", Direction: schema.Less,
		State: schema.Confirmed, Effect: -0.25, Interval: [2]float64{-0.35, -0.15}, LogE: 20, GroupEffect: -0.15, VersusEffect: 0.1,
		FirstConfirmed: &first, Support: schema.Support{Observations: 4321, WithAspect: 1000, UsersAtLeast: 99, Conversations: 1700},
	}
	x := schema.Explanation{
		Needed: 8.5, Hypotheses: 1440, Confirmed: 6, Shards: schema.Agreeing{Agree: 61, Of: 64},
		Looks:    []schema.Look{{At: first}, {At: first.AddDate(0, 0, 6), LogE: new(20.0)}},
		Channels: []schema.ChannelView{{Channel: schema.StatedBy, Effect: 0.4, Interval: [2]float64{0.1, 0.7}, LogE: new(3.0)}},
		Strata: []schema.StratumView{
			{Stratum: "m1", Observations: 4000, Effect: -0.2, Interval: [2]float64{-0.3, -0.1}},
			{Observations: 321, Effect: -0.3, Interval: [2]float64{-0.6, 0}},
		},
		Aliases: []string{"verbosity"},
	}
	lines := Rule(r, x)
	for about, want := range map[string]string{
		"finding":   "plan · how_to: free want less length than paid (-0.25)",
		"or":        "verbosity, which cannot be told apart from length in these answers",
		"state":     "confirmed, first confirmed by the end of 2026-03-02",
		"outlook":   "",
		"effect":    "-0.250, between -0.350 and -0.150 at all times at once",
		"by group":  "free -0.150, paid +0.100",
		"evidence":  "a fair bet against it has multiplied its stake by 10^9 (log e 20.0)",
		OverTime:    "2026-03-03 to 2026-03-09, log e none to 20.0",
		"needed":    "log e 8.5: one of 1,440 hypotheses of its family, 6 of them confirmed",
		"shards":    "61 of the 64 user shards that lean at all lean its way",
		"stated":    "+0.400, between +0.100 and +0.700, log e 3.0",
		"stratum":   "m1: -0.200, between -0.300 and -0.100, of 4,000 observations; without a stratum: -0.300, between -0.600 and +0.000, of 321 observations",
		"support":   "4,321 observations, 1,000 with the aspect; at least 99 users and 1,700 conversations of the smaller group",
		"something": "",
	} {
		if got := said(lines, about); got != want {
			t.Errorf("%s: %q, want %q", about, got, want)
		}
	}
}

func TestWhatIsNotLiveHasAnOutlook(t *testing.T) {
	t.Parallel()
	for want, x := range map[string]schema.Explanation{
		"at the effect seen so far more data would not confirm it":                                                    {},
		"about 2,300 more observations confirm it if the effect stays as it is":                                       {Expected: new(int64(2300))},
		"about 2,300 more observations confirm it if the effect stays as it is, about 4 more days at this rate":       {Expected: new(int64(2300)), Days: new(3.7)},
		"about 23 more observations confirm it if the effect stays as it is, less than a day at this rate":            {Expected: new(int64(23)), Days: new(0.2)},
		"about 23 more observations confirm it if the effect stays as it is, about a day at this rate":                {Expected: new(int64(23)), Days: new(1.2)},
		"about 1,000,000 more observations confirm it if the effect stays as it is, more than ten years at this rate": {Expected: new(int64(1e6)), Days: new(1e5)},
	} {
		for _, state := range []string{schema.Emerging, schema.Retracted} {
			if got := said(Rule(schema.Rule{State: state}, x), "outlook"); got != want {
				t.Errorf("%s: %q, want %q", state, got, want)
			}
		}
	}
}

func TestRetractionsSayWhy(t *testing.T) {
	t.Parallel()
	r := schema.Rule{State: schema.Retracted, Reason: "evidence expired"}
	if got, want := said(Rule(r, schema.Explanation{Kept: 2.3, Limit: 200}), "state"),
		"retracted, evidence expired: log e fell below 2.3 as older observations left the windows"; got != want {
		t.Errorf("expired: %q, want %q", got, want)
	}
	if got, want := said(Rule(r, schema.Explanation{Contradiction: 5000, Limit: 200}), "state"),
		"retracted, contradicted: what came after its publication speaks against half of its effect by 5,000 to 1, and 200 was the limit"; got != want {
		t.Errorf("contradicted: %q, want %q", got, want)
	}
}
