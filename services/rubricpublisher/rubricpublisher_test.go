package rubricpublisher_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
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

// feed leaves a bucket as the miner does.
func feed(t *testing.T, pool *pgxpool.Pool, b rubricpublisher.Bucket) {
	t.Helper()
	doc, err := json.Marshal(b.Set)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec(t.Context(), `INSERT INTO miner_buckets (bucket, ends_at, rules) VALUES ($1, $2, $3::text::jsonb)`,
		b.Number, b.EndsAt, string(doc)); err != nil {
		t.Fatal(err)
	}
}

// buckets are a history in which a difference is found, joined by another, and lost again.
func buckets() []rubricpublisher.Bucket {
	confirmed := time.Date(2026, 3, 2, 1, 0, 0, 0, time.FixedZone("CET", 3600))
	rule := func(aspect, state string, effect float64) schema.Rule {
		return schema.Rule{
			ID:   schema.RuleID(schema.Divergence, "expertise", "expert", "novice", "debugging", aspect, schema.More, schema.Revealed),
			Kind: schema.Divergence, Dimension: "expertise", Group: "expert", Versus: "novice", Intent: "debugging", Aspect: aspect,
			Direction: schema.More, Channel: schema.Revealed, State: state, Effect: effect, Interval: [2]float64{0.1, 0.5},
			FirstConfirmed: &confirmed, LastChanged: &confirmed,
		}
	}
	seen := []schema.Seen{
		{Dimension: "expertise", Group: "novice", Intent: "debugging", Groups: 2},
		{Dimension: "expertise", Group: "expert", Intent: "debugging", Groups: 2},
		{Dimension: "expertise", Group: "expert", Intent: "how_to", Groups: 2, Same: true},
	}
	sets := []schema.RuleSet{
		{Rules: []schema.Rule{rule("length", schema.Emerging, 0.2)}, Seen: seen},
		{Rules: []schema.Rule{rule("length", schema.Confirmed, 0.21)}, Seen: seen},
		{Rules: []schema.Rule{rule("table", schema.Confirmed, 0.4), rule("length", schema.Kept, 0.22)}, Seen: seen},
		{Rules: []schema.Rule{rule("table", schema.Confirmed, 0.41), rule("length", schema.Retracted, 0.22)}, Seen: seen},
	}
	var out []rubricpublisher.Bucket
	for i, s := range sets {
		out = append(out, rubricpublisher.Bucket{Number: int64(2 * i), EndsAt: confirmed.AddDate(0, 0, i), Set: s})
	}
	return out
}

