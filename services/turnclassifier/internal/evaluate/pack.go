package evaluate

import (
	"context"
	"fmt"

	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/intent"
)

// OfPack cross-validates a pack on its own examples: each is asked of a classifier that did not see it. More are labelled
// requests to fit on and to measure with beside them.
func OfPack(ctx context.Context, p *pack.Pack, more []corpus.Request, folds int) (RequestSet, error) {
	var q *requests
	fitted := 0
	for fold := range folds {
		part, held := without(p, fold, folds)
		var rest []intent.Example
		for i, r := range more {
			if i%folds == fold {
				held = append(held, r)
			} else {
				rest = append(rest, intent.Example{Request: r.Text, Intent: r.Intent})
			}
		}
		c, err := intent.Fit(ctx, part, rest, intent.Background(p.Name))
		if err != nil {
			return RequestSet{}, fmt.Errorf("cross-validate: %w", err)
		}
		if q == nil {
			names, _ := c.Names()
			q = &requests{names: names}
		}
		words := newBayes(len(q.names))
		fitted = len(part.Other) + len(rest)
		for i, n := range part.Intents {
			fitted += len(n.Examples)
			for _, e := range n.Examples {
				words.learn(e, i)
			}
		}
		for _, e := range part.Other {
			words.learn(e, len(q.names)-1)
		}
		q.judge(c, words, held, false)
	}
	s := q.set(p.Name)
	s.Fitted = fitted
	return s, nil
}

// without takes every so-many-th example out of a pack.
func without(p *pack.Pack, fold, folds int) (*pack.Pack, []corpus.Request) {
	var held []corpus.Request
	split := func(name string, examples []string) (rest []string) {
		for i, e := range examples {
			if i%folds == fold {
				held = append(held, corpus.Request{Text: e, Intent: name})
			} else {
				rest = append(rest, e)
			}
		}
		return rest
	}
	part := *p
	part.Intents = make([]pack.Intent, len(p.Intents))
	for i, n := range p.Intents {
		n.Examples = split(n.Name, n.Examples)
		part.Intents[i] = n
	}
	part.Other = split(intent.Other, p.Other)
	return &part, held
}
