//go:build linux && kafka

package system_test

import (
	"context"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
	"github.com/gpa-stream/gpa/pkg/schema"
)

// TestARestoredDatabaseChangesNothing is the drill of docs/deploy.md: the database is lost and comes back as it was
// some time ago, while Kafka has gone on.
func TestARestoredDatabaseChangesNothing(t *testing.T) {
	space := newNamespace(t, brokerForAll(t), pgtest.URL(t))
	disturbed(t, space, func(f *fleet) {
		eventually(t, "the first bucket", func() bool { return space.count(t, "miner_buckets") > 0 })
		backup := space.dump(t)
		at := space.progress(t)
		space.awaitMoreThan(t, at)
		for _, err := range f.halt() {
			t.Error(err)
		}
		space.setBack(t, backup)
		for _, stage := range stages {
			f.join(stage)
			f.join(stage)
		}
		// Nobody tells the stages of the second time.
		space.awaitMoreThan(t, at)
		space.setBack(t, backup)
	})
	total, announced := space.progress(t).versions, len(space.read(t, schema.TopicRubrics))
	t.Logf("%d versions were announced %d times", total, announced)
	if announced <= total {
		t.Error("none was announced again: it was no trouble")
	}
}

// progress is how far the database has come.
type progress struct{ buckets, versions int }

func (n *namespace) progress(t *testing.T) progress {
	t.Helper()
	return progress{buckets: n.count(t, "miner_buckets"), versions: n.count(t, "rubric_versions")}
}

// awaitMoreThan waits until there are more buckets and more versions, and more are announced than there were.
func (n *namespace) awaitMoreThan(t *testing.T, at progress) {
	t.Helper()
	eventually(t, "more buckets and versions", func() bool {
		now := n.progress(t)
		return now.buckets > at.buckets+1 && now.versions > at.versions && len(n.read(t, schema.TopicRubrics)) > at.versions
	})
}

// setBack restores the database, which must lose some of the versions that it has announced.
func (n *namespace) setBack(t *testing.T, backup string) {
	t.Helper()
	announced := len(n.read(t, schema.TopicRubrics))
	was := n.progress(t)
	n.run(t, "pg_restore", "--clean", "--if-exists", "--single-transaction", "--dbname="+n.postgres, backup)
	now := n.progress(t)
	t.Logf("set back from %+v to %+v; %d versions were announced", was, now, announced)
	if now.buckets == 0 || now.buckets >= was.buckets || now.versions >= min(was.versions, announced) {
		t.Error("the database has lost nothing: it was no trouble")
	}
}

// halt ends all members in order; others may join afterwards.
func (f *fleet) halt() []error {
	var failed []error
	for _, m := range f.members {
		if _, err := m.leave(10 * time.Second); err != nil {
			failed = append(failed, err)
		}
	}
	return failed
}

// count is the number of rows of a table, 0 as long as there is none.
func (n *namespace) count(t *testing.T, table string) int {
	t.Helper()
	return n.number(t, "SELECT count(*)::text FROM "+table)
}

// dump writes a backup of the namespace's schema and returns its path.
func (n *namespace) dump(t *testing.T) string {
	t.Helper()
	path := filepath.Join(n.dir, "backup.dump")
	n.run(t, "pg_dump", "--format=custom", "--schema="+n.schema, "--file="+path, n.postgres)
	return path
}

// run runs a program of PostgreSQL's clients, as an operator does it.
func (n *namespace) run(t *testing.T, program string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if out, err := exec.CommandContext(ctx, program, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
}
