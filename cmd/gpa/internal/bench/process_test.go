package bench

import (
	"runtime"
	"testing"
	"time"
)

const (
	stat   = "4711 (a (name) of) S 1 4711 4711 0 -1 4194560 5 0 0 0 123 45 0 0 20 0 9 0 1000 1 2\n"
	status = "Name:\tgpa\nVmPeak:\t  999 kB\nVmHWM:\t  2048 kB\nVmRSS:\t 1 kB\n"
)

func TestWhatAProcessTakesIsRead(t *testing.T) {
	t.Parallel()
	got, err := parseUsage(stat, status)
	if want := (usage{cpu: 1680 * time.Millisecond, peak: 2 << 20}); err != nil || got != want {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

func FuzzWhatIsNoUsageIsRefused(f *testing.F) {
	f.Add(stat, status)
	f.Add("1 (x) S", "")
	f.Add("", "VmHWM: kB")
	f.Fuzz(func(t *testing.T, stat, status string) {
		if u, err := parseUsage(stat, status); err != nil && u != (usage{}) {
			t.Errorf("%+v beside %v", u, err)
		}
	})
}

// What Linux hands down of the memory of the program that starts another is none of the other's.
func TestTheMemoryOfAProcessIsItsOwn(t *testing.T) {
	t.Parallel()
	big := make([]byte, 200<<20)
	for i := 0; i < len(big); i += 4096 {
		big[i] = 1
	}
	p, err := start(t.Context(), t.TempDir(), "small", "/bin/sh", nil, "-c", "sleep 0.2")
	if err != nil {
		t.Fatal(err)
	}
	u, err := p.wait()
	if err != nil {
		t.Fatal(err)
	}
	if u.peak == 0 || u.peak > 50<<20 {
		t.Errorf("a shell took %d MB", u.peak>>20)
	}
	runtime.KeepAlive(big)
}

func TestTheMedianIsTheFigureInTheMiddle(t *testing.T) {
	t.Parallel()
	all := []Figure{{Turns: 9, Took: time.Second}, {Turns: 1, Took: time.Second}, {Turns: 5, Took: time.Second}}
	if got := median(all); got.Turns != 5 {
		t.Errorf("got %v, want the one with 5 turns", got)
	}
}
