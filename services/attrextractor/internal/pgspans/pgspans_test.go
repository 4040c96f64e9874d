package pgspans_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
	"github.com/gpa-stream/gpa/services/attrextractor/internal/pgspans"
)

func spans(texts ...string) pgspans.Spans {
	s := pgspans.Spans{Texts: texts}
	for i := range texts {
		s.Observations, s.Aspects = append(s.Observations, "o1"), append(s.Aspects, []string{"length", "table"}[i])
		s.Directions, s.Ordinals = append(s.Directions, -1), append(s.Ordinals, 2)
		s.Starts, s.Ends, s.TimesUs = append(s.Starts, 4), append(s.Ends, 12), append(s.TimesUs, 1_000_000)
	}
	return s
}

func TestEvidenceThatComesAgainStaysAsItIs(t *testing.T) {
	t.Parallel()
	url, schema := pgtest.Schema(t)
	if err := database.Migrate(t.Context(), url, schema); err != nil {
		t.Fatal(err)
	}
	pool, err := database.Open(t.Context(), url, schema)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	for _, s := range []pgspans.Spans{spans("too\x00long"), spans("another", "as a table")} {
		if err := pgspans.Put(t.Context(), pool, s); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := pool.Query(t.Context(), `SELECT concat_ws(' ', aspect, direction, turn, start_at, end_at, text, extract(epoch FROM at)::int) FROM spans ORDER BY aspect`)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"length -1 2 4 12 too\uFFFDlong 1", "table -1 2 4 12 as a table 1"}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("got %q, want %q", got, want)
	}
}
