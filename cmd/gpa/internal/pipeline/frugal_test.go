package pipeline

import (
	"math"
	"runtime/debug"
	"testing"
)

// These set what the whole process shares, so they run alone.

func TestMemoryIsHeldDownDuringARunAndNotAfter(t *testing.T) { //nolint:paralleltest // The limit is the process's.
	f := newFrugal()
	if got := debug.SetMemoryLimit(-1); got < memoryMost || got == math.MaxInt64 {
		t.Errorf("during a run the limit is %d, want %d or what is in use asks for", got, memoryMost)
	}
	f.end()
	if got := debug.SetMemoryLimit(-1); got != math.MaxInt64 {
		t.Errorf("after it the limit is %d, want none", got)
	}
}

func TestHowOftenMemoryIsCollectedIsTheUsersToSay(t *testing.T) { //nolint:paralleltest // The percent is the process's.
	for before, want := range map[int]int{unasked: seldom, 50: 50} {
		was := debug.SetGCPercent(before)
		f := newFrugal()
		during := debug.SetGCPercent(before)
		debug.SetGCPercent(during)
		f.end()
		if after := debug.SetGCPercent(was); during != want || after != before {
			t.Errorf("set to %d it is %d during a run and %d after it, want %d and %d", before, during, after, want, before)
		}
	}
}

func TestALimitOfTheUserHolds(t *testing.T) { //nolint:paralleltest // The limit is the process's.
	debug.SetMemoryLimit(1 << 40)
	defer debug.SetMemoryLimit(math.MaxInt64)
	f := newFrugal()
	f.tend()
	f.end()
	if got := debug.SetMemoryLimit(-1); got != 1<<40 {
		t.Errorf("the limit is %d, want what the user has set", got)
	}
}

func TestTheLimitLeavesHalfOfWhatIsInUseToBeCollected(t *testing.T) {
	t.Parallel()
	for live, want := range map[int64]int64{0: memoryMost, 100 << 20: memoryMost, 1000 << 20: 1500 << 20} {
		if got := limitOf(live); got != want {
			t.Errorf("with %d in use the limit is %d, want %d", live, got, want)
		}
	}
}
