package simulate

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestReactionsHaveTheirShares(t *testing.T) {
	t.Parallel()
	s := small(t, "demo", 8000)
	_, truth := generate(t, s, 11)
	n, all := truth.Counts, float64(truth.Counts.Exchanges)
	for name, c := range map[string]struct {
		n    int
		want float64
	}{"silent": {n.Silent, s.Reactions.None}, "neutral": {n.Neutral, s.Reactions.Neutral}, "ratings": {n.Ratings, s.Reactions.Explicit}} {
		if got := float64(c.n) / all; math.Abs(got-c.want) > 0.015 {
			t.Errorf("%s: share %.3f, want %.2f", name, got, c.want)
		}
	}
	if got := all / float64(n.Conversations); got < 1.1 || got > s.Exchanges {
		t.Errorf("%.2f exchanges a conversation, want somewhat less than %v, as silence ends some", got, s.Exchanges)
	}
}

func TestRatingsFollowSatisfactionButForSlips(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	for _, satisfied := range []bool{true, false} {
		right, scaled := 0, 0
		for range 4000 {
			f := rate(rng, 3, satisfied, time.Minute)
			if f.Turn != 3 || (f.Value == "") == (f.Rating == 0) || (f.Scale == 5) != (f.Rating > 0) || f.Rating > 5 {
				t.Fatalf("not a rating: %+v", f)
			}
			if f.Rating > 0 {
				scaled++
			}
			if (f.Value == "up" || f.Rating > 3) == satisfied {
				right++
			}
		}
		if right < 3800 || right == 4000 || scaled < 1000 || scaled > 1700 {
			t.Errorf("satisfied %v: %d of 4000 ratings agree, %d on a scale", satisfied, right, scaled)
		}
	}
}

func TestRegretIsForWhatIsMissedOrMinded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		effect  float64
		present bool
		want    float64
	}{{0.2, false, 0.2}, {0.2, true, 0}, {-0.3, true, 0.3}, {-0.3, false, 0}, {0.03, false, 0}, {0, true, 0}} {
		sc := scene{effects: []float64{0.9, c.effect}}
		if c.present {
			sc.present = 1 << 1
		}
		if got := sc.regret(1); got != c.want {
			t.Errorf("effect %v, present %v: regret %v, want %v", c.effect, c.present, got, c.want)
		}
	}
}

func TestWheelsDrawByWeight(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 4))
	w := newWheel(3, func(i int) float64 { return []float64{1, 0, 3}[i] })
	var n [3]int
	for range 8000 {
		n[w.draw(rng)]++
	}
	if n[1] != 0 || math.Abs(float64(n[2])/8000-0.75) > 0.02 {
		t.Errorf("drew %v by weights 1, 0, 3", n)
	}
	if got := newWheel(0, nil).draw(rng); got != 0 {
		t.Errorf("an empty wheel gives %d", got)
	}
}

func TestTastesAreNormalAndBelongToTheUser(t *testing.T) {
	t.Parallel()
	var sum, squares float64
	var list []float64
	const n = 50_000
	for i := range uint64(n) {
		x := normal(mix(7, i))
		if x != normal(mix(7, i)) {
			t.Fatal("a taste changes")
		}
		sum += x
		squares += x * x
		list = append(list, x)
	}
	slices.Sort(list)
	if mean, dev := sum/n, math.Sqrt(squares/n); math.Abs(mean) > 0.02 || math.Abs(dev-1) > 0.02 {
		t.Errorf("mean %.3f, deviation %.3f; want 0 and 1", mean, dev)
	}
	if p := list[n*84134/100000]; math.Abs(p-1) > 0.06 {
		t.Errorf("84 %% lie below %.3f, want 1", p)
	}
}

func TestTheDayHasItsRhythm(t *testing.T) {
	t.Parallel()
	s := mustShipped(t, "demo")
	s.Conversations, s.Days = 20_000, 10
	c, rng := newCalendar(s), rand.New(rand.NewPCG(1, 1))
	byHour, byDay := map[int]int{}, map[int]int{}
	before := s.Start
	for range s.Conversations {
		at := c.next(rng)
		if at.Before(before) {
			t.Fatalf("%v after %v", at, before)
		}
		before = at
		byHour[at.Hour()]++
		byDay[at.Day()]++
	}
	if byHour[3]*6 > byHour[10] || byHour[3] == 0 {
		t.Errorf("%d at three in the morning, %d at ten", byHour[3], byHour[10])
	}
	if len(byDay) != 10 {
		t.Errorf("%d days of 10", len(byDay))
	}
	for day, n := range byDay {
		if n < 1700 || n > 2300 {
			t.Errorf("day %d has %d conversations of 20,000 in ten days", day, n)
		}
	}
	if last := c.next(rng); last.Before(before) || !last.Before(s.Start.AddDate(0, 0, 10)) {
		t.Errorf("one too many gives %v", last)
	}
}
