package cli

import (
	"context"
	"runtime/debug"
	"strings"

	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
)

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
	return rubricpublisher.NewPostgresStore(pool, s.config.Group(rubricpublisher.Name)), pool.Close, nil
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
	return v
}
