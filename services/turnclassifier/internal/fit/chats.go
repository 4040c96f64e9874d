package fit

import (
	"context"
	"io/fs"
	"slices"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/linear"
)

// folds of the cross-validation on the own rows.
const folds = 5

func chats(ctx context.Context, files fs.FS, report *Report) (*classify.Model, error) {
	rows, err := corpus.Chats(classify.ChatRows())
	if err != nil {
		return nil, err
	}
	report.Trained = append(report.Trained, Count{"chats", len(rows)})
	requests, err := nextRequests(files)
	if err != nil {
		return nil, err
	}
	all := examples(rows, classify.Chats, chatBalance)
	lighten(all, rows)
	m := &classify.Model{Domain: classify.Chats, Temperature: 1}
	if m.Labels, err = linear.Fit(ctx, append(slices.Clip(all), nextExamples(rows, requests)...), chatOptions); err != nil {
		return nil, err
	}
	if m.Kinds, err = kinds(ctx, classify.Chats); err != nil {
		return nil, err
	}
	left, err := crossed(ctx, rows, all, requests)
	if err != nil {
		return nil, err
	}
	m.Temperature = temperature(left)
	report.Crossed = measured("chats, cross-validated", left, m.Temperature)
	return m, nil
}

// crossed scores each row by a model that was fitted without its fold.
func crossed(ctx context.Context, rows []corpus.Row, all []linear.Example, requests []string) ([]scored, error) {
	out := make([]scored, len(rows))
	for fold := range folds {
		var train []linear.Example
		var kept []corpus.Row
		for i := range all {
			if i%folds != fold {
				train, kept = append(train, all[i]), append(kept, rows[i])
			}
		}
		w, err := linear.Fit(ctx, append(train, nextExamples(kept, requests)...), chatOptions)
		if err != nil {
			return nil, err
		}
		for i := fold; i < len(rows); i += folds {
			out[i] = scored{want: int(rows[i].Label), scores: make([]float64, classify.Labels)}
			w.Scores(all[i].Features, out[i].scores)
		}
	}
	return out, nil
}

// odd is the tag of own rows that were written to be misread.
const odd = "odd"

// lighten makes odd rows count less.
func lighten(all []linear.Example, rows []corpus.Row) {
	for i, r := range rows {
		if slices.Contains(r.Tags, odd) {
			all[i].Weight *= oddWeight
		}
	}
}
