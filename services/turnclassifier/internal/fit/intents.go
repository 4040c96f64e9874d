package fit

import (
	"context"
	"io/fs"

	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/evaluate"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/intent"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/weights"
)

// intents fits the shipped packs: on their own examples, and on labelled requests whose names are mapped to theirs.
// Every fourth labelled request is kept for measuring.
func intents(ctx context.Context, files fs.FS, report *Report) ([]weights.Pack, error) {
	packs, err := pack.Shipped()
	if err != nil {
		return nil, err
	}
	var out []weights.Pack
	for _, p := range packs {
		known, err := mapped(files, p.Name)
		if err != nil {
			return nil, err
		}
		var train, rest []intent.Example
		for i, e := range known {
			if i%4 == 3 {
				rest = append(rest, e)
				continue
			}
			train = append(train, e)
		}
		c, err := intent.Fit(ctx, p, train, intent.Background(p.Name))
		if err != nil {
			return nil, err
		}
		alone, err := intent.Fit(ctx, p, nil, intent.Background(p.Name))
		if err != nil {
			return nil, err
		}
		crossed, err := evaluate.OfPack(ctx, p, nil, folds)
		if err != nil {
			return nil, err
		}
		report.Intents = append(report.Intents, Intents{
			Pack: p.Name, Intents: len(p.Intents), Own: own(p), More: len(train), Rows: len(rest),
			Right: right(c, rest), RightAlone: right(alone, rest), Crossed: crossed.Scores,
		})
		out = append(out, weights.Pack{Name: p.Name, Weights: c.Weights()})
	}
	return out, nil
}

func own(p *pack.Pack) int {
	n := 0
	for _, i := range p.Intents {
		n += len(i.Examples)
	}
	return n
}

func right(c *intent.Classifier, rows []intent.Example) int {
	n := 0
	for _, r := range rows {
		if name, _, _ := c.Intent(r.Request); name == r.Intent {
			n++
		}
	}
	return n
}

// mapped are the labelled requests that say something about a pack, spread evenly over their sources.
func mapped(files fs.FS, pack string) ([]intent.Example, error) {
	var out []intent.Example
	for _, s := range sources[pack] {
		rows, err := corpus.Requests(files, s.file)
		if err != nil {
			return nil, err
		}
		for i, r := range rows {
			name, ok := s.names[r.Intent]
			if !ok || s.every > 1 && i%s.every != 0 {
				continue
			}
			out = append(out, intent.Example{Request: r.Text, Intent: name, Weight: s.weight})
		}
	}
	return out, nil
}
