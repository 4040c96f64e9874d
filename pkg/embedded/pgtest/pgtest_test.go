package pgtest_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
)

func TestEachTestHasASchemaOfItsOwn(t *testing.T) {
	t.Parallel()
	first, a := pgtest.Schema(t)
	second, b := pgtest.Schema(t)
	if a == b {
		t.Fatalf("both schemas are called %s", a)
	}
	value(t, first, `CREATE TABLE things AS SELECT 1 AS n`)
	if got := value(t, second, `SELECT to_regclass('things') IS NULL`); got != true {
		t.Error("a table of one schema is seen from the other")
	}
	if got := value(t, first, `SELECT current_schema()`); got != a {
		t.Errorf("the address leads to %v, want %s", got, a)
	}
}

func TestASchemaIsGoneAfterItsTest(t *testing.T) {
	t.Parallel()
	var schema string
	t.Run("inner", func(t *testing.T) { _, schema = pgtest.Schema(t) })
	if schema == "" {
		t.Fatal("no schema was made")
	}
	if got := value(t, pgtest.URL(t), `SELECT count(*) FROM pg_namespace WHERE nspname = '`+schema+`'`); got != int64(0) {
		t.Errorf("%v schemas of that name are left, want none", got)
	}
}

func TestAServerStartsAgainAfterStop(t *testing.T) {
	before := pgtest.URL(t)
	if err := pgtest.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := pgtest.Stop(); err != nil {
		t.Errorf("a second Stop: %v", err)
	}
	if after := pgtest.URL(t); after == before {
		t.Error("the old server is still given out")
	}
	if got := value(t, pgtest.URL(t), `SELECT 1`); got != int32(1) {
		t.Errorf("got %v, want 1", got)
	}
}

func value(t *testing.T, address, sql string) any {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	rows, err := conn.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var v []any
	if rows.Next() {
		if v, err = rows.Values(); err != nil {
			t.Fatal(err)
		}
	}
	rows.Close()
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if len(v) == 0 {
		return nil
	}
	return v[0]
}
