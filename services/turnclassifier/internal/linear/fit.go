package linear

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
)

// Example is a vector and the share of each class in it.
type Example struct {
	Features []Feature
	Target   []float32
	Weight   float32
}

// Options of a fit.
type Options struct {
	Classes, Bits int
	Epochs        int
	// Rate is AdaGrad's step.
	Rate float64
	// L2 pulls the weights of the features seen towards nothing, at each step.
	L2 float64
	// Rare features, in fewer examples than this, are left out.
	MinCount int
	Seed     uint64
	// Faint is the gradient of a class below which an example leaves the class as it is: with many classes most of the
	// work is saved. 0 leaves out none.
	Faint float64
	// Margin is how far the right class must lead, beyond being ahead: while fitting it is taken off that class's score, off
	// several right ones by their shares.
	Margin float64
}

// Fit trains a model by AdaGrad, and averages the weights over the second half of the epochs.
func Fit(ctx context.Context, examples []Example, o Options) (*Weights, error) {
	w := NewWeights(o.Classes, o.Bits)
	if len(examples) == 0 {
		return w, nil
	}
	keep := frequent(examples, o)
	squares := make([]float32, len(w.Rows))
	biasSquares := make([]float32, o.Classes)
	sum := NewWeights(o.Classes, o.Bits)
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	rng := rand.New(rand.NewPCG(o.Seed, 0x67706131))
	p := make([]float64, o.Classes)
	half := o.Epochs / 2
	for epoch := range o.Epochs {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("fit epoch %d: %w", epoch, err)
		}
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			step(w, squares, biasSquares, &examples[i], keep, p, o)
		}
		if epoch >= half {
			for i, v := range w.Rows {
				sum.Rows[i] += v
			}
			for i, v := range w.Bias {
				sum.Bias[i] += v
			}
		}
	}
	n := float32(o.Epochs - half)
	for i := range sum.Rows {
		sum.Rows[i] /= n
	}
	for i := range sum.Bias {
		sum.Bias[i] /= n
	}
	return sum, nil
}

// frequent marks the rows that enough examples use.
func frequent(examples []Example, o Options) []bool {
	counts := make([]uint16, 1<<o.Bits)
	last := make([]int32, 1<<o.Bits)
	for n, e := range examples {
		for _, f := range e.Features {
			at := f.Index & (1<<o.Bits - 1)
			if last[at] != int32(n+1) && counts[at] < math.MaxUint16 {
				counts[at]++
			}
			last[at] = int32(n + 1)
		}
	}
	keep := make([]bool, len(counts))
	for i, c := range counts {
		keep[i] = int(c) >= o.MinCount
	}
	return keep
}

func step(w *Weights, squares, biasSquares []float32, e *Example, keep []bool, p []float64, o Options) {
	mask := uint32(1<<o.Bits - 1)
	w.Scores(e.Features, p)
	for c, share := range e.Target {
		p[c] -= float64(o.Margin * float64(share))
	}
	Softmax(p)
	for c := range p {
		p[c] = float64(e.Weight) * (p[c] - float64(e.Target[c]))
	}
	var room [256]int
	moved := room[:0]
	for c, g := range p {
		if math.Abs(g) < o.Faint {
			continue
		}
		moved = append(moved, c)
		biasSquares[c] += float32(g * g)
		w.Bias[c] -= float32(o.Rate * g / (1e-6 + math.Sqrt(float64(biasSquares[c]))))
	}
	for _, f := range e.Features {
		at := f.Index & mask
		if !keep[at] {
			continue
		}
		base := int(at) * o.Classes
		for _, c := range moved {
			k := base + c
			g := float64(p[c]*float64(f.Value)) + float64(o.L2*float64(w.Rows[k]))
			squares[k] += float32(g * g)
			w.Rows[k] -= float32(o.Rate * g / (1e-6 + math.Sqrt(float64(squares[k]))))
		}
	}
}
