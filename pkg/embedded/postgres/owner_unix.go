//go:build unix

package postgres

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/gpa-stream/gpa/pkg/embedded/internal/guard"
)

// owner is whom the server runs as: nil for the user of this process, somebody harmless for root.
func owner() (*guard.User, error) {
	if os.Geteuid() != 0 {
		return nil, nil //nolint:nilnil // nil is the user of this process
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("user id of %s: %w", name, err)
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("group id of %s: %w", name, err)
		}
		return &guard.User{Name: name, UID: uint32(uid), GID: uint32(gid)}, nil
	}
	return nil, errors.New("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody to run it as")
}

func runAs(cmd *exec.Cmd, u *guard.User) {
	if u == nil {
		return
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: u.UID, Gid: u.GID}}
}

func give(path string, u *guard.User) error {
	if u == nil {
		return nil
	}
	if err := os.Chown(path, int(u.UID), int(u.GID)); err != nil {
		return fmt.Errorf("give to %s: %w", u.Name, err)
	}
	return nil
}

// reachable says whether u can enter the folder: a folder above that shuts others out makes everything in it useless.
func reachable(dir string, u *guard.User) error {
	if u == nil {
		return nil
	}
	for path := dir; ; path = filepath.Dir(path) {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		st, ok := info.Sys().(*syscall.Stat_t)
		if ok && !mayEnter(info.Mode(), st.Uid, st.Gid, u) {
			return fmt.Errorf(
				"PostgreSQL does not run as root, and its user %s cannot enter %s on the way to %s: choose another folder, or run as that folder's owner",
				u.Name, path, dir)
		}
		if path == filepath.Dir(path) {
			return nil
		}
	}
}

func mayEnter(mode os.FileMode, uid, gid uint32, u *guard.User) bool {
	switch {
	case uid == u.UID:
		return mode&0o100 != 0
	case gid == u.GID:
		return mode&0o010 != 0
	default:
		return mode&0o001 != 0
	}
}
