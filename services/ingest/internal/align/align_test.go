package align_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream/clock"
	"github.com/gpa-stream/gpa/services/ingest/internal/align"
)

const (
	live  = gpav1.SourceState_SOURCE_STATE_LIVE
	idle  = gpav1.SourceState_SOURCE_STATE_IDLE
	ended = gpav1.SourceState_SOURCE_STATE_ENDED
)

func says(source string, offset, time int64, state gpav1.SourceState) *gpav1.Statement {
	return &gpav1.Statement{Source: source, Offset: offset, TimeUs: time, State: state}
}

func TestASourceWaitsForTheSlowestLiveOneOnly(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		others []*gpav1.Statement
		at     int64
		want   int64
	}{
		"nobody has spoken":              {nil, 1000, 0},
		"within the limit":               {[]*gpav1.Statement{says("b", 1, 900, live)}, 1000, 0},
		"too far ahead":                  {[]*gpav1.Statement{says("b", 1, 899, live)}, 1000, 1},
		"the slowest counts":             {[]*gpav1.Statement{says("b", 1, 990, live), says("c", 1, 500, live)}, 1000, 400},
		"behind all":                     {[]*gpav1.Statement{says("b", 1, 5000, live)}, 1000, -4100},
		"idle ones hold nobody up":       {[]*gpav1.Statement{says("b", 1, 0, idle)}, 1000, 0},
		"ended ones hold nobody up":      {[]*gpav1.Statement{says("b", 1, 0, ended)}, 1000, 0},
		"one without a time neither":     {[]*gpav1.Statement{says("b", 0, clock.Never, live)}, 1000, 0},
		"its own words do not count":     {[]*gpav1.Statement{says("a", 1, 0, live)}, 1000, 0},
		"without a time there is no far": {[]*gpav1.Statement{says("b", 1, 0, live)}, clock.Never, 0},
		"an older statement is ignored":  {[]*gpav1.Statement{says("b", 9, 950, live), says("b", 8, 10, live)}, 1000, -50},
		"idle beats live at an offset":   {[]*gpav1.Statement{says("b", 9, 10, idle), says("b", 9, 10, live)}, 1000, 0},
		"one that wakes counts again":    {[]*gpav1.Statement{says("b", 9, 10, idle), says("b", 10, 10, live)}, 1000, 890},
	} {
		f := align.New(100)
		for _, s := range c.others {
			f.Read(s)
		}
		if got := f.Excess("a", c.at); got != c.want {
			t.Errorf("%s: %d too far ahead, want %d", name, got, c.want)
		}
	}
}

func TestSomebodyMayAlwaysGoOn(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		f := align.New(r.Int64N(100))
		times := map[string]int64{}
		for i := range 1 + r.IntN(6) {
			name := strconv.Itoa(i)
			times[name] = r.Int64N(1000)
			f.Read(says(name, 1, times[name], live))
		}
		free := 0
		for name, at := range times {
			if f.Excess(name, at) <= 0 {
				free++
			}
		}
		if free == 0 {
			t.Fatalf("all of %v wait", times)
		}
	}
}
