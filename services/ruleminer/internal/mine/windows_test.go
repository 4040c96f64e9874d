package mine

import "testing"

// starts of the windows; -1 for none.
func starts(w *windows) [generations]int64 {
	var s [generations]int64
	for i, g := range w {
		s[i] = -1
		if g != nil {
			s[i] = g.start
		}
	}
	return s
}

func observed(n int64) *generation {
	d := newGeneration(0, 1, 1)
	d.aspects.N = n
	return d
}

func TestWindowsHoldOneToTwoEpochs(t *testing.T) {
	t.Parallel()
	w := newWindows(newGeneration(3, 1, 1))
	for epoch := range int64(10) {
		if epoch > 0 {
			w.rotate(newGeneration(10*epoch, 1, 1), epoch%4 == 0)
		}
		new(intent).add(w, observed(1))
		old1, young1 := max(3, 10*(epoch-1)), max(3, 10*epoch)
		long, longer := epoch/4*40, epoch/4*40-40
		want := [generations]int64{old1, young1, max(3, longer), max(3, long), -1}
		if got := starts(w); got != want {
			t.Errorf("epoch %d: starts %v, want %v", epoch, got, want)
		}
		counts := [4]int64{min(epoch+1, 2), 1, epoch - max(0, epoch/4*4-4) + 1, epoch%4 + 1}
		for i, want := range counts {
			if got := w[i].aspects.N; got != want {
				t.Errorf("epoch %d: window %d holds %d flushes, want %d", epoch, i, got, want)
			}
		}
	}
	if n := len(w.distinct()); n != 3 || w[old] != w[longYoung] {
		t.Errorf("%d distinct generations: the old window began with the young long one", n)
	}
}

func TestResetLastsUntilTheOldWindowIsYounger(t *testing.T) {
	t.Parallel()
	w := newWindows(newGeneration(0, 1, 1))
	w.openReset(newGeneration(5, 1, 1))
	first := w[reset]
	w.openReset(newGeneration(7, 1, 1))
	if w[reset] != first {
		t.Error("a second reset replaced the first")
	}
	new(intent).add(w, observed(4))
	if w[reset].aspects.N != 4 || w[old].aspects.N != 4 {
		t.Error("a flush does not reach all windows once")
	}
	w.rotate(newGeneration(10, 1, 1), false)
	if w[reset] == nil {
		t.Fatal("gone while the old window still reaches back")
	}
	w.rotate(newGeneration(20, 1, 1), false)
	if w[reset] != nil {
		t.Error("still there although the old window started later")
	}
}

func TestWindowsGrowEmpty(t *testing.T) {
	t.Parallel()
	w := newWindows(newGeneration(0, 1, 1))
	if !w.empty() {
		t.Error("new windows hold something")
	}
	new(intent).add(w, observed(1))
	for epoch := range int64(8) {
		if w.empty() {
			t.Errorf("empty after %d epochs", epoch)
		}
		w.rotate(newGeneration(10*(epoch+1), 1, 1), (epoch+1)%4 == 0)
	}
	if !w.empty() {
		t.Error("after two long epochs something is left")
	}
}
