package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/contrast"
	"github.com/gpa-stream/gpa/pkg/database"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

type adoptCmd struct {
	Schema string `arg:"" help:"Schema of the namespace, in the same database: gpa_mine_NAME for what gpa mine --run NAME --through kafka --keep left."`
	DryRun bool   `help:"Only show what would change."`
}

// Help teaches by example.
func (adoptCmd) Help() string {
	return `The rules, and all that follows, become those of a run that had seen both in order. Both namespaces need one salt,
equal parameters, and miner.keep_tallies from their start; what is adopted may not reach beyond the running system.
Examples:
  gpa mine old-logs/ --through kafka --run history --keep --bucket 1h --miner.keep_tallies 20000h
  gpa adopt gpa_mine_history --dry-run      which rules would come and go
  gpa adopt gpa_mine_history                while the system runs`
}

// Run is gpa adopt.
func (c adoptCmd) Run(s *session, ctx bound) error {
	if c.Schema == s.config.PostgresSchema {
		return runner.WrongUse(fmt.Errorf("%s is the running system's own schema", c.Schema))
	}
	running, done, err := s.miner(ctx, s.config.PostgresSchema)
	if err != nil {
		return err
	}
	defer done()
	_, from, doneToo, err := s.minerIn(ctx, c.Schema)
	if err != nil {
		return err
	}
	defer doneToo()
	a, err := running.Adopt(ctx, from, c.DryRun)
	if err != nil {
		return fmt.Errorf("adopt %s: %w", c.Schema, err)
	}
	d := contrast.Rules(a.Before.Rules, a.After.Rules)
	if s.json {
		return writeJSON(s.Out, struct {
			ruleminer.Adoption
			Diff contrast.Diff `json:"diff"`
		}{a, d})
	}
	word := "adopted"
	if c.DryRun {
		word = "would adopt"
	}
	s.printf("%s %s observations in %s buckets\n", word, count(a.Observations), count(int64(a.Buckets)))
	return s.showDiff(d)
}

// miner is the rule miner with the session's settings, over a schema that was begun with them.
func (s *session) miner(ctx context.Context, schema string) (*ruleminer.Service, func(), error) {
	m, _, done, err := s.minerIn(ctx, schema)
	return m, done, err
}

func (s *session) minerIn(ctx context.Context, schema string) (*ruleminer.Service, ruleminer.Store, func(), error) {
	if s.config.PostgresURL == "" {
		return nil, nil, nil, runner.WrongUse(errNoDatabase)
	}
	c := ruleminer.FromConfig(s.config, s.config.Partitions)
	if c.Salt == "" {
		return nil, nil, nil, runner.WrongUse(errors.New("salt is empty; it says whether two namespaces know the same users"))
	}
	settings, err := c.Namespace()
	if err != nil {
		return nil, nil, nil, runner.WrongUse(err)
	}
	delete(settings, database.KeyPartitions) // Tallies add up over any number of them.
	pool, err := database.Open(ctx, s.config.PostgresURL, schema)
	if err != nil {
		return nil, nil, nil, err
	}
	m, st, err := overSchema(ctx, c, settings, pool, schema)
	if err != nil {
		pool.Close()
		return nil, nil, nil, err
	}
	return m, st, pool.Close, nil
}

func overSchema(ctx context.Context, c ruleminer.Config, settings map[string]string, pool *pgxpool.Pool, schema string) (*ruleminer.Service, ruleminer.Store, error) {
	if err := database.Compare(ctx, pool, settings); err != nil {
		return nil, nil, runner.WrongUse(fmt.Errorf("schema %s: %w", schema, err))
	}
	st := ruleminer.NewPostgresStore(pool, schema)
	m, err := ruleminer.New(c, st)
	return m, st, err
}
