package pgmemo_test

import (
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
	"github.com/gpa-stream/gpa/pkg/llm"
	"github.com/gpa-stream/gpa/pkg/llm/memo"
	"github.com/gpa-stream/gpa/pkg/llm/memo/memotest"
	"github.com/gpa-stream/gpa/pkg/llm/memo/pgmemo"
)

func TestMain(m *testing.M) {
	code := m.Run()
	if err := pgtest.Stop(); err != nil && code == 0 {
		code = 1
	}
	os.Exit(code)
}

func pool(t *testing.T) *pgxpool.Pool {
	t.Helper()
	_, schema := pgtest.Schema(t)
	if err := database.Migrate(t.Context(), pgtest.URL(t), schema); err != nil {
		t.Fatal(err)
	}
	p, err := database.Open(t.Context(), pgtest.URL(t), schema)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

func TestTheDatabaseKeepsThePromises(t *testing.T) {
	t.Parallel()
	memotest.Run(t, func(t *testing.T) memo.Store {
		t.Helper()
		return pgmemo.New(pool(t))
	})
}

func TestOldOutcomesAreNeitherCountedNorKept(t *testing.T) {
	t.Parallel()
	p := pool(t)
	s := pgmemo.New(p)
	for _, input := range []string{"old", "new"} {
		if _, err := s.Record(t.Context(), memo.Key{Input: input}, memo.Outcome{Kind: "answer", Usage: llm.Usage{Input: 10, Output: 1}}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.Exec(t.Context(), `UPDATE llm_memo SET at = at - interval '2 days' WHERE input_id = 'old'`); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Spent(t.Context(), time.Hour); err != nil || got != (llm.Usage{Input: 10, Output: 1}) {
		t.Errorf("spent %+v, %v; want the new one's only", got, err)
	}
	if n, err := s.Forget(t.Context(), 24*time.Hour); err != nil || n != 1 {
		t.Errorf("forgot %d, %v; want 1", n, err)
	}
	for input, want := range map[string]bool{"old": false, "new": true} {
		if _, known, err := s.Recall(t.Context(), memo.Key{Input: input}); err != nil || known != want {
			t.Errorf("%s: known %t, %v; want %t", input, known, err, want)
		}
	}
}
