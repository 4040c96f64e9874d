package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	embedded "github.com/fergusstrange/embedded-postgres"

	"github.com/gpa-stream/gpa/pkg/embedded/internal/guard"
)

const (
	fetchedVersion = embedded.PostgresVersion("18.6.0")
	fetchedMajor   = 18
)

// fetched is the folder of fetched binaries, brought if need be.
func fetched(ctx context.Context, cacheDir string, owner *guard.User) (string, error) {
	folder, there, err := place(caches(cacheDir), "postgres-"+string(fetchedVersion), owner)
	if err != nil {
		return "", err
	}
	bin := filepath.Join(folder, "bin")
	if there {
		return bin, nil
	}
	if err := ctx.Err(); err != nil {
		return "", fmt.Errorf("fetch PostgreSQL %s: %w", fetchedVersion, err)
	}
	done := make(chan error, 1)
	// The library cannot be interrupted; whoever gives up waiting leaves it to finish, and the next start finds it.
	go func() { done <- fetch(ctx, folder) }()
	select {
	case err = <-done:
	case <-ctx.Done():
		err = ctx.Err()
	}
	if err != nil {
		return "", fmt.Errorf("fetch PostgreSQL %s into %s (or install it: apt-get install postgresql): %w", fetchedVersion, folder, err)
	}
	return bin, nil
}

func caches(chosen string) []string {
	if chosen != "" {
		return []string{chosen}
	}
	var dirs []string
	if user, err := os.UserCacheDir(); err == nil {
		dirs = append(dirs, filepath.Join(user, "gpa"))
	}
	// A system's cache has no secrets above it, as root's home does.
	return append(dirs, "/var/cache/gpa")
}

// place finds name in the folders, else the first folder that it can be put into so that owner reaches it.
func place(dirs []string, name string, owner *guard.User) (folder string, there bool, err error) {
	for _, dir := range dirs {
		folder := filepath.Join(dir, name)
		if _, err := os.Stat(filepath.Join(folder, "bin", "postgres")); err == nil && reachable(folder, owner) == nil {
			return folder, true, nil
		}
	}
	var reasons []error
	for _, dir := range dirs {
		err := os.MkdirAll(dir, 0o755)
		if err == nil {
			err = reachable(dir, owner)
		}
		if err == nil {
			return filepath.Join(dir, name), false, nil
		}
		reasons = append(reasons, err)
	}
	return "", false, fmt.Errorf("find a folder for PostgreSQL's binaries: %w", errors.Join(reasons...))
}

// fetch downloads and unpacks into a folder beside the wanted one, which then appears whole or not at all.
//
// The library downloads only on its way to a start. The data folder that it is given holds nothing but a version, so
// the start behind the unpacking fails, at once and for every user; whether the unpacking went well shows in the files.
func fetch(ctx context.Context, folder string) error {
	work, err := os.MkdirTemp(filepath.Dir(folder), ".fetch-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	unpacked, data := filepath.Join(work, "unpacked"), filepath.Join(work, "data")
	if err := os.MkdirAll(data, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(data, "PG_VERSION"), []byte(strconv.Itoa(fetchedMajor)), 0o600); err != nil {
		return err
	}
	port, err := freePort(ctx)
	if err != nil {
		return err
	}
	startErr := embedded.NewDatabase(embedded.DefaultConfig().Version(fetchedVersion).Port(uint32(port)).
		CachePath(filepath.Join(work, "download")).RuntimePath(filepath.Join(work, "run")).
		BinariesPath(unpacked).DataPath(data).Logger(io.Discard)).Start()
	if _, err := os.Stat(filepath.Join(unpacked, "bin", "postgres")); err != nil {
		return errors.Join(startErr, err)
	}
	if err := os.Rename(unpacked, folder); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return nil
}
