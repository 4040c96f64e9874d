//go:build linux && kafka

package system_test

import (
	"testing"
	"time"
)

func TestASlowNetworkThatLosesConnectionsChangesNothing(t *testing.T) {
	calmly(t)
	space, toKafka, toPostgres := wired(t)
	wires := []*wire{toKafka, toPostgres}
	slow := fault{kind: "latency", share: 1, attributes: map[string]int{"latency": 200}}
	// A connection lives as long as its owner likes: each draws its lot anew, twice a second.
	reset := fault{kind: "reset_peer", share: 0.01, attributes: map[string]int{"timeout": 0}}
	disturbed(t, space, func(*fleet) {
		before := []int{}
		for _, w := range wires {
			w.suffer(t, slow)
			w.suffer(t, reset)
			before = append(before, w.made(t))
		}
		each(500*time.Millisecond, func() {
			for _, w := range wires {
				w.relieve(t, reset)
				w.suffer(t, reset)
			}
		})
		for i, w := range wires {
			again := w.made(t) - before[i]
			t.Logf("%s: %d new connections", w.name, again)
			if again == 0 {
				t.Errorf("no connection to %s was lost: it was no trouble", w.name)
			}
			w.relieve(t, reset)
			w.relieve(t, slow)
		}
	})
}

func TestACutNetworkChangesNothing(t *testing.T) {
	calmly(t)
	const limit = 30 * time.Second
	space, toKafka, toPostgres := wired(t)
	cut := 6 * time.Second
	if full {
		cut = 30 * time.Second
	}
	fleet, _ := disturbedFor(t, space, 5*cut/2, func(*fleet) {
		for _, w := range []*wire{toKafka, toPostgres} {
			time.Sleep(cut / 5)
			w.cut(t, cut)
			done, end := space.count(t, "miner_buckets"), time.Now()
			// A bucket becomes rules when every stage works again.
			eventually(t, "a bucket after the cut", func() bool { return space.count(t, "miner_buckets") > done })
			took := time.Since(end)
			t.Logf("%s was cut off for %s; the next bucket came %s later", w.name, cut, took.Round(100*time.Millisecond))
			if took > limit {
				t.Errorf("after a cut it takes %s to go on, want %s", took, limit)
			}
		}
	})
	if fell := fleet.fallen(); len(fell) > 0 {
		t.Errorf("processes ended because the network was away: %v", fell)
	}
}
