package cli

import (
	"fmt"
	"time"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/present"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
)

type rubricsCmd struct {
	List     rubricsListCmd     `cmd:"" help:"Show all rubrics as cards."`
	Show     rubricsShowCmd     `cmd:"" help:"Show one rubric."`
	History  rubricsHistoryCmd  `cmd:"" help:"List the versions of a rubric."`
	Diff     rubricsDiffCmd     `cmd:"" help:"What changed between two versions."`
	Approve  rubricsApproveCmd  `cmd:"" help:"Publish a proposed version."`
	Reject   rubricsRejectCmd   `cmd:"" help:"Reject a proposed version."`
	Rollback rubricsRollbackCmd `cmd:"" help:"Publish an earlier version again."`
	Watch    rubricsWatchCmd    `cmd:"" help:"Print new versions as they are published."`
}

type rubricsListCmd struct{ source }

// Run is gpa rubrics list.
func (c rubricsListCmd) Run(s *session, ctx bound) error {
	r, done, err := s.results(ctx, c.Dir)
	if err != nil {
		return err
	}
	defer done()
	rules, rubrics, err := rubricpublisher.Results(ctx, r)
	if err != nil {
		return err
	}
	if s.json {
		return writeJSON(s.Out, rubrics)
	}
	why, err := s.explanations(ctx, c.Dir)
	if err != nil {
		why = schema.Explanations{} // The cards say less without.
	}
	return present.Cards(s.Out, width(s.Out), terminal(s.Out), present.Results{Rules: rules, Rubrics: rubrics, Why: why, Lacking: lacking(why)})
}

type rubricsShowCmd struct {
	source
	ID string `arg:"" help:"dimension/group/intent."`
}

// Run is gpa rubrics show.
func (c rubricsShowCmd) Run(s *session, ctx bound) error {
	r, done, err := s.results(ctx, c.Dir)
	if err != nil {
		return err
	}
	defer done()
	rules, rubrics, err := rubricpublisher.Results(ctx, r)
	if err != nil {
		return err
	}
	for _, x := range rubrics.Rubrics {
		if x.ID != c.ID {
			continue
		}
		if s.json {
			return writeJSON(s.Out, x)
		}
		one := schema.Rubrics{Schema: rubrics.Schema, Rubrics: []schema.Rubric{x}}
		_, err := s.Out.Write(present.Markdown(present.Results{Rules: rules, Rubrics: one}))
		return err
	}
	return runner.WrongUse(fmt.Errorf("no rubric %q; `gpa rubrics list` shows them", c.ID))
}

type rubricsWatchCmd struct {
	From int64 `placeholder:"N" help:"Begin behind the event of that number (default: with the next)."`
}

// Run is gpa rubrics watch.
func (c rubricsWatchCmd) Run(s *session, ctx bound) error {
	r, done, err := s.results(ctx, "")
	if err != nil {
		return err
	}
	defer done()
	after := c.From
	if after == 0 {
		if after, err = r.LastEvent(ctx); err != nil {
			return err
		}
	}
	return rubricpublisher.Watch(ctx, r, after, watchPause, s.event)
}

const watchPause = 500 * time.Millisecond

func (s *session) event(e rubricpublisher.Event) error {
	if s.json {
		return writeJSONLine(s.Out, e)
	}
	x := e.Rubric
	s.printf("%d  %s version %d: %s, %d items\n", e.Seq, present.Clean(x.ID), x.Version, x.Verdict, len(x.Items))
	return nil
}
