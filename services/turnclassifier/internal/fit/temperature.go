package fit

import (
	"math"

	"github.com/gpa-stream/gpa/pkg/agreement"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/evaluate"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/linear"
)

// scored is a label with the scores before the softmax.
type scored struct {
	want   int
	scores []float64
}

func scoresOf(m *classify.Model, rows []corpus.Row) []scored {
	out := make([]scored, len(rows))
	for i, r := range rows {
		out[i] = scored{int(r.Label), make([]float64, classify.Labels)}
		m.Labels.Scores(classify.Features(r.Input, m.Domain), out[i].scores)
	}
	return out
}

func (s scored) at(temperature float64) []float64 {
	p := make([]float64, len(s.scores))
	for c, v := range s.scores {
		p[c] = v / temperature
	}
	linear.Softmax(p)
	return p
}

// temperature is the one at which the labels are most likely, to a percent.
func temperature(known []scored) float64 {
	best, least := 1.0, math.Inf(1)
	for percent := 30; percent <= 400; percent += 5 {
		t := float64(percent) / 100
		var loss float64
		for _, s := range known {
			loss -= math.Log(max(s.at(t)[s.want], 1e-12))
		}
		if loss < least {
			best, least = t, loss
		}
	}
	return best
}

func measured(name string, known []scored, temperature float64) evaluate.Part {
	out := make([]agreement.Outcome, len(known))
	for i, s := range known {
		out[i] = agreement.Outcome{Want: s.want, P: s.at(temperature)}
	}
	return evaluate.Part{Name: name, Scores: agreement.Of(out, classify.LabelNames())}
}
