package postgres_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/gpa-stream/gpa/pkg/embedded/postgres"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFor); dir != "" {
		os.Exit(child(dir))
	}
	os.Exit(m.Run())
}

func TestAServerAnswers(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]postgres.Source{"any": postgres.Any, "fetched": postgres.Fetched} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, postgres.Options{Binaries: source})
			if got := ask(t, s, `SELECT current_database() || ' ' || current_user || ' ' || current_setting('server_encoding')`); got != "gpa gpa UTF8" {
				t.Errorf("got %q, want the database gpa of the user gpa in UTF8", got)
			}
			if got := ask(t, s, `SELECT current_setting('fsync')`); got != "off" {
				t.Errorf("fsync of throwaway data is %s, want off", got)
			}
		})
	}
}

func TestTheServerOnPathIsTaken(t *testing.T) {
	bin := postgres.FetchedBin(t)
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	s := start(t, postgres.Options{Binaries: postgres.Installed})
	if got := ask(t, s, `SELECT current_setting('server_version')`); !strings.HasPrefix(got, "18.") {
		t.Errorf("got version %s, want that of the one on PATH, 18", got)
	}
}

func TestAServerComesBackOnItsPort(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	open(t, dir)
	first := start(t, postgres.Options{DataDir: dir})
	u, err := url.Parse(first.URL())
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	if second := start(t, postgres.Options{DataDir: dir, Port: port}); second.URL() != first.URL() {
		t.Errorf("the server is back at %s, want %s", second.URL(), first.URL())
	}
}

func TestKeptDataSurviveAStopAndAKill(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	open(t, dir)
	first := start(t, postgres.Options{DataDir: dir})
	ask(t, first, `CREATE TABLE kept AS SELECT 'before'::text AS word`)
	if got := ask(t, first, `SELECT current_setting('fsync')`); got != "on" {
		t.Errorf("fsync of kept data is %s, want on", got)
	}
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}

	second := start(t, postgres.Options{DataDir: dir})
	ask(t, second, `INSERT INTO kept VALUES ('after')`)
	if err := second.Kill(); err != nil {
		t.Fatal(err)
	}

	third := start(t, postgres.Options{DataDir: dir})
	if got := ask(t, third, `SELECT string_agg(word, ' ' ORDER BY word DESC) FROM kept`); got != "before after" {
		t.Errorf("got %q, want %q", got, "before after")
	}
}

func TestThrowawayDataAreGoneAfterStop(t *testing.T) {
	t.Parallel()
	s := start(t, postgres.Options{})
	dir := ask(t, s, `SELECT current_setting('data_directory')`)
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Dir(dir)); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", dir, err)
	}
	if err := s.Stop(); err != nil {
		t.Errorf("a second Stop: %v", err)
	}
}

func TestAWrongPasswordIsRefused(t *testing.T) {
	t.Parallel()
	s := start(t, postgres.Options{})
	u, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	if host := u.Hostname(); host != "127.0.0.1" {
		t.Errorf("listens on %s, want 127.0.0.1", host)
	}
	u.User = url.UserPassword(u.User.Username(), "guess")
	conn, err := pgx.Connect(t.Context(), u.String())
	if err == nil {
		_ = conn.Close(t.Context())
		t.Fatal("a guessed password was let in")
	}
	if !strings.Contains(err.Error(), "password") {
		t.Errorf("got %v, want a complaint about the password", err)
	}
}

func TestDataOfAnUnknownVersionAreLeftAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	open(t, dir)
	for file, content := range map[string]string{"data/PG_VERSION": "11\n", "password": "secret\n"} {
		path := filepath.Join(dir, file)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, err := postgres.Start(t.Context(), postgres.Options{DataDir: dir})
	if err == nil || !strings.Contains(err.Error(), "the kept data are of PostgreSQL 11") {
		t.Errorf("got %v, want an error that names version 11", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "data", "PG_VERSION")); err != nil {
		t.Errorf("the data were touched: %v", err)
	}
}

func TestTwoServersDoNotShareData(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	open(t, dir)
	start(t, postgres.Options{DataDir: dir})
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	_, err := postgres.Start(ctx, postgres.Options{DataDir: dir})
	if err == nil || !strings.Contains(err.Error(), "postmaster.pid") {
		t.Errorf("got %v, want a complaint about postmaster.pid", err)
	}
}

func start(t *testing.T, o postgres.Options) *postgres.Server {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	s, err := postgres.Start(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// ask runs one statement and gives its only value, empty when it has none.
func ask(t *testing.T, s *postgres.Server, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	rows, err := conn.Query(t.Context(), sql)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	defer rows.Close()
	var value any
	if rows.Next() {
		values, err := rows.Values()
		if err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		if len(values) > 0 {
			value = values[0]
		}
	}
	rows.Close()
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

// open lets others enter a test's folder, as a folder for data must.
func open(t *testing.T, dir string) {
	t.Helper()
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}
