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
	rng, kills := chance(t), 0
	disturbed(t, newNamespace(t, brokerForAll(t), pgtest.URL(t)), 2, func(f *fleet) {
		each(time.Second, func() {
			if err := f.members[rng.IntN(len(f.members))].kill(); err != nil {
				t.Error(err)
			}
		})
		for _, m := range f.members {
			asked, _ := m.counts()
			kills += asked
		}
	})
	if kills < 15 {
		t.Errorf("%d processes were killed, want 15 or more", kills)
	}
}

func TestFrozenProcessesChangeNothing(t *testing.T) {
	rng := chance(t)
	disturbed(t, newNamespace(t, brokerForAll(t), pgtest.URL(t)), 2, func(f *fleet) {
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

func TestJoiningAndLeavingChangesNothing(t *testing.T) {
	disturbed(t, newNamespace(t, brokerForAll(t), pgtest.URL(t)), 2, func(f *fleet) {
		time.Sleep(trouble() / 4)
		first := f.members
		for _, stage := range stages {
			f.join(stage)
		}
		time.Sleep(trouble() / 4)
		for i := range stages {
			took, err := first[2*i].leave(10 * time.Second)
			if err != nil || took > 3*time.Second {
				t.Errorf("%s left after %s (%v), want within 3 s", first[2*i].name, took, err)
			}
			if p := first[2*i].current(); p.err != nil {
				t.Errorf("%s left with %v: %s", first[2*i].name, p.err, tail(first[2*i].log))
			}
		}
	})
}
