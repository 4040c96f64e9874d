package cli

import (
	"context"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/contrast"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
)

type rulesDiffCmd struct {
	Before string `arg:"" placeholder:"DIR" help:"What mine wrote there."`
	After  string `arg:"" optional:"" placeholder:"DIR" help:"What mine wrote there; without it the database."`
}

// Help teaches by example.
func (rulesDiffCmd) Help() string {
	return `Examples:
  gpa mine logs/ --out strict --set AlphaPub=0.01    the same logs under other parameters, in a folder of its own
  gpa rules diff results strict                      what that would change
  gpa rules diff results                             what the running system holds that the folder does not`
}

// Run is gpa rules diff.
func (c rulesDiffCmd) Run(s *session, ctx bound) error {
	before, err := s.rulesOf(ctx, c.Before)
	if err != nil {
		return err
	}
	after, err := s.rulesOf(ctx, c.After)
	if err != nil {
		return err
	}
	return s.showDiff(contrast.Rules(before.Rules, after.Rules))
}

// rulesOf are the rules in a folder that mine wrote, else in the database.
func (s *session) rulesOf(ctx context.Context, dir string) (schema.Rules, error) {
	r, done, err := s.results(ctx, dir)
	if err != nil {
		return schema.Rules{}, err
	}
	defer done()
	rules, _, err := rubricpublisher.Results(ctx, r)
	return rules, err
}

func (s *session) showDiff(d contrast.Diff) error {
	if s.json {
		return writeJSON(s.Out, d)
	}
	for _, part := range []struct {
		sign string
		list []contrast.Change
	}{{"+", d.Appeared}, {"-", d.Gone}} {
		for _, x := range part.list {
			s.printf("%s %s  %s%s\n", part.sign, x.ID, sentence(x.Rule()), instead(x))
		}
	}
	for _, x := range d.Moved {
		s.printf("~ %s  %s, was %+.2f\n", x.ID, sentence(*x.After), x.Before.Effect)
	}
	s.printf("%d appeared, %d gone, %d moved beyond both intervals, %d the same\n", len(d.Appeared), len(d.Gone), len(d.Moved), d.Same)
	return nil
}

// instead is what a rule is on the side where it is not live.
func instead(x contrast.Change) string {
	switch {
	case x.After != nil && x.After.Live() && x.Before != nil:
		return ", was " + x.Before.State
	case x.After != nil && !x.After.Live():
		return ", now " + x.After.State
	}
	return ""
}
