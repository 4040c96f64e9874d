package pipeline_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/pipeline"
	"github.com/gpa-stream/gpa/cmd/gpa/internal/simulate"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

// BenchmarkObservations is `gpa mine --from observations`, from a file to rubrics, and in turn with it a loop that only
// reads the same file with encoding/json, on one goroutine.
func BenchmarkObservations(b *testing.B) {
	path, n := observed(b, 100_000)
	o := pipeline.Options{
		Records: ingest.Records{Salt: "s", From: ingest.FromObservations}, Lateness: ingest.NoLateness, Miner: ruleminer.Defaults(),
	}
	o.Miner.Bucket = 24 * time.Hour
	var mining, reading, processors, processor time.Duration
	for b.Loop() {
		wall, used := measured(b, func() { mineObservations(b, path, o) })
		mining, processors = mining+wall, processors+used
		wall, used = measured(b, func() { readObservations(b, path) })
		reading, processor = reading+wall, processor+used
	}
	all := float64(n) * float64(b.N)
	b.ReportMetric(all/mining.Seconds(), "observations/s")
	b.ReportMetric(float64(processors.Nanoseconds())/all, "cpu-ns/observation")
	b.ReportMetric(all/reading.Seconds(), "observations/s-bare-loop")
	b.ReportMetric(float64(processor.Nanoseconds())/all, "cpu-ns/observation-bare-loop")
	b.ReportMetric(float64(reading)/float64(mining), "times-the-bare-loop")
}

// measured is how long a function took, on the wall and of all processors.
func measured(b *testing.B, f func()) (wall, used time.Duration) {
	b.Helper()
	var before, after syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &before); err != nil {
		b.Fatal(err)
	}
	begin := time.Now()
	f()
	wall = time.Since(begin)
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &after); err != nil {
		b.Fatal(err)
	}
	spent := func(r syscall.Rusage) int64 { return r.Utime.Nano() + r.Stime.Nano() }
	return wall, time.Duration(spent(after) - spent(before))
}

func mineObservations(b *testing.B, path string, o pipeline.Options) {
	b.Helper()
	r, err := ingest.Open(ingest.Input{Records: o.Records, Paths: []string{path}})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := pipeline.Memory(b.Context(), r, o); err != nil {
		b.Fatal(err)
	}
	if err := r.Close(); err != nil {
		b.Fatal(err)
	}
}

func readObservations(b *testing.B, path string) {
	b.Helper()
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var o simulate.Observation
		if err := json.Unmarshal(lines.Bytes(), &o); err != nil {
			b.Fatal(err)
		}
	}
}

// observed is a file of so many observations.
func observed(b *testing.B, n int) (path string, written int) {
	b.Helper()
	text, err := simulate.Shipped("observations")
	if err != nil {
		b.Fatal(err)
	}
	s, err := simulate.Load(text)
	if err != nil {
		b.Fatal(err)
	}
	s.Conversations = n
	path = filepath.Join(b.TempDir(), "observations.jsonl")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	buffered := bufio.NewWriter(f)
	enc := json.NewEncoder(buffered)
	if _, err := simulate.GenerateObservations(b.Context(), s, 1, func(o simulate.Observation) error {
		written++
		return enc.Encode(o)
	}); err != nil {
		b.Fatal(err)
	}
	if err := buffered.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return path, written
}
