package pipeline

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestASlowImportTricklesIn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rate  float64
		batch int
	}{{0, 500}, {0.5, 1}, {10, 1}, {630, 63}, {1e6, 500}} {
		if got := newPace(c.rate).batch; got != c.batch {
			t.Errorf("%g records a second go %d at once, want %d", c.rate, got, c.batch)
		}
	}
}

func TestARateIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, begin := newPace(100), time.Now()
		for sent := 0; sent < 1000; sent += p.batch {
			if err := p.wait(t.Context(), sent+p.batch); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(begin); took < 9*time.Second || took > 10*time.Second {
			t.Errorf("1,000 records at 100 a second took %s", took)
		}
	})
}
