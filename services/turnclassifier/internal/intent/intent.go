// Package intent says what a request is for, by the intents of a domain pack.
//
// A linear classifier is fitted to the pack's examples; a request that resembles none of them gets the intent Other. The
// package never reads files.
package intent

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/lexicon"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/linear"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/meaning"
)

// Classifier says the intent of requests by one pack. It is safe for concurrent use.
type Classifier struct {
	names, domains []string
	keywords       *lexicon.Lexicon
	meaning        *meaning.Table
	weights        *linear.Weights
}

// Example is a request whose intent is known; an intent that the pack does not have counts as Other.
type Example struct {
	Request, Intent string
	// Weight is how much it counts beside the pack's own examples, which have 1; 0 means 1.
	Weight float32
}

// Bits of the table of weights; many are for more examples than fewBits can hold apart.
const (
	fewBits, manyBits = 15, 17
	many              = 4000
)

// lead is how far ahead the right intent must come while fitting, for each factor e of intents that there are: the more
// there are, the further. Chosen by cross-validation on requests of other fields than the packs'.
const lead = 0.4

// options of a fit. Few examples are gone through more often. Where labelled requests from elsewhere come in, what is rare
// among them is left out.
func options(classes, examples int, mixed bool) linear.Options {
	o := linear.Options{Classes: classes, Bits: fewBits, Epochs: 24, Rate: 0.05, MinCount: 1, Seed: 3, Faint: 0.005}
	o.Margin = lead * math.Log(float64(classes))
	if mixed {
		o.MinCount = 3
	}
	if examples > many {
		o.Bits, o.Epochs = manyBits, 6
	}
	return o
}

// backgroundShare is what all requests of other fields weigh beside the examples of one intent.
const backgroundShare = 0.3

// unsure is the probability below which no intent is named.
const unsure = 0.2

// Fit trains a classifier on a pack's examples and on more; background are requests of other fields.
func Fit(ctx context.Context, p *pack.Pack, more []Example, background []string) (*Classifier, error) {
	c, err := bare(p)
	if err != nil {
		return nil, err
	}
	var examples []linear.Example
	add := func(request, name string, weight float32) {
		target := make([]float32, len(c.names))
		target[c.class(name)] = 1
		f, _ := c.read(&memory{}, request)
		examples = append(examples, linear.Example{Features: f, Target: target, Weight: weight})
	}
	for _, i := range p.Intents {
		for _, e := range i.Examples {
			add(e, i.Name, 1)
		}
		// A pack without many examples still has its own words about the intent.
		if own := strings.TrimSpace(i.Description + " " + strings.Join(i.Keywords, " ")); own != "" {
			add(own, i.Name, 0.5)
		}
	}
	for _, r := range p.Other {
		add(r, Other, 1)
	}
	// Together the background weighs a part of what the examples of one intent do: it is there to be known, not to win.
	share := backgroundShare * float32(len(examples)) / float32(len(c.names)) / float32(max(1, len(background)))
	for _, r := range background {
		add(r, Other, share)
	}
	for _, e := range more {
		weight := e.Weight
		if weight == 0 {
			weight = 1
		}
		add(e.Request, e.Intent, weight)
	}
	c.weights, err = linear.Fit(ctx, examples, options(len(c.names), len(examples), len(more) > 0))
	if err != nil {
		return nil, fmt.Errorf("fit pack %s: %w", p.Name, err)
	}
	return c, nil
}

// With is the classifier of a pack with weights that were fitted before.
func With(p *pack.Pack, w *linear.Weights) (*Classifier, error) {
	c, err := bare(p)
	if err != nil {
		return nil, err
	}
	if w.Classes != len(c.names) {
		return nil, fmt.Errorf("pack %s has %d intents, the weights have %d", p.Name, len(c.names)-1, w.Classes-1)
	}
	c.weights = w
	return c, nil
}

// Weights are what With needs.
func (c *Classifier) Weights() *linear.Weights { return c.weights }

func bare(p *pack.Pack) (*Classifier, error) {
	c := &Classifier{}
	var lines strings.Builder
	for _, i := range p.Intents {
		domain := i.Domain
		if domain == "" {
			domain = p.Domain
		}
		c.names = append(c.names, i.Name)
		c.domains = append(c.domains, domain)
		for _, k := range i.Keywords {
			fmt.Fprintf(&lines, "%s: %s\n", i.Name, strings.NewReplacer("|", " ", "\n", " ", "\r", " ").Replace(k))
		}
	}
	c.names = append(c.names, Other)
	c.domains = append(c.domains, Other)
	var err error
	c.keywords, err = lexicon.Parse(lines.String())
	if err != nil {
		return nil, fmt.Errorf("keywords of pack %s: %w", p.Name, err)
	}
	if c.meaning, err = meaning.Shipped(); err != nil {
		return nil, fmt.Errorf("vectors of pack %s: %w", p.Name, err)
	}
	return c, nil
}

func (c *Classifier) class(name string) int {
	for i, n := range c.names {
		if n == name {
			return i
		}
	}
	return len(c.names) - 1
}

// Intent says what a request is for, with its domain and probability.
func (c *Classifier) Intent(request string) (name, domain string, p float64) {
	scores := c.Probabilities(request)
	best := linear.Best(scores)
	last := len(c.names) - 1
	if best == last || scores[best] < unsure {
		return Other, Other, max(scores[last], 1-scores[best])
	}
	return c.names[best], c.domains[best], scores[best]
}

// Probabilities are those of all intents, in the order of Names. A request of unknown words alone is surely Other.
func (c *Classifier) Probabilities(request string) []float64 {
	m, ok := memories.Get().(*memory)
	if !ok {
		m = &memory{}
	}
	defer memories.Put(m)
	scores := make([]float64, len(c.names))
	f, words := c.read(m, request)
	if !c.knows(f[:words]) {
		scores[len(scores)-1] = 1
		return scores
	}
	c.weights.Scores(f, scores)
	linear.Softmax(scores)
	return scores
}

// Names are the intents of the classifier, Other the last, and beside each its domain.
func (c *Classifier) Names() (names, domains []string) { return c.names, c.domains }

// knows says whether any of the words was ever fitted on.
func (c *Classifier) knows(words []linear.Feature) bool {
	for _, w := range words {
		for _, v := range c.weights.Row(w.Index) {
			if v != 0 {
				return true
			}
		}
	}
	return false
}
