package fit

import (
	"context"
	"io/fs"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/linear"
)

// Settings of the fits: for task dialogues chosen on the validation parts; for chats on real chats that measure nothing
// (real_tuning.jsonl) and on the twins of the adversarial rows.
const (
	taskBalance = 0.9
	chatBalance = 0.5
	// nextWeight is how much a row that was made of an own row and a request counts.
	nextWeight = 0.1
	// oddWeight is how much an own row counts that was written to be misread: such rows are rare in real chats.
	oddWeight = 0.3
)

var (
	taskOptions = linear.Options{Classes: classify.Labels, Bits: 20, Epochs: 8, Rate: 0.01, L2: 1e-4, MinCount: 6, Seed: 1}
	chatOptions = linear.Options{Classes: classify.Labels, Bits: 18, Epochs: 10, Rate: 0.05, MinCount: 2, Seed: 1}
	kindOptions = linear.Options{Classes: len(classify.Kinds), Bits: 15, Epochs: 20, Rate: 0.05, MinCount: 1, Seed: 2}
)

// taskSets are the sets of rated task dialogues with parts to train on.
var taskSets = []string{"mwoz", "sgd", "redial", "ccpe"}

// jddc has no part to train on: the first four fifths of its validation part are trained on, the rest measures.
const jddc = "jddc_zh"

func jddcParts(files fs.FS) (train, rest []corpus.Row, err error) {
	rows, err := corpus.Dialogues(files, jddc, "valid")
	cut := len(rows) * 4 / 5
	return rows[:cut], rows[cut:], err
}

func tasks(ctx context.Context, files fs.FS, report *Report) (*classify.Model, error) {
	var train []linear.Example
	for _, name := range taskSets {
		rows, err := corpus.Dialogues(files, name, "train")
		if err != nil {
			return nil, err
		}
		report.Trained = append(report.Trained, Count{name, len(rows)})
		train = append(train, examples(rows, classify.Tasks, taskBalance)...)
	}
	rows, _, err := jddcParts(files)
	if err != nil {
		return nil, err
	}
	report.Trained = append(report.Trained, Count{jddc, len(rows)})
	train = append(train, examples(rows, classify.Tasks, taskBalance)...)
	m := &classify.Model{Domain: classify.Tasks, Temperature: 1}
	if m.Labels, err = linear.Fit(ctx, train, taskOptions); err != nil {
		return nil, err
	}
	if m.Kinds, err = kinds(ctx, classify.Tasks); err != nil {
		return nil, err
	}
	var known []scored
	for _, name := range taskSets {
		rows, err := corpus.Dialogues(files, name, "valid")
		if err != nil {
			return nil, err
		}
		known = append(known, scoresOf(m, rows)...)
	}
	m.Temperature = temperature(known)
	return m, nil
}

func kinds(ctx context.Context, d classify.Domain) (*linear.Weights, error) {
	rows, err := corpus.Chats(classify.ChatRows())
	if err != nil {
		return nil, err
	}
	return linear.Fit(ctx, kindExamples(rows, d), kindOptions)
}
