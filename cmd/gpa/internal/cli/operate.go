package cli

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

type topicsCmd struct {
	List  topicsListCmd  `cmd:"" help:"List the topics: name, key, partitions, retention, owner."`
	Apply topicsApplyCmd `cmd:"" help:"Make every topic that is missing, the raw one too."`
}

type topicsListCmd struct{}

// Run is gpa topics list.
func (topicsListCmd) Run(s *session) error {
	type row struct {
		Topic, Key, Value, Owner, Retention string
		Partitions                          int
		Compacted                           bool
	}
	var rows []row
	for _, t := range schema.Topics {
		n := t.Partitions
		if n == 0 {
			n = s.config.Partitions
		}
		r := row{s.config.Prefixed(string(t.Name)), t.Key, t.Value, t.Owner, "for ever", n, t.Compacted}
		if t.Retention > 0 {
			r.Retention = t.Retention.String()
		}
		rows = append(rows, r)
	}
	if s.json {
		return writeJSON(s.Out, rows)
	}
	s.printf("%-32s %10s  %-10s %-16s %-32s %s\n", "topic", "partitions", "retention", "written by", "key", "value")
	for _, r := range rows {
		if r.Compacted {
			r.Retention = "compacted"
		}
		s.printf("%-32s %10d  %-10s %-16s %-32s %s\n", r.Topic, r.Partitions, r.Retention, r.Owner, r.Key, r.Value)
	}
	return nil
}

type topicsApplyCmd struct{}

// Run is gpa topics apply.
func (topicsApplyCmd) Run(s *session, ctx bound) error {
	k, err := s.kafka()
	if err != nil {
		return err
	}
	defer k.Close()
	if err := k.Ensure(ctx, s.config.TopicPrefix, s.config.Partitions); err != nil {
		return err
	}
	s.printf("%d topics of %s* are there\n", len(schema.Topics), s.config.TopicPrefix)
	return nil
}

type bucketsCmd struct {
	List bucketsListCmd `cmd:"" help:"How far every partition has closed its buckets, and what waits for whom."`
}

type bucketsListCmd struct{}

// Run is gpa buckets list.
func (bucketsListCmd) Run(s *session, ctx bound) error {
	e, err := s.connect(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	m, err := ruleminer.New(ruleminer.FromEnv(e), ruleminer.NewPostgresStore(e.Pool, e.Config.PostgresSchema))
	if err != nil {
		return err
	}
	o, err := m.Buckets(ctx)
	if err != nil {
		return err
	}
	if s.json {
		return writeJSON(s.Out, o)
	}
	s.printf("rules hold what ended by %s (leader %d)\n", at(o.TakenUntil), o.Leader)
	for _, p := range o.Partitions {
		s.printf("partition %2d  closed until %s  oldest open record at offset %d\n", p.Partition, at(p.ClosedUntil), p.NextOffset)
	}
	for _, b := range o.Waiting {
		s.printf("waiting: bucket that ends %s\n", b.EndsAt.UTC().Format(time.RFC3339))
	}
	for _, f := range o.Forced {
		s.printf("forced: partition %d, buckets %d to %d: %s\n", f.Partition, f.After+1, f.Through, f.Reason)
	}
	return nil
}

func at(t *time.Time) string {
	if t == nil {
		return "(nothing yet)"
	}
	return t.UTC().Format(time.RFC3339)
}

type digestCmd struct {
	Dir string `placeholder:"DIR" help:"What mine wrote there, in place of the database."`
}

// Run is gpa digest.
func (c digestCmd) Run(s *session, ctx bound) error {
	r, done, err := s.results(ctx, c.Dir)
	if err != nil {
		return err
	}
	defer done()
	d, err := rubricpublisher.Digest(ctx, r)
	if err != nil {
		return err
	}
	if s.json {
		return writeJSON(s.Out, map[string]string{"digest": d})
	}
	s.printf("%s\n", d)
	return nil
}

// results reads what was mined: from a folder that mine wrote, else from the database.
func (s *session) results(ctx context.Context, dir string) (rubricpublisher.Reader, func(), error) {
	if dir != "" {
		r, err := rubricpublisher.OpenDir(dir)
		return r, func() {}, runner.WrongUse(err)
	}
	pool, err := s.pool(ctx)
	if err != nil {
		return nil, nil, err
	}
	return rubricpublisher.NewPostgresStore(pool, s.config.Prefixed(rubricpublisher.Name)), pool.Close, nil
}

type migrateCmd struct{}

// Run is gpa migrate.
func (migrateCmd) Run(s *session, ctx bound) error {
	if s.config.PostgresURL == "" {
		return runner.WrongUse(errNoDatabase)
	}
	if err := database.Migrate(ctx, s.config.PostgresURL, s.config.PostgresSchema); err != nil {
		return err
	}
	s.printf("schema %s is up to date\n", s.config.PostgresSchema)
	return nil
}

type versionCmd struct{}

// Run is gpa version.
func (versionCmd) Run(s *session) error {
	if s.json {
		return writeJSON(s.Out, map[string]string{"version": version()})
	}
	s.printf("gpa %s\n", version())
	return nil
}

// version is what the build knows of itself.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	v := info.Main.Version
	for _, x := range info.Settings {
		if x.Key == "vcs.revision" && !strings.Contains(v, x.Value[:min(12, len(x.Value))]) {
			v += " " + x.Value[:min(12, len(x.Value))]
		}
	}
	return fmt.Sprint(v)
}
