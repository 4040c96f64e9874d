package pipeline

import (
	"testing"
	"time"

	"github.com/gpa-stream/gpa/services/ingest"
)

func TestAnEndIsWaitedForNoLongerThanItComes(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	at := func(hour float64) int64 { return now.Add(time.Duration(hour * float64(time.Hour))).UnixMicro() }
	type record struct {
		partition  int32
		at, latest float64 // hours from now
	}
	for name, c := range map[string]struct {
		lateness time.Duration
		records  []record
		want     float64
	}{
		"the largest":                        {time.Hour, []record{{0, -9, -9}, {1, -7, -7}, {0, -8, -8}}, -7},
		"the last turn and not the first":    {time.Hour, []record{{0, -9, -5}}, -5},
		"a late record ends nowhere":         {time.Hour, []record{{0, -5, -5}, {0, -6.1, -2}}, -5},
		"in time by a hair":                  {time.Hour, []record{{0, -5, -5}, {0, -6, -2}}, -2},
		"late in one partition only":         {time.Hour, []record{{0, -5, -5}, {1, -9, -2}}, -2},
		"a clock gone wrong":                 {time.Hour, []record{{0, -5, -5}, {0, -5, 1.1}, {0, 9, 9}}, -5},
		"a little ahead":                     {time.Hour, []record{{0, -5, 0.9}}, 0.9},
		"the future makes nothing late":      {time.Hour, []record{{0, 9, 9}, {0, -5, -5}}, -5},
		"without lateness everything counts": {ingest.NoLateness, []record{{0, -5, -5}, {0, -90, 9}}, 9},
	} {
		h := newHorizon(c.lateness, now)
		for _, r := range c.records {
			h.add(r.partition, at(r.at), at(r.latest))
		}
		if h.most != at(c.want) {
			t.Errorf("%s: waits for %s, want %s", name, time.UnixMicro(h.most).UTC(), time.UnixMicro(at(c.want)).UTC())
		}
	}
}
