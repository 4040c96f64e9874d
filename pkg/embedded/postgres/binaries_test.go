package postgres

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/embedded/internal/guard"
)

func TestTheMajorVersionIsRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		line string
		want int
		ok   bool
	}{
		{"postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n", 15, true},
		{"postgres (PostgreSQL) 18.6\n", 18, true},
		{"postgres (PostgreSQL) 19beta1\n", 19, true},
		{"postgres (EnterpriseDB) 15.1\n", 0, false},
		{"PostgreSQL 15", 0, false},
		{"", 0, false},
	} {
		if got, ok := parseMajor(c.line); got != c.want || ok != c.ok {
			t.Errorf("%q: got %d, %v; want %d, %v", c.line, got, ok, c.want, c.ok)
		}
	}
}

func FuzzTheMajorVersionIsSmallAndNotNegative(f *testing.F) {
	f.Add("postgres (PostgreSQL) 15.14")
	f.Add("postgres (PostgreSQL) 99999999999999999999")
	f.Fuzz(func(t *testing.T, line string) {
		got, ok := parseMajor(line)
		if got < 0 || got > 9999 || !ok && got != 0 {
			t.Errorf("%q: got %d, %v", line, got, ok)
		}
	})
}

func TestTheNewestInstallationComesFirst(t *testing.T) {
	root := t.TempDir()
	for dir, version := range map[string]string{"9": "9.6.1", "15": "15.3", "17": "17.0", "broken": ""} {
		install(t, filepath.Join(root, dir), version)
	}
	onPath := filepath.Join(root, "path")
	install(t, onPath, "16.2")
	t.Setenv("PATH", onPath)
	var got []int
	for _, i := range installed(t.Context(), []string{filepath.Join(root, "[0-9b]*")}) {
		got = append(got, i.major)
	}
	if want := []int{16, 17, 15, 9}; !slices.Equal(got, want) {
		t.Errorf("got %v, want what is on PATH first, then the newest: %v", got, want)
	}
}

func TestKeptDataChooseTheirVersion(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		have, data int
		want       bool
	}{
		{15, 0, true}, {14, 0, true}, {13, 0, false}, {15, 15, true}, {15, 18, false}, {13, 13, true},
	} {
		if got := (installation{major: c.have}).serves(c.data); got != c.want {
			t.Errorf("PostgreSQL %d for data of version %d: got %v, want %v", c.have, c.data, got, c.want)
		}
	}
}

func TestACacheThatTheServerCannotEnterIsPassedOver(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	closed, open := filepath.Join(root, "closed"), filepath.Join(root, "open")
	for dir, mode := range map[string]os.FileMode{closed: 0o700, open: 0o755, root: 0o755, filepath.Dir(root): 0o755} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
	}
	stranger := &guard.User{Name: "stranger", UID: 54321, GID: 54321}
	folder, there, err := place([]string{filepath.Join(closed, "gpa"), open}, "postgres-1", stranger)
	if err != nil || there || folder != filepath.Join(open, "postgres-1") {
		t.Errorf("got %s, %v, %v; want the open folder", folder, there, err)
	}
	install(t, filepath.Join(open, "postgres-1", "bin"), "1.0")
	if folder, there, err = place([]string{closed, open}, "postgres-1", stranger); err != nil || !there {
		t.Errorf("got %s, %v, %v; want what is there already", folder, there, err)
	}
	_, _, err = place([]string{closed}, "postgres-1", stranger)
	if err == nil || !strings.Contains(err.Error(), "stranger cannot enter "+closed) {
		t.Errorf("got %v, want an error that names the folder in the way", err)
	}
}

func TestPermissionsAreThoseOfTheFirstClassThatFits(t *testing.T) {
	t.Parallel()
	u := &guard.User{UID: 7, GID: 8}
	for _, c := range []struct {
		mode     os.FileMode
		uid, gid uint32
		want     bool
	}{
		{0o711, 0, 0, true},
		{0o710, 0, 0, false},
		{0o710, 0, 8, true},
		{0o701, 0, 8, false},
		{0o700, 7, 0, true},
		{0o077, 7, 8, false},
	} {
		if got := mayEnter(c.mode, c.uid, c.gid, u); got != c.want {
			t.Errorf("%o of %d:%d: got %v, want %v", c.mode, c.uid, c.gid, got, c.want)
		}
	}
}

// install puts programs into dir that only know their version; without a version, a postgres that fails.
func install(t *testing.T, dir, version string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	script := "#!/bin/sh\necho 'postgres (PostgreSQL) " + version + "'\n"
	if version == "" {
		script = "#!/bin/sh\nexit 1\n"
	}
	for _, name := range []string{"postgres", "initdb"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAFetchIsGivenUpWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := fetched(ctx, dir, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}
