//go:build soak

package mine

import (
	"math"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"
)

// TestMemoryStaysFlatOverAHundredMillionTurns counts what a hundred million turns bring: fifty million observations in
// four hundred days, each hundredth of them twice. TURNS is another number.
func TestMemoryStaysFlatOverAHundredMillionTurns(t *testing.T) {
	turns := 100_000_000
	if text := os.Getenv("TURNS"); text != "" {
		var err error
		if turns, err = strconv.Atoi(text); err != nil {
			t.Fatalf("TURNS: %v", err)
		}
	}
	const buckets, looks = 400, 20
	w := world{
		seed: 8, n: 200_000, users: 50_000, buckets: 1, intents: 8, aspects: 28, strata: 2, groups: []string{"expert", "novice"},
		effect: func(_, _ int, group string, aspect int) float64 {
			if aspect == 0 && group == "novice" {
				return 0.2
			}
			return 0
		},
	}
	var pool []Observation
	w.each(func(o Observation) { pool = append(pool, o) })
	p := DefaultParams(day)
	m := NewMiner(p)
	var used Counters
	var held []uint64
	begin, number := time.Now(), 0
	for at := range int64(buckets) {
		b := NewBucket(p, testSalt)
		for range turns / 2 / buckets {
			o := pool[number%len(pool)]
			o.ID, o.Time = "x"+strconv.Itoa(number), at*testDay
			b.Add(o)
			if number%100 == 0 {
				b.Add(o)
			}
			number++
		}
		if err := m.Take(at, b.Close(&used, math.MaxInt64)); err != nil {
			t.Fatal(err)
		}
		if at%(buckets/looks) == 0 {
			var now runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&now)
			held = append(held, now.HeapInuse)
			t.Logf("%d turns, day %d: %.0f turns/s, %d MiB in use", 2*number, at, float64(2*number)/time.Since(begin).Seconds(), now.HeapInuse>>20)
		}
	}
	state, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	live := 0
	for _, r := range m.RuleSet().Rules {
		if r.Live() {
			live++
		}
	}
	t.Logf("%d turns in %s; %d rules live; the state has %d KiB", 2*number, time.Since(begin).Round(time.Second), live, len(state)>>10)
	if got := m.Counts().Exchanges; got != int64(number) {
		t.Errorf("%d observations are counted, want %d", got, number)
	}
	if live == 0 {
		t.Error("no rule is live")
	}
	early, late := slices.Max(held[looks/4:looks/2]), slices.Max(held[3*looks/4:])
	if late > early+early/5+8<<20 {
		t.Errorf("%d MiB in use in the last quarter, %d MiB in the second", late>>20, early>>20)
	}
}
