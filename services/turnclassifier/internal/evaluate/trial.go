package evaluate

import (
	"context"
	"fmt"
	"slices"

	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/intent"
)

// A Trial fits a classifier on labelled requests, and measures it on others.
type Trial struct {
	// Train are fitted on; without any, Rows are cross-validated in so many Folds.
	Train []corpus.Request
	Folds int
	// Examples is how many of each intent are fitted on at most, spread evenly; 0 is all.
	Examples int
	// OutOfScope is the label of requests that no intent covers; they are never fitted on.
	OutOfScope string
	Rows       []corpus.Request
}

// Measure runs the trial.
func (t Trial) Measure(ctx context.Context, name string) (RequestSet, error) {
	known := t.Train
	if len(known) == 0 {
		known = t.Rows
	}
	q := &requests{names: append(t.intents(known), t.OutOfScope)}
	fitted := 0
	for _, part := range t.parts() {
		p := t.pack(q.names, part.train)
		c, err := intent.Fit(ctx, p, nil, nil)
		if err != nil {
			return RequestSet{}, fmt.Errorf("fit %s: %w", name, err)
		}
		words := newBayes(len(q.names))
		fitted = 0
		for i, n := range p.Intents {
			for _, e := range n.Examples {
				words.learn(e, i)
				fitted++
			}
		}
		q.judge(c, words, part.test, true)
	}
	s := q.set(name)
	s.Fitted = fitted
	return s, nil
}

type part struct{ train, test []corpus.Request }

// parts are what is fitted on and what measures: once, or a fold at a time.
func (t Trial) parts() []part {
	if len(t.Train) > 0 {
		return []part{{t.Train, t.Rows}}
	}
	out := make([]part, t.Folds)
	seen := map[string]int{}
	for _, r := range t.Rows {
		fold := seen[r.Intent] % t.Folds
		seen[r.Intent]++
		for i := range out {
			if i == fold {
				out[i].test = append(out[i].test, r)
			} else {
				out[i].train = append(out[i].train, r)
			}
		}
	}
	return out
}

func (t Trial) intents(rows []corpus.Request) []string {
	var names []string
	for _, r := range rows {
		if r.Intent != t.OutOfScope && !slices.Contains(names, r.Intent) {
			names = append(names, r.Intent)
		}
	}
	return names
}

// pack makes a domain pack of labelled requests.
func (t Trial) pack(names []string, rows []corpus.Request) *pack.Pack {
	p := &pack.Pack{Name: "trial", Domain: "trial"}
	for _, n := range names[:len(names)-1] {
		p.Intents = append(p.Intents, pack.Intent{Name: n, Examples: t.some(n, rows)})
	}
	return p
}

func (t Trial) some(name string, rows []corpus.Request) []string {
	var all []string
	for _, r := range rows {
		if r.Intent == name {
			all = append(all, r.Text)
		}
	}
	if t.Examples == 0 || len(all) <= t.Examples {
		return all
	}
	out := make([]string, t.Examples)
	for i := range out {
		out[i] = all[i*len(all)/t.Examples]
	}
	return out
}
