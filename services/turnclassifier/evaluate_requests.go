package turnclassifier

import (
	"context"
	"fmt"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/evaluate"
)

// LabelledRequest is a request whose intent people labelled.
type LabelledRequest = corpus.Request

// ParseLabelledRequest reads a JSON line with "text" and "intent".
func ParseLabelledRequest(line []byte) (LabelledRequest, error) { return corpus.LabelledRequest(line) }

// RequestMeasure says how well intents agree with the labels of a set.
type RequestMeasure = evaluate.RequestSet

// IntentTrial fits a classifier on labelled requests and measures it on others.
type IntentTrial = evaluate.Trial

// Intents are the names of the intents of the judge's pack, OtherIntent the last.
func (l *Local) Intents() []string {
	names, _ := l.model.packs[l.pack].intents.Names()
	return names
}

// MeasureRequests measures the intents of the judge's pack on requests labelled with them.
func (l *Local) MeasureRequests(name string, rows []LabelledRequest) (RequestMeasure, error) {
	p, ok := l.model.packs[l.pack]
	if !ok {
		return RequestMeasure{}, fmt.Errorf("measure intents of %q: %w", l.pack, ErrPack)
	}
	return evaluate.ByPack(name, p.source, p.intents, rows), nil
}

// TryIntents runs a trial.
func TryIntents(ctx context.Context, name string, t IntentTrial) (RequestMeasure, error) {
	return t.Measure(ctx, name)
}
