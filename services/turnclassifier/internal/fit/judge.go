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
	if report.Adversarial, err = adversarial(file.Chats); err != nil {
		return err
	}
	known, err := corpus.Real(files, classify.RealRows)
	if err != nil {
		return err
	}
	report.Sets = append(report.Sets, report.Sealed, report.Adversarial, set("real chats (labelled by one hand)", file.Chats, known))
	return nil
}

func set(name string, m *classify.Model, rows []corpus.Row) evaluate.Set {
	judged := make([]evaluate.Judged, len(rows))
	for i, r := range rows {
		judged[i] = evaluate.Judged{Row: r, Judgement: m.Judge(r.Input)}
	}
	return evaluate.Of(name, judged)
}
