// Package pgtest gives tests a real PostgreSQL: one server for each test binary, one schema for each test.
//
// The server starts with the first test that asks and dies with the test binary; a package that checks for leaks calls
// Stop in its TestMain.
package pgtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/gpa-stream/gpa/pkg/embedded/postgres"
)

var shared struct {
	sync.Mutex
	server *postgres.Server
}

// URL is the address of the test binary's server, for tests that make a namespace of their own.
func URL(t testing.TB) string {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.server == nil {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		s, err := postgres.Start(ctx, postgres.Options{})
		if err != nil {
			t.Fatal(err)
		}
		shared.server = s
	}
	return shared.server.URL()
}

// Schema makes an empty schema that is dropped when the test ends, and the address that has it as its search_path.
func Schema(t testing.TB) (address, schema string) {
	t.Helper()
	admin := URL(t)
	schema = "test_" + strings.ToLower(rand.Text()[:12])
	do(t, t.Context(), admin, "CREATE SCHEMA "+schema)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 30*time.Second)
		defer cancel()
		do(t, ctx, admin, "DROP SCHEMA "+schema+" CASCADE")
	})
	u, err := url.Parse(admin)
	if err != nil {
		t.Fatalf("read the server's address: %v", err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String(), schema
}

// Stop ends the server, if one was started. A later test starts another.
func Stop() error {
	shared.Lock()
	defer shared.Unlock()
	if shared.server == nil {
		return nil
	}
	err := shared.server.Stop()
	shared.server = nil
	if err != nil {
		return fmt.Errorf("stop the tests' server: %w", err)
	}
	return nil
}

func do(t testing.TB, ctx context.Context, address, sql string) {
	t.Helper()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Errorf("connect to the tests' server: %v", err)
		return
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, sql); err != nil {
		t.Errorf("%s: %v", sql, err)
	}
}
