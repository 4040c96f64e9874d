package database_test

import (
	"testing"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
)

func TestVersionsSayWhetherAMigrationIsDue(t *testing.T) {
	t.Parallel()
	url, schema := pgtest.Schema(t)
	pool := open(t, url, schema)
	have, known, err := database.Versions(t.Context(), pool)
	if err != nil || have != 0 || known < 1 {
		t.Errorf("an empty schema has version %d of %d, %v; want 0 of at least 1", have, known, err)
	}
	if err := database.Migrate(t.Context(), url, schema); err != nil {
		t.Fatal(err)
	}
	if have, known, err = database.Versions(t.Context(), pool); err != nil || have != known {
		t.Errorf("after the migration the schema has version %d of %d, %v", have, known, err)
	}
}

func TestASettingThatTheNamespaceDoesNotHoldIsEmpty(t *testing.T) {
	t.Parallel()
	pool := migrated(t)
	if got, err := database.Setting(t.Context(), pool, database.KeySalt); got != "" || err != nil {
		t.Errorf("got %q, %v; want nothing", got, err)
	}
	if err := database.EnsureNamespace(t.Context(), pool, map[string]string{database.KeySalt: "f"}); err != nil {
		t.Fatal(err)
	}
	if got, err := database.Setting(t.Context(), pool, database.KeySalt); got != "f" || err != nil {
		t.Errorf("got %q, %v; want f", got, err)
	}
}
