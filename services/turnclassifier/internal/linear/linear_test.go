package linear

import (
	"bytes"
	"context"
	"errors"
	"math"
	"testing"
)

// toy is a problem of two classes that one feature each tells apart, with a rare third feature.
func toy() []Example {
	var out []Example
	for i := range 60 {
		target := []float32{1, 0}
		index := uint32(3)
		if i%3 == 0 {
			target, index = []float32{0, 1}, 7
		}
		out = append(out, Example{Features: []Feature{{index, 1}, {1, 0.5}}, Target: target, Weight: 1})
	}
	out[0].Features = append(out[0].Features, Feature{9, 1})
	return out
}

var options = Options{Classes: 2, Bits: 4, Epochs: 10, Rate: 0.3, MinCount: 2, Seed: 5}

func fit(t *testing.T, o Options) *Weights {
	t.Helper()
	w, err := Fit(t.Context(), toy(), o)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func probability(w *Weights, class int, features ...Feature) float64 {
	p := make([]float64, w.Classes)
	w.Scores(features, p)
	Softmax(p)
	return p[class]
}

func TestFitTellsTheClassesApart(t *testing.T) {
	t.Parallel()
	w := fit(t, options)
	if p := probability(w, 0, Feature{3, 1}); p < 0.9 {
		t.Errorf("P(0 | feature 3) = %v, want above 0.9", p)
	}
	if p := probability(w, 1, Feature{7, 1}); p < 0.9 {
		t.Errorf("P(1 | feature 7) = %v, want above 0.9", p)
	}
}

func TestAMarginMakesTheRightClassLeadByMore(t *testing.T) {
	t.Parallel()
	o := options
	o.Margin = 2
	for class, index := range []uint32{3, 7} {
		with, without := probability(fit(t, o), class, Feature{index, 1}), probability(fit(t, options), class, Feature{index, 1})
		if with <= without {
			t.Errorf("P(%d | feature %d) = %v with a margin, %v without, want more", class, index, with, without)
		}
	}
}

func TestRareFeaturesAreLeftOut(t *testing.T) {
	t.Parallel()
	w := fit(t, options)
	for c, v := range w.Row(9) {
		if v != 0 {
			t.Errorf("weight of the rare feature for class %d = %v, want 0", c, v)
		}
	}
	o := options
	o.MinCount = 1
	if row := fit(t, o).Row(9); row[0] == 0 {
		t.Error("with MinCount 1 the rare feature has no weight")
	}
}

func TestEqualFitsAreEqualBytes(t *testing.T) {
	t.Parallel()
	a, b := fit(t, options).Encode(nil), fit(t, options).Encode(nil)
	if !bytes.Equal(a, b) {
		t.Error("two fits with the same seed differ")
	}
	o := options
	o.Seed++
	if bytes.Equal(a, fit(t, o).Encode(nil)) {
		t.Error("another seed gave the same weights; the order of examples seems to be unused")
	}
}

func TestFitStopsWhenAsked(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Fit(ctx, toy(), options); !errors.Is(err, context.Canceled) {
		t.Errorf("Fit = %v, want context.Canceled", err)
	}
}

func TestFitOfNothingKnowsNothing(t *testing.T) {
	t.Parallel()
	w, err := Fit(t.Context(), nil, options)
	if err != nil {
		t.Fatal(err)
	}
	if p := probability(w, 0, Feature{3, 1}); p != 0.5 {
		t.Errorf("P = %v, want 0.5", p)
	}
}

func TestDecodeGivesBackWhatWasEncoded(t *testing.T) {
	t.Parallel()
	w := fit(t, options)
	got, rest, err := Decode(append(w.Encode(nil), "rest"...))
	if err != nil {
		t.Fatal(err)
	}
	if string(rest) != "rest" {
		t.Errorf("rest = %q, want %q", rest, "rest")
	}
	for i, v := range w.Rows {
		if math.Abs(float64(got.Rows[i]-v)) > 1e-3 {
			t.Errorf("weight %d = %v, want %v", i, got.Rows[i], v)
		}
	}
	for i, v := range w.Bias {
		if got.Bias[i] != v {
			t.Errorf("bias %d = %v, want %v", i, got.Bias[i], v)
		}
	}
	if again := got.Encode(nil); !bytes.Equal(again, w.Encode(nil)) {
		t.Error("encoding what was decoded gives other bytes")
	}
}

func TestDecodeRefusesBrokenBytes(t *testing.T) {
	t.Parallel()
	good := fit(t, options).Encode(nil)
	for n := range good {
		if _, _, err := Decode(good[:n]); err == nil {
			t.Errorf("Decode of the first %d of %d bytes succeeded", n, len(good))
		}
	}
	if _, _, err := Decode([]byte{2, 60, 0, 0, 0, 0}); err == nil {
		t.Error("a table of 2^60 rows was accepted")
	}
}

func TestBestTakesTheFirstOfEquals(t *testing.T) {
	t.Parallel()
	if got := Best([]float64{1, 3, 3}); got != 1 {
		t.Errorf("Best = %d, want 1", got)
	}
}

func TestSoftmaxStandsLargeScores(t *testing.T) {
	t.Parallel()
	p := []float64{1e6, 1e6, -1e6}
	Softmax(p)
	if p[0] != 0.5 || p[1] != 0.5 || p[2] != 0 {
		t.Errorf("Softmax = %v, want [0.5 0.5 0]", p)
	}
}

func TestHashesOfDifferentTemplatesDiffer(t *testing.T) {
	t.Parallel()
	if Hash(1, "a") == Hash(2, "a") || Mix(1, 2) == Mix(2, 1) {
		t.Error("hashes of different templates or orders are equal")
	}
}

func FuzzDecode(f *testing.F) {
	w := NewWeights(2, 3)
	w.Rows[5] = 1
	f.Add(w.Encode(nil))
	f.Add([]byte{1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 9})
	f.Fuzz(func(t *testing.T, data []byte) {
		if w, _, err := Decode(data); err == nil && len(w.Rows) != w.Classes<<w.Bits {
			t.Fatalf("%d weights for %d classes and %d bits", len(w.Rows), w.Classes, w.Bits)
		}
	})
}
