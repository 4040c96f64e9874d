//go:build linux && kafka

package system_test

import (
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/embedded/kafkatest"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
	"github.com/gpa-stream/gpa/pkg/embedded/postgres"
)

func TestAKilledBrokerChangesNothing(t *testing.T) {
	calmly(t)
	broker := kafkatest.Start(t)
	disturbed(t, newNamespace(t, broker.Addr(), pgtest.URL(t)), func(*fleet) {
		for range 2 {
			time.Sleep(trouble() / 4)
			if err := broker.Kill(); err != nil {
				t.Fatal(err)
			}
			if err := broker.Restart(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestAKilledDatabaseChangesNothing(t *testing.T) {
	calmly(t)
	options := postgres.Options{DataDir: open(t), Port: freePort(t)}
	db := startDatabase(t, options)
	fleet, _ := disturbed(t, newNamespace(t, brokerForAll(t), db.URL()), func(*fleet) {
		for range 3 {
			time.Sleep(trouble() / 5)
			if err := db.Kill(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(500 * time.Millisecond)
			db = startDatabase(t, options)
		}
	})
	if fell := fleet.fallen(); len(fell) > 0 {
		t.Errorf("processes ended because the database was away: %v", fell)
	}
}

// startDatabase starts a server on what the killed one has left; its last processes may take a moment to go.
func startDatabase(t *testing.T, o postgres.Options) *postgres.Server {
	t.Helper()
	var db *postgres.Server
	eventually(t, "PostgreSQL", func() (ok bool) {
		var err error
		if db, err = postgres.Start(t.Context(), o); err != nil {
			t.Log(err)
		}
		return err == nil
	})
	t.Cleanup(func() { _ = db.Stop() })
	return db
}

// open is a folder that PostgreSQL can reach, whoever it runs as.
func open(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, d := range []string{filepath.Dir(dir), dir} {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "postgres")
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	addr, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		t.Fatalf("%v is no TCP address", l.Addr())
	}
	return addr.Port
}
