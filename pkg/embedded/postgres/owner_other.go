//go:build !unix

package postgres

import (
	"os/exec"

	"github.com/gpa-stream/gpa/pkg/embedded/internal/guard"
)

func owner() (*guard.User, error) { return nil, guard.ErrUnsupported }

func runAs(*exec.Cmd, *guard.User) {}

func give(string, *guard.User) error { return nil }

func reachable(string, *guard.User) error { return nil }
