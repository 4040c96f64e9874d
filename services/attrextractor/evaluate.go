package attrextractor

import (
	"io/fs"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/attrextractor/internal/evaluate"
	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure"
)

// LabelledRow is an answer whose aspects, or a reaction whose wishes, people labelled.
type LabelledRow = evaluate.Row

// LabelledTexts finds the answers of rows that hold only the place of theirs.
type LabelledTexts = evaluate.Texts

// LabelledTextsIn finds them in a folder.
func LabelledTextsIn(folder fs.FS) *LabelledTexts { return evaluate.TextsIn(folder) }

// RowMeasure says how well aspects and wishes agree with the labels of a set.
type RowMeasure = evaluate.Set

// ParseLabelledRow reads a JSON line.
func ParseLabelledRow(line []byte) (LabelledRow, error) {
	known := measure.Defaults()
	return evaluate.Parse(line, func(aspect string) bool {
		_, ok := known[aspect]
		return ok
	})
}

// MeasureRows reads aspects and wishes of labelled rows, as the stage does, and measures them.
func (s *Stage) MeasureRows(name string, rows []LabelledRow) RowMeasure {
	read := make([]evaluate.Read, len(rows))
	for i, r := range rows {
		x := &gpav1.Exchange{Prompt: r.Prompt, Response: r.Response, Locale: r.Locale}
		for n, text := range r.Reaction {
			x.Reaction = append(x.Reaction, &gpav1.Turn{Ordinal: uint32(n), Content: text})
		}
		read[i] = evaluate.Read{Row: r}
		for _, m := range s.Measure(x) {
			read[i].Readings = append(read[i].Readings, evaluate.Reading(m))
		}
		for _, w := range s.Wishes(x) {
			read[i].Found = append(read[i].Found, evaluate.Found{
				Wish: evaluate.Wish{Aspect: w.Aspect, Direction: w.Direction, Evidence: w.Span.GetText()}, Confidence: w.Confidence,
			})
		}
	}
	return evaluate.Of(name, read)
}
