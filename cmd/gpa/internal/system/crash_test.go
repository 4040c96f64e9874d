//go:build linux && kafka

package system_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
)

// chance chooses the victims; GPA_CRASH_SEED makes another choice.
func chance(t *testing.T) *rand.Rand {
	t.Helper()
	seed, _ := strconv.ParseUint(os.Getenv("GPA_CRASH_SEED"), 10, 64)
	t.Logf("GPA_CRASH_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 1))
}

// each calls f at that pace as long as there is to be trouble.
func each(pace time.Duration, f func()) {
	tick := time.NewTicker(pace)
	defer tick.Stop()
	for end := time.Now().Add(trouble()); time.Now().Before(end); {
		<-tick.C
		f()
	}
}

func TestKilledProcessesChangeNothing(t *testing.T) {
	rng := chance(t)
	fleet, got := disturbed(t, newNamespace(t, brokerForAll(t), pgtest.URL(t)), func(f *fleet) {
		each(time.Second, func() {
			if err := f.members[rng.IntN(len(f.members))].kill(); err != nil {
				t.Error(err)
			}
		})
	})
	kills := 0
	for _, m := range fleet.members {
		asked, _ := m.counts()
		kills += asked
	}
	if kills < 15 || got.repeated() == 0 {
		t.Errorf("%d processes were killed and %d records repeated, want 15 and 1 or more: it was no trouble", kills, got.repeated())
	}
}

func TestFrozenProcessesChangeNothing(t *testing.T) {
	rng := chance(t)
	disturbed(t, newNamespace(t, brokerForAll(t), pgtest.URL(t)), func(f *fleet) {
		// Longer than the session: the group gives the partitions away, and a zombie wakes up in the middle of its work.
		const nap = 2500 * time.Millisecond
		each(nap+time.Second, func() {
			p := f.members[rng.IntN(len(f.members))].current()
			if err := p.signal(syscall.SIGSTOP); err != nil {
				t.Error(err)
			}
			time.Sleep(nap)
			if err := p.signal(syscall.SIGCONT); err != nil {
				t.Error(err)
			}
		})
	})
}
