package cli

import (
	"time"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/contrast"
	"github.com/gpa-stream/gpa/pkg/runner"
)

type rulesWhatIfCmd struct {
	Try []string `arg:"" placeholder:"KEY=VALUE" help:"Parameters of docs/statistics.md, e.g. AlphaPub=0.1 MinEffect=0.02."`
}

// Help teaches by example.
func (rulesWhatIfCmd) Help() string {
	return `Examples:
  gpa rules what-if AlphaPub=0.1                  which rules a looser level would confirm
  gpa rules what-if MinEffect=0.05 MinUsers=50    which would go
It replays the tallies that are kept (miner.keep_tallies). Caps and the length of buckets are in them already: for those,
mine the logs anew (gpa mine --set … --out other) and compare (gpa rules diff).`
}

// Run is gpa rules what-if.
func (c rulesWhatIfCmd) Run(s *session, ctx bound) error {
	m, done, err := s.miner(ctx, s.config.PostgresSchema)
	if err != nil {
		return err
	}
	defer done()
	set, since, err := m.WhatIf(ctx, c.Try)
	if err != nil {
		return runner.WrongUse(err)
	}
	now, err := m.RuleSet(ctx)
	if err != nil {
		return err
	}
	if !s.json {
		s.printf("with the tallies since %s:\n", since.Format(time.RFC3339))
	}
	return s.showDiff(contrast.Rules(now.Rules, set.Rules))
}
