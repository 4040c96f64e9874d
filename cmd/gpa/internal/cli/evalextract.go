package cli

import (
	"cmp"
	"errors"
	"os"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/labelled"
	"github.com/gpa-stream/gpa/cmd/gpa/internal/scorecard"
	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/services/attrextractor"
)

type evalExtractCmd struct {
	Data  string   `type:"existingdir" placeholder:"DIR" help:"Folder that holds the answers of rows that name only their place."`
	Input []string `arg:"" help:"Labelled answers and reactions: files of JSON lines, plain or .gz, or -."`
}

// Help teaches by example.
func (evalExtractCmd) Help() string {
	return `A line holds "response" (and "prompt") with "aspects": {"length": true, "example": false}, or "reaction" with
"stated": [{"aspect": "length", "direction": "less", "evidence": "too long"}] (all that it states; [] for none), or both.
Instead of "aspects", "has": ["length"] lists what the answer has; it lacks the rest of the catalogue (or of "of"), and
"unsure" leaves aspects out. Instead of "response", "at": {"file", "id", "turn", "sha256"} says where in --data it is.
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
	texts := attrextractor.LabelledTextsIn(os.DirFS(c.Data))
	in := labelled.Input{Paths: c.Input, Stdin: s.In, Bad: bad.add}
	err = in.Read(ctx, func(file string, line []byte) error {
		r, err := attrextractor.ParseLabelledRow(line)
		if err == nil && r.At != nil {
			err = c.fill(texts, &r)
		}
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

// fill puts the text into a row that says where it is.
func (c evalExtractCmd) fill(texts *attrextractor.LabelledTexts, r *attrextractor.LabelledRow) error {
	if c.Data == "" {
		return errors.New("the row says where its answer is: --data names the folder")
	}
	return texts.Fill(r)
}
