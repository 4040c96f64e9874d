package pgstore_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
	"github.com/gpa-stream/gpa/pkg/outbox"
	"github.com/gpa-stream/gpa/pkg/outbox/pgoutbox"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/pgstore"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/versions/storetest"
)

func open(t *testing.T) *pgxpool.Pool {
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
	return pool
}

func TestPostgresIsAStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) storetest.Place {
		t.Helper()
		pool := open(t)
		// Rules are read from the miner's table, so every bucket has to be there; the suite feeds only some of them.
		for n := range int64(4) {
			feed(t, pool, storetest.Bucket(n), false)
		}
		return storetest.Place{Store: pgstore.New(pool, "test"), Feed: func(t *testing.T, b versions.Bucket) {
			t.Helper()
			feed(t, pool, b, true)
		}}
	})
}

func feed(t *testing.T, pool *pgxpool.Pool, b versions.Bucket, taken bool) {
	t.Helper()
	var set any
	if taken {
		doc, err := json.Marshal(b.Set)
		if err != nil {
			t.Fatal(err)
		}
		set = string(doc)
	}
	_, err := pool.Exec(t.Context(), `INSERT INTO miner_buckets (bucket, ends_at, rules) VALUES ($1, $2, $3::text::jsonb)
		ON CONFLICT (bucket) DO UPDATE SET rules = excluded.rules`, b.Number, b.EndsAt, set)
	if err != nil {
		t.Fatal(err)
	}
}

func TestAVersionAndItsEventAreOneTransaction(t *testing.T) {
	t.Parallel()
	pool := open(t)
	store := pgstore.New(pool, "test")
	if err := store.Publish(t.Context(), versions.NoBucket, storetest.Bucket(1), []schema.Rubric{storetest.Rubric("free", 1, schema.Published)}); err != nil {
		t.Fatal(err)
	}
	waiting, err := pgoutbox.Rows{Pool: pool, Kind: outbox.KindRubric}.Waiting(t.Context(), 10)
	if err != nil || len(waiting) != 1 {
		t.Fatalf("waiting are %v, %v; want one event", waiting, err)
	}
	e := waiting[0]
	if e.Key != "plan/free/chat" || e.Type != schema.TypeRubricPublished || e.Headers["ce_sequence"] != "0000000001" ||
		e.Headers["ce_source"] != "test" || e.Headers["ce_subject"] != e.Key || e.Headers["ce_time"] != "1970-01-01T02:00:00Z" {
		t.Errorf("event is %+v", e)
	}
	if want := outbox.EventID("rubric", "plan/free/chat", "1"); e.ID != want {
		t.Errorf("event id is %s, want %s, which any run gives to this version", e.ID, want)
	}
}

func TestQuotesAreFewAndNewestFirst(t *testing.T) {
	t.Parallel()
	pool := open(t)
	for i, text := range []string{"old", "mid", "new", "shorter"} {
		direction := 1
		if text == "shorter" {
			direction = -1
		}
		_, err := pool.Exec(t.Context(), `INSERT INTO spans (observation_id, aspect, direction, turn, start_at, end_at, text, at)
			VALUES ($1, 'length', $2, 0, 0, 0, $1, $3)`, text, direction, time.Unix(int64(i), 0))
		if err != nil {
			t.Fatal(err)
		}
	}
	got, err := pgstore.New(pool, "test").Quotes(t.Context(), "length", 2)
	if err != nil || len(got) != 3 || got[0].Text != "new" || got[1].Text != "mid" || got[2].Text != "shorter" {
		t.Errorf("quotes are %+v, %v; want new, mid, shorter", got, err)
	}
	if got[0].Direction != schema.More || got[2].Direction != schema.Less {
		t.Errorf("directions are %s and %s", got[0].Direction, got[2].Direction)
	}
}
