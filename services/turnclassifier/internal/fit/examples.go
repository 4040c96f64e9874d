package fit

import (
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/linear"
)

// examples makes vectors of rows. Balance from 0 to 1 says how far the classes are weighed as if they were equally many.
func examples(rows []corpus.Row, d classify.Domain, balance float64) []linear.Example {
	var count [classify.Labels]float64
	for _, r := range rows {
		count[r.Label]++
	}
	out := make([]linear.Example, len(rows))
	for i, r := range rows {
		target := make([]float32, classify.Labels)
		target[r.Label] = 1
		even := float64(len(rows)) / classify.Labels / count[r.Label]
		out[i] = linear.Example{
			Features: classify.Features(r.Input, d), Target: target, Weight: float32(1 + balance*(even-1)),
		}
	}
	return out
}

// kindExamples makes vectors of the dissatisfied rows whose feedback type is known.
func kindExamples(rows []corpus.Row, d classify.Domain) []linear.Example {
	var out []linear.Example
	for _, r := range rows {
		k := kindIndex(r.Kind)
		if r.Label != classify.DSAT || k < 0 {
			continue
		}
		target := make([]float32, len(classify.Kinds))
		target[k] = 1
		out = append(out, linear.Example{Features: classify.Features(r.Input, d), Target: target, Weight: 1})
	}
	return out
}

func kindIndex(kind string) int {
	for i, k := range classify.Kinds {
		if k == kind {
			return i
		}
	}
	return -1
}
