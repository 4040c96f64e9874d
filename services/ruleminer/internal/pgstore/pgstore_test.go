package pgstore_test

import (
	"context"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
	"github.com/gpa-stream/gpa/pkg/outbox"
	"github.com/gpa-stream/gpa/pkg/outbox/pgoutbox"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/pgstore"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/store/storetest"
)

func open(t *testing.T) (*pgstore.Store, *pgxpool.Pool) {
	t.Helper()
	url, schema := pgtest.Schema(t)
	if err := database.Migrate(t.Context(), url, schema); err != nil {
		t.Fatal(err)
	}
	pool, err := database.Open(t.Context(), url, schema)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pgstore.New(pool, schema), pool
}

func TestPostgresKeepsThePromisesOfAStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) storetest.Subject {
		s, pool := open(t)
		return storetest.Subject{
			Store: s,
			Rules: func(ctx context.Context) (map[string]string, error) { return documents(ctx, pool) },
			Events: func(ctx context.Context) ([]string, error) {
				events, err := pgoutbox.Rows{Pool: pool, Kind: outbox.KindRule}.Waiting(ctx, 100)
				var keys []string
				for _, e := range events {
					keys = append(keys, e.Key)
				}
				return keys, err
			},
		}
	})
}

func documents(ctx context.Context, pool *pgxpool.Pool) (map[string]string, error) {
	rows, err := pool.Query(ctx, `SELECT id, doc::text FROM rules`)
	if err != nil {
		return nil, err
	}
	docs := map[string]string{}
	var id, doc string
	_, err = pgx.ForEachRow(rows, []any{&id, &doc}, func() error {
		docs[id] = doc
		return nil
	})
	return docs, err
}

func TestRuleSetsGoOnceThePublisherHasPassedThem(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	term, err := s.Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	previous := store.NoBucket
	commit := func(bucket int64) {
		t.Helper()
		err := s.Commit(t.Context(), term.Leader, previous, store.Taking{Bucket: bucket, Rules: []byte(`{}`), Counts: []byte(`{}`)})
		if err != nil {
			t.Fatal(err)
		}
		previous = bucket
	}
	commit(1)
	commit(2)
	commit(3)
	wantKept(t, pool, 1, 2, 3)
	if _, err := pool.Exec(t.Context(), `UPDATE publisher_position SET bucket = 2`); err != nil {
		t.Fatal(err)
	}
	commit(4)
	wantKept(t, pool, 2, 3, 4)
	if _, err := pool.Exec(t.Context(), `UPDATE publisher_position SET bucket = 4`); err != nil {
		t.Fatal(err)
	}
	commit(5)
	wantKept(t, pool, 4, 5)
}

func wantKept(t *testing.T, pool *pgxpool.Pool, want ...int64) {
	t.Helper()
	rows, err := pool.Query(t.Context(), `SELECT bucket FROM miner_buckets WHERE rules IS NOT NULL ORDER BY bucket`)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Errorf("rule sets are kept of %v, want %v", got, want)
	}
}

func TestLostConnectionsAreNotSeen(t *testing.T) {
	t.Parallel()
	s, pool := open(t)
	application := "victim of " + t.Name()
	for i := range int64(20) {
		if _, err := pool.Exec(t.Context(), `SELECT set_config('application_name', $1, false)`, application); err != nil {
			t.Fatal(err)
		}
		cut(t, pool.Config().ConnString(), application)
		err := s.Close(t.Context(), 0, i-1, store.Position{ClosedThrough: i, NextOffset: i}, []store.Row{{Bucket: i, Tally: []byte("x")}})
		if err != nil {
			t.Fatalf("closing bucket %d: %v", i, err)
		}
	}
	if p, err := s.Position(t.Context(), 0); err != nil || p.ClosedThrough != 19 {
		t.Errorf("closed through %d, %v, want 19", p.ClosedThrough, err)
	}
}

// cut ends the server's side of all connections that go by that name.
func cut(t *testing.T, url, application string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = $1`, application); err != nil {
		t.Fatal(err)
	}
}
