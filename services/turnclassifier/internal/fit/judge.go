package fit

import (
	"io/fs"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/evaluate"
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
	rows, err := corpus.Chats(classify.SealedRows())
	if err != nil {
		return err
	}
	report.Sealed = set("chats (own sealed part)", file.Chats, rows)
	if report.Adversarial, err = adversarial(file.Chats, "chats (own adversarial part)", classify.AdversarialRows); err != nil {
		return err
	}
	if report.Others, err = adversarial(file.Chats, "chats (adversarial part by another author)", classify.OtherAdversarialRows); err != nil {
		return err
	}
	report.Sets = append(report.Sets, report.Sealed, report.Adversarial, report.Others)
	return realChats(files, file.Chats, report)
}

// realChats measures on reactions in real chats: on all of them, and on those that two readers took alike.
func realChats(files fs.FS, m *classify.Model, report *Report) error {
	rows, err := corpus.Real(files, classify.RealRows)
	if err != nil {
		return err
	}
	readers, alike, err := corpus.Readers(classify.RealRows)
	if err != nil {
		return err
	}
	var both []corpus.Row
	for i, r := range rows {
		if alike[i] {
			both = append(both, r)
		}
	}
	report.Readers = readers
	report.Sets = append(report.Sets,
		set("real chats (labels of the first reader)", m, rows), set("real chats (where two readers agree)", m, both))
	return nil
}

func set(name string, m *classify.Model, rows []corpus.Row) evaluate.Set {
	judged := make([]evaluate.Judged, len(rows))
	for i, r := range rows {
		judged[i] = evaluate.Judged{Row: r, Judgement: m.Judge(r.Input)}
	}
	return evaluate.Of(name, judged)
}
