package database_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
)

// migrated is a pool on a schema of its own with all tables.
func migrated(t *testing.T) *pgxpool.Pool {
	t.Helper()
	url, schema := pgtest.Schema(t)
	if err := database.Migrate(t.Context(), url, schema); err != nil {
		t.Fatal(err)
	}
	return open(t, url, schema)
}

func open(t *testing.T, url, schema string) *pgxpool.Pool {
	t.Helper()
	pool, err := database.Open(t.Context(), url, schema)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

func tables(t *testing.T, pool *pgxpool.Pool, schema string) []string {
	t.Helper()
	rows, err := pool.Query(t.Context(), `SELECT table_name FROM information_schema.tables WHERE table_schema = $1 ORDER BY 1`, schema)
	if err != nil {
		t.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestAnyNumberOfInstancesMayMigrateAtOnce(t *testing.T) {
	t.Parallel()
	url, schema := pgtest.Schema(t)
	fresh := schema + "_fresh"
	t.Cleanup(func() { drop(t, url, schema, fresh) })

	const instances = 4
	errs := make([]error, instances)
	var wg sync.WaitGroup
	for i := range instances {
		wg.Go(func() { errs[i] = database.Migrate(t.Context(), url, fresh) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	pool := open(t, url, fresh)
	for _, want := range []string{"miner_positions", "rubric_versions", "rubrics_current", "outbox", "spans", "llm_memo"} {
		if got := tables(t, pool, fresh); !slices.Contains(got, want) {
			t.Errorf("%s is missing among %v", want, got)
		}
	}
	if got := tables(t, pool, schema); len(got) != 0 {
		t.Errorf("migrating %s made tables in %s: %v", fresh, schema, got)
	}
}

func TestInstancesThatStartAtOnceHardlyWaitForEachOther(t *testing.T) {
	t.Parallel()
	url, schema := pgtest.Schema(t)
	if err := database.Migrate(t.Context(), url, schema); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
	defer cancel()
	errs := make([]error, 10)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { errs[i] = database.Migrate(ctx, url, schema) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Errorf("10 instances on tables that are there: %v", err)
	}
}

func drop(t *testing.T, url, schema, name string) {
	t.Helper()
	pool, err := database.Open(context.Background(), url, schema)
	if err != nil {
		t.Error(err)
		return
	}
	defer pool.Close()
	if _, err := pool.Exec(context.Background(), `DROP SCHEMA IF EXISTS `+pgx.Identifier{name}.Sanitize()+` CASCADE`); err != nil {
		t.Error(err)
	}
}

func TestMigratingTwiceKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	url, schema := pgtest.Schema(t)
	for range 2 {
		if err := database.Migrate(t.Context(), url, schema); err != nil {
			t.Fatal(err)
		}
	}
	pool := open(t, url, schema)
	for table, want := range map[string]string{"miner_coordinator": "1/-1", "publisher_position": "1/-1"} {
		var got string
		if err := pool.QueryRow(t.Context(), `SELECT id || '/' || bucket FROM `+table).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("%s holds %s, want %s", table, got, want)
		}
	}
}

func TestRubricsCurrentIsTheNewestVersionOfEachKey(t *testing.T) {
	t.Parallel()
	pool := migrated(t)
	_, err := pool.Exec(t.Context(), `INSERT INTO rubric_versions (dimension, group_name, intent, version, status, verdict, content_hash)
		VALUES ('d', 'g', 'i', 1, 'published', 'same', 'a'), ('d', 'g', 'i', 10, 'published', 'different', 'b'),
		       ('d', 'g', 'i', 9, 'rejected', 'same', 'c'), ('d', 'h', 'i', 2, 'proposed', 'unknown', 'd')`)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := pool.Query(t.Context(), `SELECT group_name || version || verdict FROM rubrics_current ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"g10different", "h2unknown"}; !slices.Equal(got, want) {
		t.Errorf("current rubrics are %v, want %v", got, want)
	}
}

func TestANamespaceRefusesAnotherSetting(t *testing.T) {
	t.Parallel()
	pool := migrated(t)
	begun := map[string]string{database.KeySalt: "aa", database.KeyBucket: "1h0m0s"}
	for range 2 {
		if err := database.EnsureNamespace(t.Context(), pool, begun); err != nil {
			t.Fatal(err)
		}
	}
	err := database.EnsureNamespace(t.Context(), pool, map[string]string{
		database.KeySalt: "aa", database.KeyBucket: "24h0m0s", "another": "x",
	})
	var mismatch *database.MismatchError
	if !errors.As(err, &mismatch) {
		t.Fatalf("got %v, want a mismatch", err)
	}
	if want := (database.MismatchError{Key: database.KeyBucket, Have: "1h0m0s", Want: "24h0m0s"}); *mismatch != want {
		t.Errorf("got %+v, want %+v", *mismatch, want)
	}
	for _, word := range []string{"miner.bucket", `"1h0m0s"`, `"24h0m0s"`, "another postgres.schema"} {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q does not say %s", err, word)
		}
	}
	var others int
	if err := pool.QueryRow(t.Context(), `SELECT count(*) FROM namespace WHERE key = 'another'`).Scan(&others); err != nil {
		t.Fatal(err)
	}
	if others != 0 {
		t.Error("a refused start left a setting behind")
	}
}

func TestTwoFirstStartsAgreeOnOneSetting(t *testing.T) {
	t.Parallel()
	pool := migrated(t)
	var wg sync.WaitGroup
	errs := make([]error, 6)
	for i := range errs {
		wg.Go(func() {
			errs[i] = database.EnsureNamespace(t.Context(), pool, map[string]string{database.KeySalt: strconv.Itoa(i)})
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		}
	}
	if won != 1 {
		t.Errorf("%d of the salts were taken, want 1: %v", won, errs)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	tests := []struct{ name, url, schema, want string }{
		{"schema", "postgres://localhost", "A", "postgres.schema"},
		{"url", "postgres://localhost:nan", "a", "postgres.url"},
		{"nobody there", "postgres://127.0.0.1:1/x?sslmode=disable", "a", "connect to postgres"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if pool, err := database.Open(ctx, tt.url, tt.schema); err == nil {
				pool.Close()
				t.Error("opened")
			} else if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%q does not say %q", err, tt.want)
			}
		})
	}
	if err := database.Migrate(ctx, "postgres://127.0.0.1:1/x?sslmode=disable", "a"); err == nil {
		t.Error("migrated without a server")
	}
}
