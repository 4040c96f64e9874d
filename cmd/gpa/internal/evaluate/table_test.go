package evaluate

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// rows of two scenarios, made up.
func rows() []Row {
	size := Size{Divergence, 0.2}
	found := Published{LiveAtEnd: 5, Found: map[Size]int{size: 2}, Planted: map[Size]int{size: 3}}
	wrong := Published{EverFalse: 4, FalseAtEnd: 3, LiveAtEnd: 9, Found: map[Size]int{size: 1}}
	return []Row{
		{Scenario{Name: "one", About: "first"}, []Outcome{
			{Miner: found, Beside: &found, Naive: wrong, Ratios: []float64{0.9, 1}, Covered: 2, Intervals: 2, CoveredAtEnd: 3, IntervalsAtEnd: 4, Sizes: map[float64][]int64{0.2: {900, 1100}}},
			{Miner: found, Beside: &wrong, Checks: Checks{Rules: 40, Alike: 4, SameRight: 3}, Naive: Published{}, Ratios: []float64{1.1, 1.2}, Covered: 1, Intervals: 2},
		}},
		{Scenario{Name: "two", About: "second", Change: 3, Spam: &Spam{}}, []Outcome{{
			Miner: Published{EverFalse: 1}, Naive: Published{}, Spammed: true, Checks: Checks{Rules: 2, Beyond: 1, SameWrong: 1},
			Drift: Drift{Flipped: []float64{3, 9, 4}, Opposite: []float64{12}, Stable: 7, StableLost: 1, NaiveWrong: 5, NaiveStays: 4},
		}}},
	}
}

func TestTheTableAddsRunsUp(t *testing.T) {
	t.Parallel()
	got := string(Markdown(rows()))
	for _, want := range []string{
		"| one: first | 2 | 0 (0.00) | 0 of 10 | 1 (0.50) | 3 of 9 |",
		"| two: second | 1 | 1 (1.00) | 0 of 0 | 0 (0.00) | 0 of 0 |",
		"| one | divergence of 0.20 | 4 of 6 (0.67) | 1100 | 1 (0.17) |",
		"| one | 4 | 1.10 (0.90 to 1.20) | 0.750 | 0.750 of 4 |",
		"| one | 0 of 10 | 3 of 14 | 0 (0.00) | 1 (0.50) | 0.20: 0.67 | 0.20: 0.50 |",
		`Of 42 rules shown, day by day, 1 claimed more support than the log held, and 0 rested on fewer users than the floor. ` +
			`"Same" was said of 1 groups that differ by an effect of interest, and at the end of 3 (0.75) of 4 that do not.`,
		"two: the spammed rule was published in 1 (1.00) of 1 runs.",
		"two: of 3 flipped rules the median was retracted after 4 days (90 % within 9), the opposite published after 12 days (90 % within 12); of 0 vanished ones after –.",
		"Of 7 that stayed true 1 were lost. The z-test still claimed 4 of 5 that were no longer true.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

func TestDocumentsSayWhatTheTableSays(t *testing.T) {
	t.Parallel()
	docs := Documents(rows())
	one, two := docs[0], docs[1]
	if one.Runs != 2 || one.Naive.RunsWithFalse != 1 || one.Miner.LiveAtEnd != 10 || *one.Coverage != 0.75 || *one.CoverageAtEnd != 0.75 || one.Beside.FalseAtEnd != 3 || *one.RatioMedian != 1.1 {
		t.Errorf("%+v", one)
	}
	if p := one.Miner.Power; len(p) != 1 || p[0].Found != 4 || p[0].Planted != 6 || p[0].Kind != Divergence {
		t.Errorf("power %+v", p)
	}
	if two.Coverage != nil || two.Beside != nil || two.Checks.Beyond != 1 || two.Spammed != 1 || two.Miner.RunsWithFalse != 1 {
		t.Errorf("%+v", two)
	}
	b, err := json.Marshal(docs)
	if err != nil || !strings.Contains(string(b), `"power":[{"kind":"divergence","effect":0.2,"found":4,"planted":6}]`) {
		t.Errorf("%s, %v", b, err)
	}
}

func TestQuantilesOfSmallLists(t *testing.T) {
	t.Parallel()
	if !math.IsNaN(quantile(nil, 0.5)) {
		t.Error("nothing has a median")
	}
	list := []float64{5, 1, 3}
	for share, want := range map[float64]float64{0: 1, 0.5: 3, 0.9: 5, 1: 5} {
		if got := quantile(list, share); got != want {
			t.Errorf("the %v quantile is %v, want %v", share, got, want)
		}
	}
	if list[0] != 5 {
		t.Error("the list was sorted in place")
	}
}
