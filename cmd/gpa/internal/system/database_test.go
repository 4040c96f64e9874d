//go:build linux && kafka

package system_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/gpa-stream/gpa/pkg/database"
)

// query asks the namespace's database for the strings of one column. Text within bytes is shown as it is.
func (n *namespace) query(t *testing.T, sql string) ([]string, error) {
	t.Helper()
	pool, err := database.Open(t.Context(), n.postgres+"&bytea_output=escape", n.schema)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	rows, err := pool.Query(t.Context(), sql)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// number asks for one whole number, 0 as long as there is no such table.
func (n *namespace) number(t *testing.T, sql string) int {
	t.Helper()
	rows, err := n.query(t, sql)
	if err != nil || len(rows) != 1 {
		return 0
	}
	i, err := strconv.Atoi(rows[0])
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// announced waits until all that was written to the outbox stands in the topics.
func (n *namespace) announced(t *testing.T) {
	t.Helper()
	eventually(t, "the outbox to be empty", func() bool {
		waiting, err := n.query(t, "SELECT id::text FROM outbox WHERE published_at IS NULL")
		return err == nil && len(waiting) == 0
	})
}

// eventually asks again and again until the answer is yes.
func eventually(t *testing.T, what string, yes func() bool) {
	t.Helper()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); ; <-tick.C {
		if yes() {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("waited %s for %s", patience, what)
		}
	}
}
