package evaluate

import (
	"cmp"
	"slices"

	"github.com/gpa-stream/gpa/pkg/agreement"
	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/intent"
)

// RequestSet is the measure of one set of requests whose intents are labelled.
type RequestSet struct {
	Name    string `json:"name"`
	Intents int    `json:"intents"`
	// Fitted is how many examples the classifier was fitted on; 0 when it came with the program.
	Fitted int `json:"fitted,omitempty"`
	// Scores are those of the requests that some intent covers, and with a pack of the others too.
	Scores    agreement.Scores `json:"scores"`
	Baselines []Part           `json:"baselines"`
	// OutOfScope says how requests that no intent covers are told apart.
	OutOfScope *OutOfScope `json:"out_of_scope,omitempty"`
	Confused   []Confused  `json:"confused"`
	Languages  []Part      `json:"by_language,omitempty"`
	Tags       []Part      `json:"by_tag,omitempty"`
}

// OutOfScope is the measure of how unsure the classifier is about requests that no intent covers.
type OutOfScope struct {
	Rows int `json:"rows"`
	// Recall is the share found when one in twenty of the others is taken for one, too.
	Recall float64 `json:"recall_at_5_percent_false_alarms"`
	AUC    float64 `json:"auc"`
}

// Confused is how often one intent was taken for another.
type Confused struct {
	Label  string `json:"label"`
	Judged string `json:"judged"`
	Rows   int    `json:"rows"`
}

// mostConfused is how many pairs are listed.
const mostConfused = 15

// WordsOnly is the baseline that counts words: naive Bayes.
const WordsOnly = "words only (naive Bayes)"

// answered is a labelled request with what was said of it.
type answered struct {
	corpus.Request
	agreement.Outcome
	baseline int
	strange  float64
}

// requests collects what was said of labelled requests.
type requests struct {
	names []string
	rows  []answered
	out   []agreement.Ranked // the strangeness of all, yes for those out of scope
}

func (q *requests) index(name string) int {
	if i := slices.Index(q.names, name); i >= 0 {
		return i
	}
	return len(q.names) - 1
}

// judge says what each request is for. Closed means that one of the intents is the answer, however unlikely.
func (q *requests) judge(c *intent.Classifier, words *bayes, rows []corpus.Request, closed bool) {
	last := len(q.names) - 1
	for _, r := range rows {
		p := c.Probabilities(r.Text)
		a := answered{Request: r, baseline: words.best(r.Text), strange: 1 - slices.Max(p[:last])}
		a.Want = q.index(r.Intent)
		q.out = append(q.out, agreement.Ranked{Value: a.strange, Yes: a.Want == last})
		if closed {
			if a.Want == last {
				continue
			}
			closedOver(p)
		} else if name, _, _ := c.Intent(r.Text); name == intent.Other {
			p = other(p)
		}
		a.P = p
		q.rows = append(q.rows, a)
	}
}

// closedOver takes Other out of the probabilities.
func closedOver(p []float64) {
	last := len(p) - 1
	rest := 1 - p[last]
	for i := range p[:last] {
		if rest > 0 {
			p[i] /= rest
		}
	}
	p[last] = 0
}

// other gives the answer Other the probability that Intent states with it, and shrinks the rest.
func other(p []float64) []float64 {
	last := len(p) - 1
	sure := max(p[last], 1-slices.Max(p[:last]))
	rest := 1 - p[last]
	for i := range p[:last] {
		if rest > 0 {
			p[i] *= (1 - sure) / rest
		}
	}
	p[last] = sure
	return p
}

func (q *requests) set(name string) RequestSet {
	s := RequestSet{Name: name, Intents: len(q.names) - 1}
	s.Scores = q.scores(q.rows)
	count := make([]int, len(q.names))
	for _, a := range q.rows {
		count[a.Want]++
	}
	most := slices.Index(count, slices.Max(count))
	var always, words []agreement.Outcome
	for _, a := range q.rows {
		always = append(always, agreement.Certain(a.Want, most, len(q.names)))
		words = append(words, agreement.Certain(a.Want, a.baseline, len(q.names)))
	}
	s.Baselines = []Part{{"most frequent intent", agreement.Of(always, q.names)}, {WordsOnly, agreement.Of(words, q.names)}}
	if auc, ok := agreement.AUC(q.out); ok {
		s.OutOfScope = &OutOfScope{Recall: agreement.RecallAt(0.05, q.out), AUC: auc}
		for _, r := range q.out {
			if r.Yes {
				s.OutOfScope.Rows++
			}
		}
	}
	s.Confused = confused(s.Scores)
	s.Languages = parts(q.rows, func(a answered) []string { return some(a.Lang) }, q.scores)
	s.Tags = parts(q.rows, func(a answered) []string { return a.Tags }, q.scores)
	return s
}

func (q *requests) scores(rows []answered) agreement.Scores {
	out := make([]agreement.Outcome, len(rows))
	for i, a := range rows {
		out[i] = a.Outcome
	}
	return agreement.Of(out, q.names)
}

func confused(s agreement.Scores) []Confused {
	var out []Confused
	for i, row := range s.Confusion {
		for k, n := range row {
			if i != k && n > 0 {
				out = append(out, Confused{s.Classes[i].Name, s.Classes[k].Name, n})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Confused) int { return cmp.Compare(b.Rows, a.Rows) })
	return out[:min(len(out), mostConfused)]
}

// ByPack measures a classifier on requests labelled with its intents; those of Other are covered by none.
func ByPack(name string, p *pack.Pack, c *intent.Classifier, rows []corpus.Request) RequestSet {
	names, _ := c.Names()
	q := &requests{names: names}
	words := newBayes(len(names))
	for i, n := range p.Intents {
		for _, e := range n.Examples {
			words.learn(e, i)
		}
	}
	for _, e := range p.Other {
		words.learn(e, len(names)-1)
	}
	q.judge(c, words, rows, false)
	return q.set(name)
}
