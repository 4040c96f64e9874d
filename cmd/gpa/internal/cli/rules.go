package cli

import (
	"fmt"
	"time"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/present"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
)

type rulesCmd struct {
	List rulesListCmd `cmd:"" help:"List the rules."`
	Show rulesShowCmd `cmd:"" help:"Show one rule with its evidence."`

	Explain rulesExplainCmd `cmd:"" help:"Tell why a rule is what it is: e-value over time, windows, shards, channels, what is still missing."`
	Plan    rulesPlanCmd    `cmd:"" help:"Plan: how many observations, users and days a rule of some effect takes, or which effects so many show."`
	Diff    rulesDiffCmd    `cmd:"" help:"Show what differs between two sets of rules: two folders, or a folder and the database."`
	WhatIf  rulesWhatIfCmd  `cmd:"" name:"what-if" help:"Show which rules other parameters would give (--set), beside the running system and without touching it."`
	Quality rulesQualityCmd `cmd:"" help:"Show how often each group called answers wrong, failing or refused."`
}

// source says where results are read from.
type source struct {
	Dir string `placeholder:"DIR" help:"What mine wrote there, in place of the database."`
}

type rulesListCmd struct {
	source
	All bool `help:"Retracted and emerging rules, too."`
}

// Run is gpa rules list.
func (c rulesListCmd) Run(s *session, ctx bound) error {
	r, done, err := s.results(ctx, c.Dir)
	if err != nil {
		return err
	}
	defer done()
	rules, _, err := rubricpublisher.Results(ctx, r)
	if err != nil {
		return err
	}
	if s.json {
		return writeJSON(s.Out, rules)
	}
	for _, x := range rules.Rules {
		if x.Live() || c.All {
			s.printf("%s  %-9s %s\n", x.ID, x.State, sentence(x))
		}
	}
	return nil
}

type rulesShowCmd struct {
	source
	ID string `arg:"" help:"Id of the rule."`
}

// Run is gpa rules show.
func (c rulesShowCmd) Run(s *session, ctx bound) error {
	r, done, err := s.results(ctx, c.Dir)
	if err != nil {
		return err
	}
	defer done()
	rules, _, err := rubricpublisher.Results(ctx, r)
	if err != nil {
		return err
	}
	for _, x := range rules.Rules {
		if x.ID != c.ID {
			continue
		}
		if s.json {
			return writeJSON(s.Out, x)
		}
		return showRule(s, x)
	}
	return runner.WrongUse(fmt.Errorf("no rule %q; `gpa rules list --all` shows them", c.ID))
}

func showRule(s *session, x schema.Rule) error {
	s.printf("%s\n", sentence(x))
	s.printf("  state      %s %s\n", x.State, present.Clean(x.Reason))
	s.printf("  effect     %+.3f, between %+.3f and %+.3f\n", x.Effect, x.Interval[0], x.Interval[1])
	if x.Kind == schema.Divergence {
		s.printf("  by group   %s %+.3f, %s %+.3f\n", present.Clean(x.Group), x.GroupEffect, present.Clean(x.Versus), x.VersusEffect)
	}
	s.printf("  evidence   log e = %.1f (%s)\n", x.LogE, x.Channel)
	s.printf("  support    %s observations, %s with the aspect; at least %s users and %s conversations of the smaller group\n",
		count(x.Support.Observations), count(x.Support.WithAspect), count(x.Support.UsersAtLeast), count(x.Support.Conversations))
	if x.FirstConfirmed != nil {
		s.printf("  confirmed  %s\n", x.FirstConfirmed.UTC().Format(time.RFC3339))
	}
	return nil
}

// sentence is a rule in words.
func sentence(x schema.Rule) string { return present.Line(rubricpublisher.Finding(x)) }
