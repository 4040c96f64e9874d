//go:build linux && kafka

package system_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// mebi is a mebibyte.
const mebi = 1 << 20

func TestMemoryStaysFlatOverALargeFile(t *testing.T) {
	const size, limit = 200 * mebi, 400 * mebi
	s, err := shipped("planted")
	if err != nil {
		t.Fatal(err)
	}
	s.Conversations, s.Users = 180_000, 20_000
	log, err := writeLog(filepath.Join(t.TempDir(), "chats.jsonl"), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(log.path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() < size {
		t.Fatalf("the log has %d MiB, want %d or more", info.Size()/mebi, size/mebi)
	}
	space := files(t)
	run, _ := space.background("mine", log.path, "--json", "--out", filepath.Join(space.dir, "out"))
	space.await(run, "mine", 3*patience)
	most := maxResident(t, run)
	t.Logf("%d MiB read in %s of processor time, at most %d MiB resident", info.Size()/mebi,
		run.cmd.ProcessState.UserTime()+run.cmd.ProcessState.SystemTime(), most/mebi)
	if most >= limit {
		t.Errorf("%d MiB resident, want less than %d", most/mebi, limit/mebi)
	}
}

// maxResident is the most memory that an ended process had at once, in bytes.
func maxResident(t testing.TB, p *process) int64 {
	t.Helper()
	usage, ok := p.cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Fatalf("the system tells %T of an ended process", p.cmd.ProcessState.SysUsage())
	}
	return usage.Maxrss * 1024
}

// BenchmarkMineFromObservations reports; what is fast enough is for people to say.
func BenchmarkMineFromObservations(b *testing.B) {
	space := newNamespace(b, "", "")
	log := filepath.Join(space.dir, "observations.jsonl")
	space.gpa("simulate", "--scenario", "observations", "--observations", "--out", log)
	var most int64
	for b.Loop() {
		run, _ := space.background("mine", log, "--from", "observations", "--json", "--out", filepath.Join(space.dir, "out"))
		space.await(run, "mine", 3*patience)
		most = maxResident(b, run)
	}
	b.ReportMetric(400_000*float64(b.N)/b.Elapsed().Seconds(), "observations/s")
	b.ReportMetric(float64(most)/mebi, "MiB-resident")
}
