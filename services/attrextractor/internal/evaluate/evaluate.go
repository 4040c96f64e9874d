package evaluate

import (
	"maps"
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/pkg/agreement"
)

// Read is a labelled row with what was read of it.
type Read struct {
	Row
	Readings []Reading
	Found    []Found
}

// Reading is one aspect of the response.
type Reading struct {
	Aspect  string
	Value   float64
	Present bool
}

// Found is a wish that was found in the reaction.
type Found struct {
	Wish
	Confidence float64
}

// Set is the measure of a set of rows.
type Set struct {
	Name string `json:"name"`
	Rows int    `json:"rows"`
	// MacroF1 is the mean F1 of Aspects.
	MacroF1 float64  `json:"macro_f1"`
	Aspects []Aspect `json:"aspects,omitempty"`
	Stated  *Stated  `json:"stated,omitempty"`
	// Languages and Tags are measures of parts, without parts of their own.
	Languages []Set `json:"by_language,omitempty"`
	Tags      []Set `json:"by_tag,omitempty"`
}

// Aspect says how well one meter agrees with the labels.
type Aspect struct {
	Aspect string `json:"aspect"`
	Rows   int    `json:"rows"`
	// Labelled are the rows that have it, Judged those where the meter says so.
	Labelled  int     `json:"labelled"`
	Judged    int     `json:"judged"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	Accuracy  float64 `json:"accuracy"`
	// Majority is the accuracy of always saying what is more frequent.
	Majority float64 `json:"majority_accuracy"`
	Kappa    float64 `json:"kappa"`
	// AUC is that of the value; nil where all rows are labelled alike.
	AUC *float64 `json:"auc"`
}

// Stated says how well stated wishes are found. A wish is right when aspect and direction are.
type Stated struct {
	Rows      int     `json:"rows"`
	Labelled  int     `json:"labelled"`
	Found     int     `json:"found"`
	Right     int     `json:"right"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	// Marked are the right ones whose words are labelled, Half those where one piece holds the other and is at most twice
	// as long.
	Marked int `json:"evidence_marked"`
	Half   int `json:"evidence_half"`
	// Confidence holds what the confidence of a found wish says against its being right.
	Confidence agreement.Scores `json:"confidence"`
}

// Of measures a set.
func Of(name string, rows []Read) Set {
	s := measure(name, rows)
	s.Languages = parts(rows, func(r Read) []string {
		if r.Lang == "" {
			return nil
		}
		return []string{r.Lang}
	})
	s.Tags = parts(rows, func(r Read) []string { return r.Tags })
	return s
}

func parts(rows []Read, names func(Read) []string) []Set {
	of := map[string][]Read{}
	for _, r := range rows {
		for _, n := range names(r) {
			of[n] = append(of[n], r)
		}
	}
	var out []Set
	for _, n := range slices.Sorted(maps.Keys(of)) {
		out = append(out, measure(n, of[n]))
	}
	return out
}

func measure(name string, rows []Read) Set {
	s := Set{Name: name, Rows: len(rows), Stated: stated(rows)}
	of := map[string][]agreement.Ranked{}
	judged := map[string][]agreement.Outcome{}
	for _, r := range rows {
		for _, x := range r.Readings {
			has, labelled := r.Aspects[x.Aspect]
			if !labelled {
				continue
			}
			of[x.Aspect] = append(of[x.Aspect], agreement.Ranked{Value: x.Value, Yes: has})
			judged[x.Aspect] = append(judged[x.Aspect], agreement.Certain(agreement.ClassOf(has), agreement.ClassOf(x.Present), 2))
		}
	}
	for _, a := range slices.Sorted(maps.Keys(of)) {
		m := aspect(a, judged[a], of[a])
		s.Aspects = append(s.Aspects, m)
		s.MacroF1 += m.F1
	}
	if len(s.Aspects) > 0 {
		s.MacroF1 /= float64(len(s.Aspects))
	}
	return s
}

func aspect(name string, judged []agreement.Outcome, values []agreement.Ranked) Aspect {
	s := agreement.Of(judged, agreement.YesNo)
	yes := s.Classes[1]
	a := Aspect{
		Aspect: name, Rows: s.Rows, Labelled: yes.Labelled, Judged: yes.Judged, Precision: yes.Precision, Recall: yes.Recall,
		F1: yes.F1, Accuracy: s.Accuracy, Kappa: s.Kappa,
		Majority: float64(max(yes.Labelled, s.Rows-yes.Labelled)) / float64(s.Rows),
	}
	if auc, ok := agreement.AUC(values); ok {
		a.AUC = &auc
	}
	return a
}

func stated(rows []Read) *Stated {
	var s Stated
	var sure []agreement.Outcome
	for _, r := range rows {
		if r.Wishes == nil {
			continue
		}
		s.Rows++
		s.Labelled += len(r.Wishes)
		s.Found += len(r.Found)
		for _, f := range r.Found {
			at := slices.IndexFunc(r.Wishes, func(w Wish) bool { return w.Aspect == f.Aspect && w.Direction == f.Direction })
			sure = append(sure, agreement.Outcome{Want: agreement.ClassOf(at >= 0), P: []float64{1 - f.Confidence, f.Confidence}})
			if at < 0 {
				continue
			}
			s.Right++
			if want := r.Wishes[at].Evidence; want != "" {
				s.Marked++
				if meet(want, f.Evidence) {
					s.Half++
				}
			}
		}
	}
	if s.Rows == 0 {
		return nil
	}
	if s.Found > 0 {
		s.Precision = float64(s.Right) / float64(s.Found)
	}
	if s.Labelled > 0 {
		s.Recall = float64(s.Right) / float64(s.Labelled)
	}
	if s.Found+s.Labelled > 0 {
		s.F1 = 2 * float64(s.Right) / float64(s.Found+s.Labelled)
	}
	s.Confidence = agreement.Of(sure, agreement.YesNo)
	return &s
}

// meet says whether one of two pieces of a text holds the other, and is at most twice as long.
func meet(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return strings.Contains(b, a) && 2*len(a) >= len(b)
}
