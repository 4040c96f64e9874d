package ruleminer

import (
	"encoding/json"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/memstore"
)

func postgres(t *testing.T) (Store, *pgxpool.Pool) {
	t.Helper()
	url, name := pgtest.Schema(t)
	if err := database.Migrate(t.Context(), url, name); err != nil {
		t.Fatal(err)
	}
	pool, err := database.Open(t.Context(), url, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return NewPostgresStore(pool, name), pool
}

func TestMemoryAndPostgresGiveTheSameRulesByteByByte(t *testing.T) {
	t.Parallel()
	observations := world(2, 1500, 8)
	inMemory := newService(t, settings(partitions), memstore.New())
	st, pool := postgres(t)
	inPostgres := newService(t, settings(partitions), st)
	for _, s := range []*Service{inMemory, inPostgres} {
		work(t, s, logsOf(t, 1, partitions, observations)...)
		coordinate(t, s.Coordinator())
	}
	a, b := ruleSet(t, inMemory), ruleSet(t, inPostgres)
	if len(a.Rules) == 0 {
		t.Fatal("there are no rules: nothing is compared")
	}
	wantSame(t, "the rule sets", a, b)
	ra, err := inMemory.Report(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rb, err := inPostgres.Report(t.Context())
	if err != nil || ra != rb {
		t.Errorf("reports are %+v and %+v, %v", ra, rb, err)
	}

	rows, err := pool.Query(t.Context(), `SELECT doc FROM rules ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	documents, err := pgx.CollectRows(rows, pgx.RowTo[schema.Rule])
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, "the rules table and the rule set", documents, a.Rules)
	var waiting int
	if err := pool.QueryRow(t.Context(), `SELECT count(DISTINCT aggregateid) FROM outbox WHERE aggregatetype = 'rule'`).Scan(&waiting); err != nil {
		t.Fatal(err)
	}
	if waiting < len(a.Rules) {
		t.Errorf("the outbox tells of %d rules, want at least %d", waiting, len(a.Rules))
	}
}

func TestARestartedMinerGoesOnFromPostgres(t *testing.T) {
	t.Parallel()
	observations := world(2, 1500, 8)
	want := newService(t, settings(partitions), memstore.New())
	work(t, want, logsOf(t, 1, partitions, observations)...)
	coordinate(t, want.Coordinator())

	st, _ := postgres(t)
	logs := logsOf(t, 1, partitions, observations)
	for share := 1; share <= 4; share++ {
		s := newService(t, settings(partitions), st) // A new life each time.
		for _, l := range logs {
			o := own(t, s, l)
			for o.next < int64(len(l.records)*share/4) {
				if err := o.step(); err != nil {
					t.Fatal(err)
				}
			}
		}
		coordinate(t, s.Coordinator())
	}
	wantSame(t, "the rule sets", ruleSet(t, newService(t, settings(partitions), st)), ruleSet(t, want))
}

func ruleSet(t *testing.T, s *Service) schema.RuleSet {
	t.Helper()
	set, err := s.RuleSet(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func wantSame(t *testing.T, what string, a, b any) {
	t.Helper()
	x, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	y, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	if string(x) != string(y) {
		t.Errorf("%s differ:\n%s\n%s", what, x, y)
	}
}
