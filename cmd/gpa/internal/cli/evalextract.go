package cli

import (
	"cmp"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/labelled"
	"github.com/gpa-stream/gpa/cmd/gpa/internal/scorecard"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/services/attrextractor"
)

type evalExtractCmd struct {
	Input []string `arg:"" help:"Labelled answers and reactions: files of JSON lines, plain or .gz, or -."`
}

// Help teaches by example.
func (evalExtractCmd) Help() string {
	return `A line holds "response" (and "prompt") with "aspects": {"length": true, "example": false}, or "reaction" with
"stated": [{"aspect": "length", "direction": "less", "evidence": "too long"}] (all that it states; [] for none), or both.
"lang", "tags" and "dataset" group the rows.

Examples:
  gpa eval extract answers.jsonl
  gpa eval extract answers.jsonl wishes.jsonl.gz --json`
}

// Run is gpa eval extract.
func (c evalExtractCmd) Run(s *session, ctx bound) error {
	stage, err := attrextractor.New(attrextractor.Config{Observations: 1, Exchanges: 1}, attrextractor.NoSpans{})
	if err != nil {
		return err
	}
	bad := newBadRecords(s.Err, "")
	var rows sets[attrextractor.LabelledRow]
	in := labelled.Input{Paths: c.Input, Stdin: s.In, Bad: bad.add}
	err = in.Read(ctx, func(file string, line []byte) error {
		r, err := attrextractor.ParseLabelledRow(line)
		if err == nil {
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
	doc := evalDocument[attrextractor.RowMeasure]{Schema: evalSchema, What: "extract", Bad: bad.n}
	for _, name := range rows.names {
		doc.Sets = append(doc.Sets, stage.MeasureRows(name, rows.rows[name]))
	}
	if s.json {
		return cmp.Or(writeJSON(s.Out, doc), bad.err())
	}
	for _, m := range doc.Sets {
		scorecard.Rows(s.Out, m)
	}
	return bad.err()
}
