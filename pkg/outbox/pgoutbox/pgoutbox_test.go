package pgoutbox_test

import (
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
	"github.com/gpa-stream/gpa/pkg/outbox"
	"github.com/gpa-stream/gpa/pkg/outbox/pgoutbox"
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

func event(t *testing.T, kind, key string, version int64) outbox.Event {
	t.Helper()
	e, err := outbox.New(kind, key, "changed", map[string]int64{"v": version}, version, map[string]string{"ce_subject": key})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func insert(t *testing.T, pool *pgxpool.Pool, events ...outbox.Event) {
	t.Helper()
	if err := pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error { return pgoutbox.Insert(t.Context(), tx, events...) }); err != nil {
		t.Fatal(err)
	}
}

func ids(events []outbox.Event) string {
	var out []string
	for _, e := range events {
		out = append(out, e.Key+string(e.Payload[len(e.Payload)-2]))
	}
	return strings.Join(out, " ")
}

func TestEventsComeBackAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	pool := open(t)
	want := event(t, "rule", `r"1`, 7)
	gone := outbox.Event{ID: outbox.EventID("x"), Kind: "rule", Key: "gone", Type: "withdrawn"}
	insert(t, pool, want, gone)
	insert(t, pool, want) // a second time, as after a crash
	got, err := pgoutbox.Rows{Pool: pool, Kind: "rule"}.Waiting(t.Context(), 10)
	if err != nil || len(got) != 2 {
		t.Fatalf("waiting are %v, %v; want 2", got, err)
	}
	g := got[0]
	if g.ID != want.ID || g.Key != want.Key || g.Type != want.Type || g.Kind != "rule" || string(g.Payload) != `{"v": 7}` ||
		g.Headers["ce_subject"] != want.Key || !g.Waiting {
		t.Errorf("event is %+v, want %+v", g, want)
	}
	if got[1].Payload != nil {
		t.Errorf("a tombstone has the payload %s", got[1].Payload)
	}
}

func TestAnEventOfATransactionThatFailedIsNotThere(t *testing.T) {
	t.Parallel()
	pool := open(t)
	tx, err := pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := pgoutbox.Insert(t.Context(), tx, event(t, "rule", "a", 1)); err != nil {
		t.Fatal(err)
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	got, err := pgoutbox.Rows{Pool: pool, Kind: "rule"}.Waiting(t.Context(), 10)
	if err != nil || len(got) != 0 {
		t.Errorf("waiting are %v, %v; want none", got, err)
	}
}

func TestKindsDoNotMeet(t *testing.T) {
	t.Parallel()
	pool := open(t)
	insert(t, pool, event(t, "rule", "a", 1), event(t, "rubric", "b", 1), event(t, "rule", "a", 2), event(t, "rule", "c", 1))
	rules := pgoutbox.Rows{Pool: pool, Kind: "rule"}
	waiting, err := rules.Waiting(t.Context(), 2)
	if err != nil || ids(waiting) != "a1 a2" {
		t.Errorf("waiting are %s, %v; want the first two", ids(waiting), err)
	}
	if err := rules.Mark(t.Context(), waiting); err != nil {
		t.Fatal(err)
	}
	if waiting, err = rules.Waiting(t.Context(), 2); err != nil || ids(waiting) != "c1" {
		t.Errorf("waiting are %s, %v; want c1", ids(waiting), err)
	}
	newest, err := rules.Newest(t.Context())
	if err != nil || ids(newest) != "a2 c1" || newest[0].Waiting || !newest[1].Waiting {
		t.Errorf("newest are %s, %v; want a2, marked, and c1, waiting", ids(newest), err)
	}
	after, err := rules.After(t.Context(), waiting[0].Seq-2, 10)
	if err != nil || ids(after) != "a2 c1" {
		t.Errorf("after are %s, %v", ids(after), err)
	}
}

func TestCleaningKeepsTheNewestOfEachKey(t *testing.T) {
	t.Parallel()
	pool := open(t)
	insert(t, pool, event(t, "rule", "a", 1), event(t, "rule", "a", 2), event(t, "rule", "a", 3), event(t, "rule", "b", 1))
	rows := pgoutbox.Rows{Pool: pool, Kind: "rule"}
	waiting, err := rows.Waiting(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	if err := rows.Mark(t.Context(), []outbox.Event{waiting[0], waiting[3]}); err != nil {
		t.Fatal(err)
	}
	if err := rows.Clean(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	if got, err := rows.After(t.Context(), 0, 10); err != nil || ids(got) != "a1 a2 a3 b1" {
		t.Errorf("after cleaning what is older than an hour: %s, %v; want all", ids(got), err)
	}
	if err := rows.Clean(t.Context(), -time.Second); err != nil {
		t.Fatal(err)
	}
	if got, err := rows.After(t.Context(), 0, 10); err != nil || ids(got) != "a2 a3 b1" {
		t.Errorf("after cleaning all that may go: %s, %v; want a2 (waiting), a3 and b1 (newest)", ids(got), err)
	}
}

func TestOneHoldsTheLeaseOfAKindAndASchema(t *testing.T) {
	t.Parallel()
	pool, other := open(t), open(t)
	acquire := func(pool *pgxpool.Pool, kind string) (outbox.Lease, bool) {
		t.Helper()
		l, ok, err := pgoutbox.Rows{Pool: pool, Kind: kind}.Acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			t.Cleanup(l.Release)
		}
		return l, ok
	}
	first, ok := acquire(pool, "rule")
	if !ok {
		t.Fatal("nobody holds the lease and yet it is not to be had")
	}
	if err := first.Held(t.Context()); err != nil {
		t.Errorf("held: %v", err)
	}
	if _, ok := acquire(pool, "rule"); ok {
		t.Error("two hold the lease")
	}
	if _, ok := acquire(pool, "rubric"); !ok {
		t.Error("another kind waits")
	}
	if _, ok := acquire(other, "rule"); !ok {
		t.Error("another schema waits")
	}
	first.Release()
	first.Release() // twice does no harm
	if err := first.Held(t.Context()); err == nil {
		t.Error("a released lease is held")
	}
	if _, ok := acquire(pool, "rule"); !ok {
		t.Error("a released lease is not to be had")
	}
}
