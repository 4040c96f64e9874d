package cli

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/attrextractor"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// filter are the flags of classify and extract.
type filter struct {
	records `embed:""`
	Input   []string `arg:"" help:"Conversations: files, folders or -."`
	Pack    string   `default:"general" help:"Domain pack: ${packs} or a file."`
	Tier    string   `default:"local" enum:"local" help:"How turns are judged: local."`
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
	x, err := attrextractor.New(attrextractor.Config{Observations: 1, Exchanges: 1}, attrextractor.NoSpans{})
	if err != nil {
		return err
	}
	return c.filter.run(ctx, s, func(j *turnclassifier.Local, a turnclassifier.Answer, id string) any {
		return extracted{classified(j, a, id), aspects(x.Measure(a.Exchange)), wishes(x.Wishes(a.Exchange))}
	})
}

// run writes a line for every answer that a user had a chance to react to, in the order of the input.
func (f filter) run(ctx context.Context, s *session, line func(*turnclassifier.Local, turnclassifier.Answer, string) any) error {
	judge, err := turnclassifier.LoadJudge(ctx, f.Pack)
	if err != nil {
		return runner.WrongUse(err)
	}
	stage, err := turnclassifier.New(turnclassifier.Default(), judge)
	if err != nil {
		return err
	}
	rec, err := f.records.options(ingest.FromTurns, schema.Salt(rand.Text())) // No pseudonym leaves a filter.
	if err != nil {
		return runner.WrongUse(err)
	}
	bad := newBadRecords(s.Err, "")
	reader, err := ingest.Open(ingest.Input{Records: rec, Paths: f.Input, Stdin: s.In, Bad: bad.add})
	if err != nil {
		return runner.WrongUse(err)
	}
	defer reader.Close() //nolint:errcheck // It was only read.
	out := bufio.NewWriterSize(s.Out, 1<<16)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for {
		item, err := reader.Next(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("read the input: %w", err)
		}
		answers, err := stage.Answers(ctx, item.Turns())
		if err != nil {
			return err
		}
		for _, a := range answers {
			if err := enc.Encode(line(judge, a, item.Conversation)); err != nil {
				return fmt.Errorf("write lines: %w", err)
			}
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write lines: %w", err)
	}
	return bad.err()
}