func documents(t *testing.T, store rubricpublisher.Reader) string {
	t.Helper()
	rules, rubrics, err := rubricpublisher.Results(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.MarshalIndent([]any{rules, rubrics}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestMemoryAndPostgresGiveTheSameDocuments(t *testing.T) {
	t.Parallel()
	memory := rubricpublisher.NewMemoryStore()
	inMemory := rubricpublisher.New(rubricpublisher.Config{}, memory)
	pool := open(t)
	kept := rubricpublisher.NewPostgresStore(pool, "test")
	inPostgres := rubricpublisher.New(rubricpublisher.Config{}, kept)
	for _, b := range buckets() {
		feed(t, pool, b)
		if _, err := inMemory.Take(t.Context(), b.Number, b.EndsAt, b.Set); err != nil {
			t.Fatal(err)
		}
	}
	took := 0
	for {
		ok, err := inPostgres.Step(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			break
		}
		took++
	}
	if took != len(buckets()) {
		t.Errorf("took %d buckets, want %d", took, len(buckets()))
	}
	a, b := documents(t, memory), documents(t, kept)
	if a != b {
		t.Errorf("memory gives\n%s\nPostgres gives\n%s", a, b)
	}
	x, err := rubricpublisher.Digest(t.Context(), memory)
	if err != nil {
		t.Fatal(err)
	}
	y, err := rubricpublisher.Digest(t.Context(), kept)
	if err != nil || x != y || len(x) != len("sha256:")+64 {
		t.Errorf("digests are %s and %s (%v)", x, y, err)
	}
}

func TestTakingABucketTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	store := rubricpublisher.NewMemoryStore()
	p := rubricpublisher.New(rubricpublisher.Config{}, store)
	want := []int{3, 2, 2, 2}
	for i, b := range buckets() {
		got, err := p.Take(t.Context(), b.Number, b.EndsAt, b.Set)
		if err != nil || len(got) != want[i] {
			t.Fatalf("bucket %d brought %d rubrics (%v), want %d", b.Number, len(got), err, want[i])
		}
		before := documents(t, store)
		if got, err := p.Take(t.Context(), b.Number, b.EndsAt, b.Set); err != nil || len(got) != 0 {
			t.Errorf("bucket %d again brought %+v, %v", b.Number, got, err)
		}
		if after := documents(t, store); after != before {
			t.Errorf("bucket %d again changed\n%s\nto\n%s", b.Number, before, after)
		}
	}
}

func TestTwoPublishersDoTheWorkOfOne(t *testing.T) {
	t.Parallel()
	pool := open(t)
	for _, b := range buckets() {
		feed(t, pool, b)
	}
	store := rubricpublisher.NewPostgresStore(pool, "test")
	ended := make(chan error, 2)
	for range 2 {
		p := rubricpublisher.New(rubricpublisher.Config{}, store)
		go func() {
			for {
				ok, err := p.Step(t.Context())
				if err != nil || !ok {
					ended <- err
					return
				}
			}
		}()
	}
	for range 2 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	alone := rubricpublisher.NewMemoryStore()
	p := rubricpublisher.New(rubricpublisher.Config{}, alone)
	for _, b := range buckets() {
		if _, err := p.Take(t.Context(), b.Number, b.EndsAt, b.Set); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := documents(t, store), documents(t, alone); got != want {
		t.Errorf("two give\n%s\none gives\n%s", got, want)
	}
}

func TestAFolderGivesWhatWasWritten(t *testing.T) {
	t.Parallel()
	store := rubricpublisher.NewMemoryStore()
	p := rubricpublisher.New(rubricpublisher.Config{}, store)
	for _, b := range buckets() {
		if _, err := p.Take(t.Context(), b.Number, b.EndsAt, b.Set); err != nil {
			t.Fatal(err)
		}
	}
	rules, rubrics, err := rubricpublisher.Results(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "rules.json"), rules)
	write(t, filepath.Join(dir, "rubrics.json"), rubrics)
	folder, err := rubricpublisher.OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := documents(t, folder), documents(t, store); got != want {
		t.Errorf("the folder gives\n%s\nwant\n%s", got, want)
	}
	k := rubricpublisher.Key{Dimension: "expertise", Group: "novice", Intent: "debugging"}
	if h, err := folder.History(t.Context(), k); err != nil || len(h) != 1 || h[0].Version != 4 {
		t.Errorf("history is %+v, %v", h, err)
	}
	if _, err := folder.History(t.Context(), rubricpublisher.Key{}); !errors.Is(err, rubricpublisher.ErrNotFound) {
		t.Errorf("history of nothing: %v", err)
	}
	if found, err := folder.Rubrics(t.Context(), rubricpublisher.Filter{Intent: "how_to"}); err != nil || len(found) != 1 {
		t.Errorf("filtered are %+v, %v", found, err)
	}
}

func TestAFolderOfSomethingElseIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := rubricpublisher.OpenDir(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("an empty folder: %v", err)
	}
	write(t, filepath.Join(dir, "rules.json"), map[string]string{"schema": "other"})
	write(t, filepath.Join(dir, "rubrics.json"), map[string]string{"schema": "other"})
	if _, err := rubricpublisher.OpenDir(dir); err == nil {
		t.Error("another schema was accepted")
	}
}

func write(t *testing.T, path string, v any) {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAnEmptyRunHasEmptyLists(t *testing.T) {
	t.Parallel()
	got := documents(t, rubricpublisher.NewMemoryStore())
	want := `[
 {
  "schema": "gpa.rules/v1",
  "dimensions": [],
  "rules": []
 },
 {
  "schema": "gpa.rubrics/v1",
  "rubrics": []
 }
]`
	if got != want {
		t.Errorf("documents are %s, want %s", got, want)
	}
}
