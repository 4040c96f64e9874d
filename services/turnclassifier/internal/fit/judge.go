package fit

import (
	"io/fs"
	"strings"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/measure"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/weights"
)

// judge measures the models on what they were not fitted on.
func judge(files fs.FS, file *weights.File, report *Report) error {
	for _, name := range taskSets {
		rows, err := corpus.Dialogues(files, name, "valid")
		if err != nil {
			return err
		}
		report.Sets = append(report.Sets, set(name+" (validation part)", file.Tasks, rows))
	}
	_, rest, err := jddcParts(files)
	if err != nil {
		return err
	}
	report.Sets = append(report.Sets, set(jddc+" (last fifth of the validation part)", file.Tasks, rest))
	rows, err := corpus.Chats(classify.SealedRows)
	if err != nil {
		return err
	}
	report.Sets = append(report.Sets, set("chats (own sealed part)", file.Chats, rows))
	known, err := corpus.Real(files, classify.RealRows)
	if err != nil {
		return err
	}
	report.Sets = append(report.Sets, set("real chats (labelled by one hand)", file.Chats, known))
	report.Sealed = sealed(file.Chats, rows)
	return nil
}

func set(name string, m *classify.Model, rows []corpus.Row) Set {
	var got, majority, list []measure.Outcome
	var count [classify.Labels]int
	for _, r := range rows {
		count[r.Label]++
	}
	most := 0
	for c, n := range count {
		if n > count[most] {
			most = c
		}
	}
	for _, r := range rows {
		j := m.Judge(r.Input)
		got = append(got, measure.Outcome{Want: int(r.Label), P: j.P[:]})
		majority = append(majority, measure.Outcome{Want: int(r.Label), P: certain(most)})
		list = append(list, measure.Outcome{Want: int(r.Label), P: certain(int(classify.WordList(r.Input)))})
	}
	return Set{
		Name: name, Scores: measure.Of(got, classify.Labels),
		Majority: measure.Of(majority, classify.Labels), WordList: measure.Of(list, classify.Labels),
	}
}

func certain(class int) []float64 {
	p := make([]float64, classify.Labels)
	p[class] = 1
	return p
}

// sealed measures feedback types, evidence and languages on the sealed rows.
func sealed(m *classify.Model, rows []corpus.Row) Sealed {
	s := Sealed{}
	langs := map[string]*Language{}
	var order []string
	for _, r := range rows {
		j := m.Judge(r.Input)
		l := langs[r.Lang]
		if l == nil {
			l = &Language{Lang: r.Lang}
			langs[r.Lang] = l
			order = append(order, r.Lang)
		}
		l.Rows++
		if j.Label != r.Label {
			continue
		}
		l.Right++
		if r.Label == classify.DSAT {
			s.Kinds++
			if j.FeedbackType == r.Kind {
				s.KindsRight++
			}
		}
		if j.Evidence == nil {
			continue
		}
		s.Spans++
		turn := r.Reaction[j.Evidence.Reaction]
		at := strings.Index(turn, r.Evidence)
		if at < 0 {
			continue
		}
		start := len([]rune(turn[:at]))
		if overlap(j.Evidence.Start, j.Evidence.End, start, start+len([]rune(r.Evidence))) >= 0.5 {
			s.SpansRight++
		}
	}
	for _, name := range order {
		s.Languages = append(s.Languages, *langs[name])
	}
	return s
}

// overlap is the shared part of two spans, as a part of both together.
func overlap(a, b, c, d int) float64 {
	both := min(b, d) - max(a, c)
	if both <= 0 {
		return 0
	}
	return float64(both) / float64(max(b, d)-min(a, c))
}
