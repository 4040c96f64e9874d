//go:build linux && kafka && soak

package system_test

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Vitals are what is looked at of a process, from time to time.
type vitals struct {
	member  *member
	metrics string
	// seen are the figures so far.
	seen []figures
}

// Figures of a process at one moment.
type figures struct {
	memory                 int64 // resident, in bytes
	files, goroutines, lag int64
	in                     int64 // records read so far
	at                     time.Time
}

// look adds the figures of now.
func (v *vitals) look(t *testing.T) {
	t.Helper()
	pid := v.member.current().cmd.Process.Pid
	f := figures{at: time.Now()}
	files, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		t.Fatalf("%s: %v", v.member.name, err)
	}
	f.files = int64(len(files))
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatalf("%s: %v", v.member.name, err)
	}
	for line := range strings.Lines(string(status)) {
		if kib, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.ParseInt(strings.Fields(kib)[0], 10, 64)
			if err != nil {
				t.Fatalf("%s: %v", v.member.name, err)
			}
			f.memory = n << 10
		}
	}
	sums := v.scrape(t)
	f.goroutines, f.lag, f.in = sums["gpa_goroutines"], sums["gpa_lag_records"], sums["gpa_records_in_total"]
	v.seen = append(v.seen, f)
}

// scrape sums up each metric over its labels.
func (v *vitals) scrape(t *testing.T) map[string]int64 {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.metrics, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatalf("%s: %v", v.member.name, err)
	}
	defer res.Body.Close()
	sums := map[string]int64{}
	lines := bufio.NewScanner(res.Body)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		name, _, labelled := strings.Cut(name, "{")
		if labelled {
			value = lines.Text()[strings.LastIndexByte(lines.Text(), ' ')+1:]
		}
		if x, err := strconv.ParseFloat(value, 64); err == nil {
			sums[name] += int64(x)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatalf("%s: %v", v.member.name, err)
	}
	return sums
}

// String is the last figures.
func (v *vitals) String() string {
	f, rate := v.seen[len(v.seen)-1], 0.0
	if n := len(v.seen); n > 1 {
		rate = float64(f.in-v.seen[n-2].in) / f.at.Sub(v.seen[n-2].at).Seconds()
	}
	stage, _, _ := strings.Cut(v.member.name, "-")
	return fmt.Sprintf("%s %d MiB, %d files, %d goroutines, %d behind, %.0f/s", stage, f.memory/mebi, f.files, f.goroutines, f.lag, rate)
}

// judge holds the last quarter against the second one.
func (v *vitals) judge(t *testing.T) {
	t.Helper()
	n := len(v.seen)
	early, late := v.seen[n/4:n/2], v.seen[3*n/4:]
	for _, x := range []struct {
		what string
		of   func(figures) int64
		// The last may be this much larger: a share, and so many.
		share float64
		slack int64
	}{
		{"bytes of memory", func(f figures) int64 { return f.memory }, 0.15, 16 * mebi},
		{"open files", func(f figures) int64 { return f.files }, 0, 4},
		{"goroutines", func(f figures) int64 { return f.goroutines }, 0, 8},
		{"records behind", func(f figures) int64 { return f.lag }, 0.5, 20 * pace},
	} {
		most := func(all []figures) int64 {
			values := make([]int64, len(all))
			for i, f := range all {
				values[i] = x.of(f)
			}
			return slices.Max(values)
		}
		before, after := most(early), most(late)
		if float64(after) > float64(before)*(1+x.share)+float64(x.slack) {
			t.Errorf("%s: %d %s in the last quarter, %d in the second", v.member.name, after, x.what, before)
		}
	}
}
