// Package measure compares judgements with labels: F1, kappa, calibration. It never judges by itself.
package measure

import "math"

// Outcome is one judged example: the label, and the probability given to each class.
type Outcome struct {
	Want int
	P    []float64
}

// Got is the class judged.
func (o Outcome) Got() int {
	best := 0
	for c, p := range o.P {
		if p > o.P[best] {
			best = c
		}
	}
	return best
}

// Scores are the usual figures of a set of outcomes.
type Scores struct {
	Count    int
	Accuracy float64
	// MacroF1 is the mean of F1.
	MacroF1 float64
	// F1 by class.
	F1 []float64
	// Kappa is Cohen's, with the labels as the other judge.
	Kappa float64
	// ECE is the expected calibration error of the judged class, in ten bins.
	ECE float64
}

// Of measures outcomes over so many classes.
func Of(outcomes []Outcome, classes int) Scores {
	s := Scores{Count: len(outcomes), F1: make([]float64, classes)}
	if len(outcomes) == 0 {
		return s
	}
	hit, got, want := make([]float64, classes), make([]float64, classes), make([]float64, classes)
	for _, o := range outcomes {
		g := o.Got()
		got[g]++
		want[o.Want]++
		if g == o.Want {
			hit[g]++
		}
	}
	n := float64(len(outcomes))
	var right, chance float64
	for c := range classes {
		right += hit[c]
		chance += got[c] * want[c] / n / n
		if got[c]+want[c] > 0 {
			s.F1[c] = 2 * hit[c] / (got[c] + want[c])
		}
		s.MacroF1 += s.F1[c] / float64(classes)
	}
	s.Accuracy = right / n
	if chance < 1 {
		s.Kappa = (s.Accuracy - chance) / (1 - chance)
	}
	s.ECE = calibration(outcomes)
	return s
}

// bins of the calibration error.
const bins = 10

func calibration(outcomes []Outcome) float64 {
	var count, sum, right [bins]float64
	for _, o := range outcomes {
		g := o.Got()
		p := o.P[g]
		b := min(int(p*bins), bins-1)
		count[b]++
		sum[b] += p
		if g == o.Want {
			right[b]++
		}
	}
	var e float64
	for b := range count {
		e += math.Abs(sum[b]-right[b]) / float64(len(outcomes))
	}
	return e
}
