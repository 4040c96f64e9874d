// Package evaluate measures judgements and intents on labelled data, beside baselines and published figures.
//
// It judges nothing by itself but the baselines, and reads no files.
package evaluate

import (
	"strings"

	"github.com/gpa-stream/gpa/pkg/agreement"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/cascade"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
)

// Judged is a labelled reaction with what was judged of it.
type Judged struct {
	corpus.Row
	Judgement classify.Judgement
}

// Set is the measure of one set of labelled reactions.
type Set struct {
	Name   string           `json:"name"`
	Scores agreement.Scores `json:"scores"`
	// Baselines judge the same rows; a model that does no better is none.
	Baselines []Part   `json:"baselines"`
	Published []Figure `json:"published,omitempty"`
	// Kinds are the feedback types of dissatisfied rows that were judged so and whose type is labelled.
	Kinds *agreement.Scores `json:"feedback_type,omitempty"`
	// Evidence is measured on rows with the right label whose evidence is labelled.
	Evidence  *Evidence `json:"evidence,omitempty"`
	Languages []Part    `json:"by_language,omitempty"`
	Tags      []Part    `json:"by_tag,omitempty"`
	// Cascade is filled by Curves.
	Cascade []Curve `json:"cascade,omitempty"`
}

// Part is the measure of a part of a set, or of another judge of it.
type Part struct {
	Name   string           `json:"name"`
	Scores agreement.Scores `json:"scores"`
}

// Evidence says how well spans meet those marked by hand.
type Evidence struct {
	Rows int `json:"rows"`
	// Given are the rows with a span, Half those that share half or more of both spans together with the one marked.
	Given int `json:"given"`
	Half  int `json:"half"`
}

// The baselines.
const (
	Majority = "most frequent label"
	WordList = "word list"
	Valence  = "lexicon with rules (after VADER)"
)

// Of measures a set.
func Of(name string, rows []Judged) Set {
	s := Set{Name: name, Scores: scores(rows), Published: published(rows)}
	most := majority(rows)
	for _, b := range []struct {
		name  string
		judge func(classify.Input) classify.Label
	}{
		{Majority, func(classify.Input) classify.Label { return most }},
		{WordList, classify.WordList},
		{Valence, classify.Valence},
	} {
		var out []agreement.Outcome
		for _, r := range rows {
			out = append(out, agreement.Certain(int(r.Label), int(b.judge(r.Input)), classify.Labels))
		}
		s.Baselines = append(s.Baselines, Part{b.name, agreement.Of(out, classify.LabelNames())})
	}
	s.Kinds, s.Evidence = kinds(rows), evidence(rows)
	s.Languages = parts(rows, func(r Judged) []string { return some(r.Lang) }, scores)
	s.Tags = parts(rows, func(r Judged) []string { return r.Tags }, scores)
	return s
}

// Baseline is the measure of the baseline of that name.
func (s Set) Baseline(name string) agreement.Scores {
	for _, b := range s.Baselines {
		if b.Name == name {
			return b.Scores
		}
	}
	return agreement.Scores{}
}

func scores(rows []Judged) agreement.Scores {
	out := make([]agreement.Outcome, len(rows))
	for i, r := range rows {
		out[i] = agreement.Outcome{Want: int(r.Label), P: r.Judgement.P[:]}
	}
	return agreement.Of(out, classify.LabelNames())
}

func majority(rows []Judged) classify.Label {
	var count [classify.Labels]int
	for _, r := range rows {
		count[r.Label]++
	}
	most := classify.Label(0)
	for c, n := range count {
		if n > count[most] {
			most = classify.Label(c)
		}
	}
	return most
}

func kinds(rows []Judged) *agreement.Scores {
	index := map[string]int{}
	for i, k := range classify.Kinds {
		index[k] = i
	}
	var out []agreement.Outcome
	for _, r := range rows {
		want, known := index[r.Kind]
		if !known || r.Label != classify.DSAT || r.Judgement.Label != classify.DSAT {
			continue
		}
		if got, ok := index[r.Judgement.FeedbackType]; ok {
			out = append(out, agreement.Certain(want, got, len(classify.Kinds)))
		}
	}
	if len(out) == 0 {
		return nil
	}
	s := agreement.Of(out, classify.Kinds)
	return &s
}

func evidence(rows []Judged) *Evidence {
	var e Evidence
	for _, r := range rows {
		if r.Evidence == "" || r.Label != r.Judgement.Label {
			continue
		}
		e.Rows++
		got := r.Judgement.Evidence
		if got == nil {
			continue
		}
		e.Given++
		turn := r.Reaction[got.Reaction]
		at := strings.Index(turn, r.Evidence)
		if at < 0 {
			continue
		}
		start := len([]rune(turn[:at]))
		if overlap(got.Start, got.End, start, start+len([]rune(r.Evidence))) >= 0.5 {
			e.Half++
		}
	}
	if e.Rows == 0 {
		return nil
	}
	return &e
}

// overlap is the shared part of two spans, as a part of both together.
func overlap(a, b, c, d int) float64 {
	both := min(b, d) - max(a, c)
	if both <= 0 {
		return 0
	}
	return float64(both) / float64(max(b, d)-min(a, c))
}

// parts measures the rows of each name, in the order in which the names come up.
func parts[T any](rows []T, names func(T) []string, scores func([]T) agreement.Scores) []Part {
	of := map[string][]T{}
	var order []string
	for _, r := range rows {
		for _, n := range names(r) {
			if of[n] == nil {
				order = append(order, n)
			}
			of[n] = append(of[n], r)
		}
	}
	var out []Part
	for _, n := range order {
		out = append(out, Part{n, scores(of[n])})
	}
	return out
}

func some(name string) []string {
	if name == "" {
		return nil
	}
	return []string{name}
}

// Curve is what asking a better judge where the local one is unsure would give, with a judge that is supposed to be
// right so often.
type Curve struct {
	Better float64         `json:"better"`
	Points []cascade.Point `json:"points"`
}

// Curves are the curves of a set for each supposed judge.
func Curves(rows []Judged, better, below []float64) []Curve {
	judged := make([]cascade.Row, len(rows))
	for i, r := range rows {
		judged[i] = cascade.Row{Want: r.Label, P: r.Judgement.P}
	}
	out := make([]Curve, len(better))
	for i, b := range better {
		out[i] = Curve{b, cascade.Curve(judged, b, below)}
	}
	return out
}
