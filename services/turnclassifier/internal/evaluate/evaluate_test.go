package evaluate

import (
	"testing"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
)

// judged is a row with what was judged of it.
func judged(reaction string, want, got classify.Label, change func(*Judged)) Judged {
	j := Judged{Row: corpus.Row{Input: classify.Input{Reaction: []string{reaction}}, Label: want}}
	j.Judgement.Label = got
	j.Judgement.P = [classify.Labels]float64{0.1, 0.1, 0.1}
	j.Judgement.P[got] = 0.8
	if change != nil {
		change(&j)
	}
	return j
}

func TestASetIsMeasuredBesideItsBaselines(t *testing.T) {
	t.Parallel()
	s := Of("set", []Judged{
		judged("thanks", classify.SAT, classify.SAT, nil),
		judged("not great", classify.DSAT, classify.DSAT, nil),
		judged("no idea", classify.DSAT, classify.Neutral, nil),
	})
	if got := s.Scores.Accuracy; got < 0.66 || got > 0.67 {
		t.Errorf("accuracy %v, want 2 of 3", got)
	}
	for name, want := range map[string]float64{Majority: 2.0 / 3, WordList: 1.0 / 3, Valence: 2.0 / 3} {
		if got := s.Baseline(name).Accuracy; got < want-0.01 || got > want+0.01 {
			t.Errorf("%s: accuracy %v, want %v", name, got, want)
		}
	}
	if s.Baseline("none of that name").Rows != 0 {
		t.Error("a baseline that is not there has rows")
	}
}

func TestPartsGoByLanguageAndTag(t *testing.T) {
	t.Parallel()
	in := func(lang string, tags ...string) func(*Judged) {
		return func(j *Judged) { j.Lang, j.Tags = lang, tags }
	}
	s := Of("set", []Judged{
		judged("a", classify.SAT, classify.SAT, in("de", "quoted", "long")),
		judged("b", classify.SAT, classify.DSAT, in("en", "quoted")),
		judged("c", classify.SAT, classify.DSAT, in("")),
	})
	if len(s.Languages) != 2 || s.Languages[0].Name != "de" || s.Languages[0].Scores.Accuracy != 1 {
		t.Errorf("languages %+v, want de, then en", s.Languages)
	}
	if len(s.Tags) != 2 || s.Tags[0].Name != "quoted" || s.Tags[0].Scores.Rows != 2 || s.Tags[0].Scores.Accuracy != 0.5 {
		t.Errorf("tags %+v, want quoted of two rows, half right, then long", s.Tags)
	}
}

func TestTypesAndEvidenceCountWhereTheLabelIsRight(t *testing.T) {
	t.Parallel()
	with := func(kind, got, evidence string, start, end int) func(*Judged) {
		return func(j *Judged) {
			j.Kind, j.Judgement.FeedbackType, j.Evidence = kind, got, evidence
			if end > 0 {
				j.Judgement.Evidence = &classify.Span{Start: start, End: end}
			}
		}
	}
	s := Of("set", []Judged{
		judged("über: no, wrong", classify.DSAT, classify.DSAT, with("correction", "correction", "wrong", 10, 15)),
		judged("too long", classify.DSAT, classify.DSAT, with("less_detail", "style", "too long", 0, 2)),
		judged("bad", classify.DSAT, classify.DSAT, with("", "style", "bad", 0, 0)),
		judged("bad", classify.DSAT, classify.SAT, with("style", "positive", "bad", 0, 3)),
	})
	if s.Kinds == nil || s.Kinds.Rows != 2 || s.Kinds.Accuracy != 0.5 {
		t.Errorf("feedback types %+v, want one right of two", s.Kinds)
	}
	if e := s.Evidence; e == nil || *e != (Evidence{Rows: 3, Given: 2, Half: 1}) {
		t.Errorf("evidence %+v, want 3 rows, 2 given, 1 that meets", e)
	}
}

func TestPublishedFiguresStandBesideTheirSetOnly(t *testing.T) {
	t.Parallel()
	from := func(name string) func(*Judged) { return func(j *Judged) { j.Dataset = name } }
	known := judged("a", classify.SAT, classify.SAT, from("uss_sgd"))
	if s := Of("set", []Judged{known}); len(s.Published) == 0 {
		t.Error("no published figures for uss_sgd")
	}
	mixed := Of("set", []Judged{known, judged("a", classify.SAT, classify.SAT, nil)})
	if empty := Of("set", nil); len(mixed.Published)+len(empty.Published) != 0 {
		t.Errorf("published figures %v and %v beside rows of no or several sets", mixed.Published, empty.Published)
	}
}

func TestOverlapOfSpans(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b, c, d int
		want       float64
	}{{0, 10, 0, 10, 1}, {0, 10, 5, 10, 0.5}, {0, 5, 5, 10, 0}, {2, 4, 0, 8, 0.25}} {
		if got := overlap(c.a, c.b, c.c, c.d); got != c.want {
			t.Errorf("overlap%v = %v, want %v", c, got, c.want)
		}
	}
}

func TestTheCascadeOfASetBeginsWithTheLocalTier(t *testing.T) {
	t.Parallel()
	rows := []Judged{judged("a", classify.SAT, classify.SAT, nil), judged("b", classify.DSAT, classify.SAT, nil)}
	c := Curves(rows, []float64{0.9, 0.75}, []float64{0, 0.9})
	if len(c) != 2 || c[1].Better != 0.75 || c[0].Points[0].Accuracy != 0.5 || c[0].Points[1].Asked != 1 {
		t.Errorf("curves %+v", c)
	}
}
