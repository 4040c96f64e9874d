//go:build linux && kafka

package system_test

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
)

// calm is the outcome of a run of the shared log to which nothing happens.
var calm struct {
	sync.Once
	outcome outcome
}

// calmly runs the shared log once for all tests. Conversations are not marked as whole: their exchanges wait for the
// time, so that whoever takes over a partition has to find what others remembered.
func calmly(t *testing.T) outcome {
	t.Helper()
	calm.Do(func() {
		space := newNamespace(t, brokerForAll(t), pgtest.URL(t))
		fleet := launch(t, space, 1)
		space.gpa("import", crashed(t).path, "--as-turns", "--close")
		o := space.outcome(t)
		if fell := fleet.fallen(); len(fell) > 0 {
			t.Errorf("in the calm run processes ended by themselves: %v", fell)
		}
		want := files(t).mine(crashed(t).path)
		if len(o.turns.ids) != int(want.Input.Turns) || len(o.exchanges.ids) != int(want.Exchanges.Total) {
			t.Errorf("the calm run has %d turns and %d exchanges, in memory it is %d and %d",
				len(o.turns.ids), len(o.exchanges.ids), want.Input.Turns, want.Exchanges.Total)
		}
		fleet.clear()
		calm.outcome = o
	})
	if calm.outcome.digest == "" {
		t.Fatal("there is no calm run to compare with")
	}
	return calm.outcome
}

// flow sends the shared log, which takes about so long.
func (n *namespace) flow(t *testing.T, over time.Duration) *process {
	t.Helper()
	log := crashed(t)
	rate := float64(log.conversations) / over.Seconds()
	run, _ := n.background("import", log.path, "--as-turns", "--close", "--rate", strconv.FormatFloat(rate, 'f', 1, 64))
	return run
}

// trouble is how long a run is disturbed.
func trouble() time.Duration {
	if full {
		return time.Minute
	}
	return 20 * time.Second
}

// disturbed lets the shared log flow while trouble happens, and compares the outcome with the calm run's.
func disturbed(t *testing.T, space *namespace, happen func(*fleet)) (*fleet, outcome) {
	t.Helper()
	return disturbedFor(t, space, trouble(), happen)
}

// disturbedFor is disturbed with a log that flows so long.
func disturbedFor(t *testing.T, space *namespace, flow time.Duration, happen func(*fleet)) (*fleet, outcome) {
	t.Helper()
	want := calmly(t)
	fleet := launch(t, space, 2)
	fleet.awaitStart()
	begin := time.Now()
	run := space.flow(t, flow)
	happen(fleet)
	space.await(run, "import", patience)
	settled := time.Since(begin).Round(100 * time.Millisecond)
	got := space.outcome(t)
	t.Logf("settled after %s; %d records repeated; ended by themselves: %v", settled, got.repeated(), fleet.fallen())
	got.equals(t, want)
	return fleet, got
}
