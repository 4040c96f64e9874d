package bench

import (
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
