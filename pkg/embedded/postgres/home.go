package postgres

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gpa-stream/gpa/pkg/embedded/internal/guard"
)

// A home is the folder of one server: data/ (PostgreSQL's), password and server.log.
type home struct {
	dir      string
	kept     bool
	owner    *guard.User
	password string
}

// openHome makes the folder, or opens that of an earlier run.
func openHome(dataDir string, owner *guard.User) (*home, error) {
	h := &home{dir: dataDir, kept: dataDir != "", owner: owner}
	if err := h.make(); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	if err := reachable(h.dir, owner); err != nil {
		return nil, errors.Join(err, h.discard())
	}
	b, err := os.ReadFile(filepath.Join(h.dir, "password"))
	switch {
	case err == nil:
		h.password = strings.TrimSpace(string(b))
	case errors.Is(err, os.ErrNotExist) && h.major() == 0:
		h.password = rand.Text()
	default:
		return nil, fmt.Errorf("read the password of the kept data: %w", err)
	}
	return h, nil
}

func (h *home) make() error {
	if !h.kept {
		dir, err := os.MkdirTemp("", "gpa-postgres-")
		if err != nil {
			return err
		}
		h.dir = dir
		return give(dir, h.owner)
	}
	dir, err := filepath.Abs(h.dir)
	if err != nil {
		return err
	}
	h.dir = dir
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if h.major() != 0 {
		return nil
	}
	return give(dir, h.owner)
}

// prepare makes the cluster unless it is there. It becomes visible in one step: a crash leaves none behind.
func (h *home) prepare(ctx context.Context, bin string) error {
	if h.major() != 0 {
		return nil
	}
	unfinished := filepath.Join(h.dir, "unfinished")
	if err := os.RemoveAll(unfinished); err != nil {
		return fmt.Errorf("remove an unfinished cluster: %w", err)
	}
	secret := filepath.Join(h.dir, "password")
	if err := os.WriteFile(secret, []byte(h.password+"\n"), 0o600); err != nil {
		return fmt.Errorf("write the password: %w", err)
	}
	if err := give(secret, h.owner); err != nil {
		return err
	}
	args := []string{
		"--pgdata", unfinished, "--username", role, "--pwfile", secret, "--auth", "scram-sha-256",
		"--encoding", "UTF8", "--locale", "C",
	}
	if !h.kept {
		args = append(args, "--no-sync")
	}
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), args...)
	cmd.Dir, cmd.Env = h.dir, environment
	runAs(cmd, h.owner)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, bytes.TrimSpace(out))
	}
	if err := os.Rename(unfinished, h.data()); err != nil {
		return fmt.Errorf("put the cluster in its place: %w", err)
	}
	return nil
}

func (h *home) settings(port int) []string {
	settings := []string{
		"listen_addresses=127.0.0.1", "port=" + strconv.Itoa(port), "unix_socket_directories=",
		"max_connections=200", "shared_buffers=64MB", "jit=off", "timezone=UTC", "log_min_messages=warning",
	}
	if !h.kept {
		settings = append(settings, "fsync=off", "full_page_writes=off", "synchronous_commit=off", "wal_level=minimal", "max_wal_senders=0")
	}
	args := []string{"-D", h.data()}
	for _, s := range settings {
		args = append(args, "-c", s)
	}
	return args
}

// major is the major version of the data, 0 when there are none.
func (h *home) major() int {
	b, err := os.ReadFile(filepath.Join(h.data(), "PG_VERSION"))
	if err != nil {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil {
		return 0
	}
	return n
}

// discard removes what is not to be kept.
func (h *home) discard() error {
	if h.kept {
		return nil
	}
	if err := os.RemoveAll(h.dir); err != nil {
		return fmt.Errorf("remove temporary data: %w", err)
	}
	return nil
}

// temporary is the folder to remove when the server ends, empty for kept data.
func (h *home) temporary() string {
	if h.kept {
		return ""
	}
	return h.dir
}

func (h *home) data() string { return filepath.Join(h.dir, "data") }

func (h *home) log() string { return filepath.Join(h.dir, "server.log") }
