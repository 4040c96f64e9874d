package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/labelled"
	"github.com/gpa-stream/gpa/cmd/gpa/internal/scorecard"
	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

type packCmd struct {
	New   packNewCmd   `cmd:"" help:"Write a pack to fill in."`
	Check packCheckCmd `cmd:"" help:"Say what is wrong with a pack, and how well its intents are told apart."`
	Train packTrainCmd `cmd:"" help:"Fit a pack to its examples and to labelled requests, and leave the weights beside it."`
}

type packNewCmd struct {
	Name string `arg:"" help:"Name of the pack, lower-case, e.g. legal_advice."`
	Out  string `placeholder:"FILE" help:"Where to (default: NAME.yaml)."`
}

// Run is gpa pack new.
func (c packNewCmd) Run(s *session) error {
	text, err := pack.Template(c.Name)
	if err != nil {
		return runner.WrongUse(err)
	}
	if c.Out == "" {
		c.Out = c.Name + ".yaml"
	}
	f, err := os.OpenFile(c.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return runner.WrongUse(fmt.Errorf("%s is there already; it is left as it is", c.Out))
	}
	if err != nil {
		return fmt.Errorf("write the pack: %w", err)
	}
	_, err = f.Write(text)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write the pack: %w", err)
	}
	if s.json {
		return writeJSON(s.Out, map[string]string{"pack": c.Out})
	}
	s.printf("%s: fill in intents and examples, then `gpa pack check %s`\n", c.Out, c.Out)
	return nil
}

// packInput is a pack with labelled requests beside it.
type packInput struct {
	Pack     string   `arg:"" help:"Domain pack: a file, or ${packs}."`
	Requests []string `placeholder:"FILE" help:"Labelled requests beside the pack's examples: JSON lines with text and intent (repeatable)."`
}

// checked is what pack check and pack train say with --json.
type checked struct {
	Schema string                        `json:"schema"`
	Pack   string                        `json:"pack"`
	Advice []string                      `json:"advice"`
	Set    turnclassifier.RequestMeasure `json:"cross_validation"`
	// Weights is where train put them.
	Weights string `json:"weights,omitempty"`
}

func (c packInput) read(ctx context.Context, s *session, bad *badRecords) (*pack.Pack, []turnclassifier.LabelledRequest, error) {
	p, err := pack.Load(c.Pack)
	if err != nil {
		return nil, nil, runner.WrongUse(err)
	}
	names := []string{pack.Other}
	for _, i := range p.Intents {
		names = append(names, i.Name)
	}
	var more []turnclassifier.LabelledRequest
	in := labelled.Input{Paths: c.Requests, Stdin: s.In, Bad: bad.add}
	err = in.Read(ctx, func(_ string, line []byte) error {
		r, err := turnclassifier.ParseLabelledRequest(line)
		if err == nil {
			err = known(&r, pack.Other, names, p.Name)
		}
		if err == nil {
			more = append(more, r)
		}
		return err
	})
	return p, more, runner.WrongUse(err)
}

type packCheckCmd struct {
	packInput `embed:""`
}

// Run is gpa pack check.
func (c packCheckCmd) Run(s *session, ctx bound) error {
	bad := newBadRecords(s.Err, "")
	p, more, err := c.read(ctx, s, bad)
	if err != nil {
		return err
	}
	m, err := turnclassifier.MeasurePack(ctx, p, more)
	if err != nil {
		return err
	}
	if err := s.packReport(checked{Schema: "gpa.pack/v1", Pack: p.Name, Advice: advice(p, m), Set: m}); err != nil {
		return err
	}
	return bad.err()
}

type packTrainCmd struct {
	packInput `embed:""`
}

// Help teaches by example.
func (packTrainCmd) Help() string {
	return `A pack works without training: its intents are fitted to its examples when a service starts. Training adds labelled
requests, and leaves the weights beside the pack, where services find them.

Example:
  gpa pack train legal.yaml --requests labelled.jsonl && GPA_CLASSIFIER_PACK=legal.yaml gpa up turnclassifier`
}

// Run is gpa pack train.
func (c packTrainCmd) Run(s *session, ctx bound) error {
	if slices.Contains(pack.Names(), c.Pack) {
		return runner.WrongUse(fmt.Errorf("pack %s comes with the program, fitted; train a file", c.Pack))
	}
	bad := newBadRecords(s.Err, "")
	p, more, err := c.read(ctx, s, bad)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintln(s.Err, "cross-validation")
	m, err := turnclassifier.MeasurePack(ctx, p, more)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintln(s.Err, "fit")
	weights, err := turnclassifier.TrainPack(ctx, p, more)
	if err != nil {
		return err
	}
	path := turnclassifier.TrainedPath(c.Pack)
	if err := os.WriteFile(path, weights, 0o644); err != nil {
		return fmt.Errorf("write the weights: %w", err)
	}
	if err := s.packReport(checked{Schema: "gpa.pack/v1", Pack: p.Name, Advice: advice(p, m), Set: m, Weights: path}); err != nil {
		return err
	}
	return bad.err()
}

func (s *session) packReport(c checked) error {
	if s.json {
		return writeJSON(s.Out, c)
	}
	scorecard.Requests(s.Out, c.Set)
	for _, line := range c.Advice {
		s.printf("%s\n", line)
	}
	if c.Weights != "" {
		s.printf("weights in %s: services that read %s find them there\n", c.Weights, filepath.Base(c.Pack))
	}
	return nil
}

// few is the number of examples below which an intent is guessed at.
const few = 20

// advice says what would make a pack better.
func advice(p *pack.Pack, m turnclassifier.RequestMeasure) []string {
	out := []string{}
	at := map[string][]string{}
	var order []string
	note := func(intent string, examples []string) {
		for _, e := range examples {
			key := strings.ToLower(strings.Join(strings.Fields(e), " "))
			if at[key] == nil {
				order = append(order, key)
			}
			at[key] = append(at[key], intent)
		}
	}
	for _, i := range p.Intents {
		note(i.Name, i.Examples)
		if len(i.Examples) < few {
			out = append(out, fmt.Sprintf("%s has %d examples; %d are a good start", i.Name, len(i.Examples), few))
		}
	}
	note(pack.Other, p.Other)
	for _, key := range order {
		if in := slices.Compact(at[key]); len(in) > 1 {
			out = append(out, fmt.Sprintf("%q stands under %s: one of them is wrong", key, strings.Join(in, " and ")))
		}
	}
	if len(p.Other) == 0 {
		out = append(out, "nothing stands under other: requests of other fields will be given an intent more readily")
	}
	for _, c := range m.Confused {
		if c.Rows >= 3 {
			out = append(out, fmt.Sprintf("%s is taken for %s in %d of its examples: give both more that tell them apart, or join them", c.Label, c.Judged, c.Rows))
		}
	}
	return out
}
