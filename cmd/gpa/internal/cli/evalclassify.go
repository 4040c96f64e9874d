package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/labelled"
	"github.com/gpa-stream/gpa/cmd/gpa/internal/scorecard"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

type evalClassifyCmd struct {
	tiered  `embed:""`
	Input   []string  `arg:"" help:"Labelled reactions: files of JSON lines, plain or .gz, or -."`
	Pack    string    `default:"general" help:"Domain pack: ${packs} or a file; support judges as in task dialogues, the others as in chats."`
	Cascade bool      `help:"Also compute what asking a better judge would give where this one is unsure."`
	Better  []float64 `default:"0.9,0.75" placeholder:"P" help:"With --cascade: how often the better judge is supposed to be right."`
}

// Help teaches by example.
func (evalClassifyCmd) Help() string {
	return `A line holds "prompt", "response", "reaction" and "label" (SAT, neutral, DSAT), or "history" and "reaction", or a
whole conversation with "labels": [{"turn": 1, "judgement": "DSAT", "feedback_type": "correction", "evidence": "no, wrong"}].
"lang", "tags" and "dataset" group the rows.

Examples:
  gpa eval classify labelled.jsonl                          how well the local tier reads chats
  gpa eval classify uss_mwoz.valid.jsonl.gz --pack support  task dialogues, beside published figures
  gpa eval classify labelled.jsonl --cascade                which llm.cascade_below is worth it
  gpa eval classify labelled.jsonl --tier llm               a language model, if one is configured`
}

// evalDocument is what an eval command writes with --json.
type evalDocument[T any] struct {
	Schema string `json:"schema"`
	What   string `json:"what"`
	Pack   string `json:"pack,omitempty"`
	Tier   string `json:"tier,omitempty"`
	Model  string `json:"model,omitempty"`
	Bad    int    `json:"bad"`
	Sets   []T    `json:"sets"`
}

const evalSchema = "gpa.eval/v1"

// sets keeps labelled rows by the set that they belong to, in the order in which the sets come up.
type sets[T any] struct {
	names []string
	rows  map[string][]T
}

func (s *sets[T]) add(name string, rows ...T) {
	if s.rows == nil {
		s.rows = map[string][]T{}
	}
	if _, known := s.rows[name]; !known {
		s.names = append(s.names, name)
	}
	s.rows[name] = append(s.rows[name], rows...)
}

var errNoLabels = errors.New("no labelled row in the input")

// Run is gpa eval classify.
func (c evalClassifyCmd) Run(s *session, ctx bound) (err error) {
	for _, b := range c.Better {
		if !(b > 0 && b <= 1) {
			return runner.WrongUse(fmt.Errorf("--better is %v; expected a probability above 0 and up to 1", b))
		}
	}
	local, err := turnclassifier.LoadJudge(ctx, c.Pack)
	if err != nil {
		return runner.WrongUse(err)
	}
	store, done, err := c.store()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	judge, err := c.judge(ctx, s, local, store)
	if err != nil {
		return err
	}
	bad := newBadRecords(s.Err, "")
	var rows sets[turnclassifier.LabelledReaction]
	in := labelled.Input{Paths: c.Input, Stdin: s.In, Bad: bad.add}
	err = in.Read(ctx, func(file string, line []byte) error {
		read, err := turnclassifier.ParseLabelledReactions(line)
		for _, r := range read {
			rows.add(cmp.Or(r.Dataset, labelled.Name(file)), r)
		}
		return err
	})
	switch {
	case err != nil:
		return runner.WrongUse(err)
	case len(rows.names) == 0:
		return cmp.Or(bad.err(), runner.WrongUse(errNoLabels))
	}
	doc := evalDocument[turnclassifier.ReactionMeasure]{
		Schema: evalSchema, What: "classify", Pack: c.Pack, Tier: cmp.Or(c.Tier, s.config.LLM.Tier), Model: local.Version(), Bad: bad.n,
	}
	if doc.Sets, err = c.measure(ctx, judge, rows); err != nil {
		return err
	}
	if line := askedLine(asked(judge)); line != "" {
		_, _ = fmt.Fprintln(s.Err, line)
	}
	if s.json {
		return cmp.Or(writeJSON(s.Out, doc), bad.err())
	}
	for _, m := range doc.Sets {
		scorecard.Reactions(s.Out, m)
	}
	return bad.err()
}

func (c evalClassifyCmd) measure(ctx context.Context, judge turnclassifier.Judge, rows sets[turnclassifier.LabelledReaction]) ([]turnclassifier.ReactionMeasure, error) {
	var out []turnclassifier.ReactionMeasure
	var all []turnclassifier.JudgedReaction
	measure := func(name string, judged []turnclassifier.JudgedReaction) {
		m := turnclassifier.MeasureReactions(name, judged)
		if c.Cascade {
			m.Cascade = turnclassifier.CascadeOf(judged, c.Better, []float64{0, 0.5, 0.6, 0.7, 0.8, 0.9, 2})
		}
		out = append(out, m)
	}
	for _, name := range rows.names {
		judged, err := turnclassifier.JudgeLabelled(ctx, judge, rows.rows[name])
		if err != nil {
			return nil, fmt.Errorf("eval classify, set %s: %w", name, err)
		}
		measure(name, judged)
		all = slices.Concat(all, judged)
	}
	if len(rows.names) > 1 {
		measure("all", all)
	}
	return out, nil
}
