package fit

import (
	"io/fs"
	"slices"

	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/linear"
)

// nextPacks are the packs whose requests are taken for next tasks: those that do not sound like complaints, as what people
// say of their health or of homework that came out wrong does.
var nextPacks = []string{"general", "programming", "support"}

// nextRequests are requests that may follow an answer as the next task: the examples of the shipped packs, and requests
// of real users of language models.
func nextRequests(files fs.FS) ([]string, error) {
	packs, err := pack.Shipped()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, p := range packs {
		if !slices.Contains(nextPacks, p.Name) {
			continue
		}
		for _, i := range p.Intents {
			// A complaint to a customer service is no next task in a chat.
			if i.Name != "complaint" {
				out = append(out, i.Examples...)
			}
		}
	}
	labelled, err := corpus.Requests(files, "autoj_scenarios.train")
	if err != nil {
		return nil, err
	}
	for _, r := range labelled {
		out = append(out, r.Text)
	}
	hard, err := corpus.Prompts(files)
	return append(out, hard...), err
}

// nextExamples are vectors of rows made of own rows and requests. Behind the answer of an own row, nothing but the next
// request is neutral; a row that judges first keeps its label, however long the request is with which it goes on.
func nextExamples(rows []corpus.Row, requests []string) []linear.Example {
	made := judgedFirst(rows, requests)
	for i := 1; i < len(requests); i += 2 {
		made = append(made, corpus.Row{
			Input: classify.Input{
				Prompt: requests[i-1], Response: rows[i%len(rows)].Response, Reaction: []string{requests[i]}, Position: 1,
			},
			Label: classify.Neutral,
		})
	}
	out := examples(made, classify.Chats, 0)
	for i := range out {
		out[i].Weight = nextWeight
	}
	return out
}

// stride walks through the requests so that neighbours among the rows get requests of different kinds.
const stride = 7

func judgedFirst(rows []corpus.Row, requests []string) []corpus.Row {
	var out []corpus.Row
	for i, r := range rows {
		switch r.Kind {
		case "positive", "correction", "error_report", "clarification", "style", "less_detail":
		default:
			continue
		}
		last := len(r.Reaction) - 1
		r.Reaction = append(r.Reaction[:last:last], r.Reaction[last]+"\n"+requests[(i*stride)%len(requests)])
		out = append(out, r)
	}
	return out
}
