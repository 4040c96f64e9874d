//go:build unix

package postgres_test

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/gpa-stream/gpa/pkg/embedded/postgres"
)

// childFor makes this test binary a process that runs a server, with the given folder for its files.
const childFor = "GPA_TEST_POSTGRES_CHILD"

func child(dir string) int {
	var text string
	s, err := postgres.Start(context.Background(), postgres.Options{})
	if err != nil {
		text = "error: " + err.Error()
	} else {
		text = s.URL()
	}
	file := filepath.Join(dir, "url")
	if err := os.WriteFile(file+".new", []byte(text), 0o600); err != nil {
		return 1
	}
	if err := os.Rename(file+".new", file); err != nil {
		return 1
	}
	_, _ = io.ReadAll(os.Stdin)
	if err != nil || s.Stop() != nil {
		return 1
	}
	return 0
}

func TestTheServerDiesWithItsProcess(t *testing.T) {
	t.Parallel()
	cmd, _, answer := runChild(t, nil)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	until(t, "the server is gone", func() bool {
		conn, err := pgx.Connect(t.Context(), answer)
		if err == nil {
			_ = conn.Close(t.Context())
		}
		return err != nil && strings.Contains(err.Error(), "refused")
	})
}

// TestAnyUserMayRunAServer runs one as nobody when the test itself is root, which every other test here covers.
func TestAnyUserMayRunAServer(t *testing.T) {
	t.Parallel()
	var as *syscall.Credential
	if os.Geteuid() == 0 {
		as = &syscall.Credential{Uid: 65534, Gid: 65534}
	}
	cmd, stdin, answer := runChild(t, as)
	if !strings.HasPrefix(answer, "postgres://") {
		t.Errorf("got %q, want a connection string", answer)
	}
	if err := stdin.Close(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("the process did not stop its server: %v", err)
	}
}

// runChild starts this test binary as a process with a server, and gives what it answered: a URL, or an error.
func runChild(t *testing.T, as *syscall.Credential) (cmd *exec.Cmd, stdin io.Closer, answer string) {
	t.Helper()
	dir := t.TempDir()
	open(t, dir)
	program := filepath.Join(dir, "child")
	func() {
		// A process that another test forks now would hold the copy open for writing, and nobody could run it.
		syscall.ForkLock.RLock()
		defer syscall.ForkLock.RUnlock()
		copyFile(t, os.Args[0], program)
	}()
	if as != nil {
		if err := os.Chown(dir, int(as.Uid), int(as.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	cmd = exec.CommandContext(t.Context(), program)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + dir, "HOME=" + dir, childFor + "=" + dir}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var b []byte
	until(t, "the process has a server", func() bool {
		b, err = os.ReadFile(filepath.Join(dir, "url"))
		return err == nil
	})
	if strings.HasPrefix(string(b), "error") {
		t.Fatal(string(b))
	}
	return cmd, in, string(b)
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o755); err != nil {
		t.Fatal(err)
	}
}

func until(t *testing.T, what string, yes func() bool) {
	t.Helper()
	deadline := time.After(time.Minute)
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
