package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/labelled"
	"github.com/gpa-stream/gpa/cmd/gpa/internal/scorecard"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

type evalIntentCmd struct {
	Input      []string `arg:"" help:"Requests with their intents: files of JSON lines, plain or .gz, or -."`
	Pack       string   `default:"general" help:"Domain pack whose intents are measured: ${packs} or a file."`
	Train      []string `placeholder:"FILE" help:"Fit on these labelled requests instead of a pack (repeatable)."`
	Folds      int      `placeholder:"N" help:"Fit on the input itself, without the fold that is measured."`
	Examples   int      `placeholder:"N" help:"Fit on so many examples of each intent at most."`
	OutOfScope string   `default:"oos" placeholder:"LABEL" help:"Label of requests that no intent covers; with a pack, other is one, too."`
}

// Help teaches by example.
func (evalIntentCmd) Help() string {
	return `A line holds "text" and "intent"; "lang", "tags" and "dataset" group the rows.

Examples:
  gpa eval intent requests.jsonl --pack support          how well a pack's intents are told apart
  gpa eval intent val.jsonl oos.jsonl --train train.jsonl   a set with intents of its own, and what none covers
  gpa eval intent train.jsonl --folds 5                  cross-validation
  gpa eval intent val.jsonl --train train.jsonl --examples 20`
}

func (c evalIntentCmd) check() error {
	switch {
	case len(c.Train) > 0 && c.Folds > 0:
		return errors.New("--train and --folds exclude each other: fit on other rows, or on the rows themselves")
	case c.Folds < 0 || c.Folds == 1:
		return fmt.Errorf("--folds is %d; expected 2 or more", c.Folds)
	case c.Examples < 0:
		return fmt.Errorf("--examples is %d; expected 1 or more", c.Examples)
	case c.Examples > 0 && len(c.Train) == 0 && c.Folds == 0:
		return errors.New("--examples needs --train or --folds: a pack that is shipped is fitted already")
	}
	return nil
}

// Run is gpa eval intent.
func (c evalIntentCmd) Run(s *session, ctx bound) error {
	if err := c.check(); err != nil {
		return runner.WrongUse(err)
	}
	trial := len(c.Train) > 0 || c.Folds > 0
	local, err := turnclassifier.LoadJudge(ctx, c.Pack)
	if err != nil {
		return runner.WrongUse(err)
	}
	bad := newBadRecords(s.Err, "")
	rows, err := c.read(ctx, s, bad, c.Input, func(r *turnclassifier.LabelledRequest) error {
		if trial {
			return nil
		}
		return known(r, c.OutOfScope, local.Intents(), c.Pack)
	})
	switch {
	case err != nil:
		return runner.WrongUse(err)
	case len(rows.names) == 0:
		return cmp.Or(bad.err(), runner.WrongUse(errNoLabels))
	}
	doc := evalDocument[turnclassifier.RequestMeasure]{Schema: evalSchema, What: "intent"}
	if trial {
		doc.Sets, err = c.trial(ctx, s, bad, rows)
	} else {
		doc.Pack, doc.Model = c.Pack, local.Version()
		for _, name := range rows.names {
			m, failed := local.MeasureRequests(name, rows.rows[name])
			doc.Sets, err = append(doc.Sets, m), errors.Join(err, failed)
		}
	}
	if err != nil {
		return err
	}
	doc.Bad = bad.n
	if s.json {
		return cmp.Or(writeJSON(s.Out, doc), bad.err())
	}
	for _, m := range doc.Sets {
		scorecard.Requests(s.Out, m)
	}
	return bad.err()
}

// trial takes all rows for one set: those of files without an intent that is fitted are out of scope.
func (c evalIntentCmd) trial(ctx context.Context, s *session, bad *badRecords, rows sets[turnclassifier.LabelledRequest]) ([]turnclassifier.RequestMeasure, error) {
	t := turnclassifier.IntentTrial{Folds: c.Folds, Examples: c.Examples, OutOfScope: c.OutOfScope}
	for _, name := range rows.names {
		t.Rows = append(t.Rows, rows.rows[name]...)
	}
	train, err := c.read(ctx, s, bad, c.Train, nil)
	if err != nil {
		return nil, runner.WrongUse(err)
	}
	for _, name := range train.names {
		t.Train = append(t.Train, train.rows[name]...)
	}
	m, err := turnclassifier.TryIntents(ctx, strings.Join(rows.names, " + "), t)
	return []turnclassifier.RequestMeasure{m}, err
}

func (c evalIntentCmd) read(
	ctx context.Context, s *session, bad *badRecords, paths []string, check func(*turnclassifier.LabelledRequest) error,
) (sets[turnclassifier.LabelledRequest], error) {
	var rows sets[turnclassifier.LabelledRequest]
	in := labelled.Input{Paths: paths, Stdin: s.In, Bad: bad.add}
	err := in.Read(ctx, func(file string, line []byte) error {
		r, err := turnclassifier.ParseLabelledRequest(line)
		if err == nil && check != nil {
			err = check(&r)
		}
		if err != nil {
			return err
		}
		rows.add(cmp.Or(r.Dataset, labelled.Name(file)), r)
		return nil
	})
	return rows, err
}

// known holds a label against the intents of a pack.
func known(r *turnclassifier.LabelledRequest, outOfScope string, intents []string, pack string) error {
	if r.Intent == outOfScope {
		r.Intent = turnclassifier.OtherIntent
	}
	if slices.Contains(intents, r.Intent) {
		return nil
	}
	return fmt.Errorf("pack %s has no intent %q; it has %s", pack, r.Intent, strings.Join(intents, ", "))
}
