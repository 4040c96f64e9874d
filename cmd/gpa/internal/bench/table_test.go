package bench

import (
	"strings"
	"testing"
	"time"
)

func TestFiguresAreSetSideBySide(t *testing.T) {
	t.Parallel()
	f := Figures{
		Broker: "a broker", Conversations: 2, Turns: 1000, Bytes: 3e6, Load: 5000,
		Yardstick: Figure{Name: "yardstick", Turns: 1000, Took: time.Millisecond, CPU: time.Millisecond, Peak: 5e6},
		Together:  Figure{Name: "together", Turns: 1000, Took: 4 * time.Millisecond, CPU: 8 * time.Millisecond, Peak: 123e6},
		Latencies: []Latency{{Name: "seen", Times: 1234, Half: 5 * time.Millisecond, Most: 1500 * time.Millisecond}},
		Python:    Figure{Name: "peer", Turns: 10, Took: time.Millisecond},
		Judging:   Figure{Name: "ours", Turns: 1000, Took: 4 * time.Millisecond},
	}
	var b strings.Builder
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| yardstick   | 1,000,000 |            1.000 |     1.0 µs |   5 MB |",
		"| together    |   250,000 |            0.250 |     8.0 µs | 123 MB |",
		"| seen                        | 1,234 | 5ms | 1.5s |",
		"| ours                             | 250,000 |           25.0 |     0.0 µs |   0 MB |",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no line %q in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "a core for each instance") {
		t.Errorf("what was not measured is shown:\n%s", b.String())
	}
}

func TestLatenciesAreOrdered(t *testing.T) {
	t.Parallel()
	var all []time.Duration
	for i := 200; i > 0; i-- {
		all = append(all, time.Duration(i))
	}
	got, err := latencyOf("x", all)
	if err != nil || got.Half != 101 || got.Most != 199 || got.Times != 200 {
		t.Errorf("got %+v, %v; want 101 and 199 of 200", got, err)
	}
	if _, err := latencyOf("x", nil); err == nil {
		t.Error("nothing seen is no error")
	}
}

func TestThousandsAreSetApart(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := grouped(n); got != want {
			t.Errorf("grouped(%d) = %q, want %q", n, got, want)
		}
	}
}
