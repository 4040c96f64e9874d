package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"

	"github.com/gpa-stream/gpa/pkg/embedded/internal/guard"
)

// A Source says where PostgreSQL's binaries come from.
type Source int

const (
	// Any takes what the machine has, and fetches otherwise.
	Any Source = iota
	// Installed takes only what the machine has: on PATH, or under /usr/lib/postgresql.
	Installed
	// Fetched takes only what was fetched, or fetches it.
	Fetched
)

// oldest is the oldest major version that the schema of the services works with.
const oldest = 14

// installedUnder are the places where packages put binaries that they keep off PATH.
var installedUnder = []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin"}

// binaries is a folder with initdb and postgres, of the major version of the kept data if there are any.
func binaries(ctx context.Context, o Options, major int, owner *guard.User) (string, error) {
	var found []installation
	if o.Binaries != Fetched {
		found = installed(ctx, installedUnder)
		if i := slices.IndexFunc(found, func(i installation) bool { return i.serves(major) }); i >= 0 {
			return found[i].bin, nil
		}
	}
	switch {
	case o.Binaries != Installed && (major == 0 || major == fetchedMajor):
		return fetched(ctx, o.CacheDir, owner)
	case major != 0:
		return "", fmt.Errorf("the kept data are of PostgreSQL %d, which is not on this machine (found: %v)", major, found)
	default:
		return "", errors.New("no PostgreSQL is installed: neither on PATH nor under /usr/lib/postgresql")
	}
}

// An installation is a folder of binaries and their major version.
type installation struct {
	bin   string
	major int
}

func (i installation) String() string { return strconv.Itoa(i.major) + " in " + i.bin }

func (i installation) serves(major int) bool {
	return i.major == major || major == 0 && i.major >= oldest
}

// installed lists what PATH leads to, then what the patterns match, the newest first.
func installed(ctx context.Context, patterns []string) []installation {
	var found []installation
	for _, pattern := range patterns {
		dirs, err := filepath.Glob(pattern)
		if err != nil {
			continue
		}
		for _, dir := range dirs {
			found = append(found, look(ctx, filepath.Join(dir, "postgres"))...)
		}
	}
	slices.SortStableFunc(found, func(a, b installation) int { return cmp.Compare(b.major, a.major) })
	if onPath, err := exec.LookPath("postgres"); err == nil {
		found = append(look(ctx, onPath), found...)
	}
	return found
}

// look is the installation that a postgres belongs to, none if it is incomplete.
func look(ctx context.Context, postgres string) []installation {
	file, err := filepath.EvalSymlinks(postgres)
	if err != nil {
		return nil
	}
	bin := filepath.Dir(file)
	if _, err := os.Stat(filepath.Join(bin, "initdb")); err != nil {
		return nil
	}
	out, err := exec.CommandContext(ctx, file, "--version").Output()
	if err != nil {
		return nil
	}
	major, ok := parseMajor(string(out))
	if !ok {
		return nil
	}
	return []installation{{bin: bin, major: major}}
}

var versionLine = regexp.MustCompile(`^postgres \(PostgreSQL\) (\d{1,4})`)

// parseMajor reads "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)".
func parseMajor(version string) (int, bool) {
	m := versionLine.FindStringSubmatch(version)
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	return n, err == nil
}
