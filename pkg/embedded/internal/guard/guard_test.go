//go:build unix

package guard_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/embedded/internal/guard"
)

// childFor makes this test binary a parent that starts a program and waits to be killed.
const childFor = "GPA_TEST_GUARD_CHILD"

func TestMain(m *testing.M) {
	if folder := os.Getenv(childFor); folder != "" {
		os.Exit(parent(folder))
	}
	os.Exit(m.Run())
}

func parent(folder string) int {
	p, err := guard.Start(sleeper(folder))
	if err != nil {
		return 1
	}
	pid := filepath.Join(folder, "pid")
	if err := os.WriteFile(pid+".new", []byte(strconv.Itoa(p.PID())), 0o600); err != nil {
		return 1
	}
	if err := os.Rename(pid+".new", pid); err != nil {
		return 1
	}
	<-p.Done()
	return 0
}

func sleeper(folder string) guard.Program {
	return guard.Program{
		Path: "/bin/sh", Args: []string{"-c", "echo started; exec sleep 600"},
		Log: filepath.Join(folder, "log"), Remove: filepath.Join(folder, "scratch"),
	}
}

func TestAProgramDiesWithItsParent(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "scratch"), 0o750); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childFor+"="+folder)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var pid int
	until(t, "the program has started", func() bool {
		b, err := os.ReadFile(filepath.Join(folder, "pid"))
		if err != nil {
			return false
		}
		pid, err = strconv.Atoi(string(b))
		return err == nil && alive(pid)
	})
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	until(t, "the program is gone", func() bool { return !alive(pid) })
	until(t, "its folder is gone", func() bool {
		_, err := os.Stat(filepath.Join(folder, "scratch"))
		return errors.Is(err, os.ErrNotExist)
	})
}

func TestStopEndsTheProgramAndRemovesItsFolder(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	prog := sleeper(folder)
	if err := os.Mkdir(prog.Remove, 0o750); err != nil {
		t.Fatal(err)
	}
	p := begin(t, prog)
	if err := p.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if alive(p.PID()) {
		t.Error("the program still runs after Stop")
	}
	if _, err := os.Stat(prog.Remove); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("its folder is still there: %v", err)
	}
	if err := p.Stop(t.Context()); err != nil {
		t.Errorf("a second Stop: %v", err)
	}
	if err := p.Signal(syscall.SIGTERM); !errors.Is(err, os.ErrProcessDone) {
		t.Errorf("a signal after the end: got %v, want %v", err, os.ErrProcessDone)
	}
}

func TestAProgramThatIgnoresItsStopIsKilledInTime(t *testing.T) {
	t.Parallel()
	log := filepath.Join(t.TempDir(), "log")
	p := begin(t, guard.Program{
		Path: "/bin/sh", Args: []string{"-c", "trap '' TERM; echo deaf; while :; do sleep 0.05; done"}, Log: log,
	})
	until(t, "it ignores signals", func() bool { return strings.Contains(guard.Tail(log, 100), "deaf") })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := p.Stop(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
	}
	if alive(p.PID()) {
		t.Error("the program still runs")
	}
}

func TestAwaitReportsAProgramThatEndsByItself(t *testing.T) {
	t.Parallel()
	log := filepath.Join(t.TempDir(), "log")
	p := begin(t, guard.Program{Path: "/bin/sh", Args: []string{"-c", "echo no such port >&2; exit 3"}, Log: log})
	err := p.Await(t.Context(), func(context.Context) error { return errors.New("not yet") })
	if err == nil || !strings.Contains(err.Error(), "exit status 3") {
		t.Errorf("got %v, want exit status 3", err)
	}
	if got := guard.Tail(log, 100); got != "no such port" {
		t.Errorf("log: got %q", got)
	}
}

func TestAwaitGivesUpWithItsContext(t *testing.T) {
	t.Parallel()
	p := begin(t, sleeper(t.TempDir()))
	ctx, cancel := context.WithTimeout(t.Context(), 40*time.Millisecond)
	defer cancel()
	notYet := errors.New("not yet")
	err := p.Await(ctx, func(context.Context) error { return notYet })
	if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, notYet) {
		t.Errorf("got %v, want the deadline and what was last seen", err)
	}
}

func TestAMissingProgramIsAnError(t *testing.T) {
	t.Parallel()
	p, err := guard.Start(guard.Program{Path: "/nonexistent/program"})
	if err != nil {
		return
	}
	<-p.Done()
	if p.Err() == nil {
		t.Error("a program that is not there ended well")
	}
}

func TestTailGivesWholeLines(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(file, []byte("first line\nsecond line\nthird line\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for limit, want := range map[int]string{
		1000: "first line\nsecond line\nthird line",
		15:   "third line",
		25:   "second line\nthird line",
	} {
		if got := guard.Tail(file, limit); got != want {
			t.Errorf("limit %d: got %q, want %q", limit, got, want)
		}
	}
	if got := guard.Tail(file+".missing", 10); got != "" {
		t.Errorf("a missing file: got %q, want nothing", got)
	}
}

func begin(t *testing.T, prog guard.Program) *guard.Process {
	t.Helper()
	p, err := guard.Start(prog)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Kill(); <-p.Done() })
	return p
}

func alive(pid int) bool { return syscall.Kill(pid, 0) == nil }

func until(t *testing.T, what string, yes func() bool) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !yes() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited in vain until %s", what)
		}
	}
}
