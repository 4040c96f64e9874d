package cli

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"golang.org/x/sync/errgroup"

	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/attrextractor"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// filter are the flags of classify and extract.
type filter struct {
	records `embed:""`
	tiered  `embed:""`
	Input   []string `arg:"" help:"Conversations: files, folders or -."`
	Pack    string   `default:"general" help:"Domain pack: ${packs} or a file."`
}

type classifyCmd struct {
	filter `embed:""`
}

// Run is gpa classify.
func (c classifyCmd) Run(s *session, ctx bound) error {
	return c.filter.run(ctx, s, func(j *turnclassifier.Local, a turnclassifier.Answer, id string) any { return classified(j, a, id) })
}

type extractCmd struct {
	filter `embed:""`
}

// Run is gpa extract.
func (c extractCmd) Run(s *session, ctx bound) error {
	p, err := pack.Load(c.Pack)
	if err != nil {
		return runner.WrongUse(err)
	}
	x, err := attrextractor.New(attrextractor.Config{Observations: 1, Exchanges: 1, Thresholds: p.Thresholds()}, attrextractor.NoSpans{})
	if err != nil {
		return err
	}
	return c.filter.run(ctx, s, func(j *turnclassifier.Local, a turnclassifier.Answer, id string) any {
		return extracted{classified(j, a, id), aspects(x.Measure(a.Exchange)), wishes(x.Wishes(a.Exchange))}
	})
}

// run writes a line for every answer that a user had a chance to react to, in the order of the input.
func (f filter) run(ctx context.Context, s *session, line func(*turnclassifier.Local, turnclassifier.Answer, string) any) (err error) {
	local, err := turnclassifier.LoadJudge(ctx, f.Pack)
	if err != nil {
		return runner.WrongUse(err)
	}
	rec, err := f.records.options(ingest.FromTurns, f.salt(s))
	if err != nil {
		return runner.WrongUse(err)
	}
	store, done, err := f.store()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	judge, err := f.judge(ctx, s, local, store)
	if err != nil {
		return err
	}
	bad := newBadRecords(s.Err, "")
	reader, err := ingest.Open(ingest.Input{Records: rec, Paths: f.Input, Stdin: s.In, Bad: bad.add})
	if err != nil {
		return runner.WrongUse(err)
	}
	defer reader.Close()
	out := bufio.NewWriterSize(s.Out, 1<<16)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	err = answers(ctx, reader, judge, func(a turnclassifier.Answer, id string) error {
		if err := enc.Encode(line(local, a, id)); err != nil {
			return fmt.Errorf("write lines: %w", err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write lines: %w", err)
	}
	if line := askedLine(asked(judge)); line != "" {
		_, _ = fmt.Fprintln(s.Err, line)
	}
	return bad.err()
}

// salt keys the ids under which a memo finds outcomes again. No pseudonym leaves a filter.
func (f filter) salt(s *session) schema.Salt {
	switch {
	case s.config.Salt != "":
		return schema.Salt(s.config.Salt)
	case f.Memo != "":
		return "filter"
	default:
		return schema.Salt(rand.Text())
	}
}

// answers judges conversation by conversation, as many at once as the judge wants, and gives the answers in order.
func answers(ctx context.Context, reader *ingest.Reader, judge turnclassifier.Judge, each func(turnclassifier.Answer, string) error) error {
	stage, err := turnclassifier.New(turnclassifier.Default(), judge)
	if err != nil {
		return err
	}
	slots := 1
	if slow, ok := judge.(turnclassifier.Slow); ok {
		slots = slow.Slots()
	}
	for end := false; !end; {
		var items []ingest.Item
		for len(items) < slots && !end {
			item, err := reader.Next(ctx)
			switch {
			case errors.Is(err, io.EOF):
				end = true
			case err != nil:
				return fmt.Errorf("read the input: %w", err)
			default:
				items = append(items, item)
			}
		}
		judged := make([][]turnclassifier.Answer, len(items))
		g, ctx := errgroup.WithContext(ctx)
		for i, item := range items {
			g.Go(func() (err error) {
				judged[i], err = stage.Answers(ctx, item.Turns())
				return err
			})
		}
		if err := g.Wait(); err != nil {
			return err
		}
		for i, item := range items {
			for _, a := range judged[i] {
				if err := each(a, item.Conversation); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
