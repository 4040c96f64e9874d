// Package agreement says how well judgements agree with labels: precision, recall, F1, kappa, calibration. It never
// judges by itself and knows nothing of what is judged.
package agreement

// Outcome is one judged example: the label, and the probability given to each class.
type Outcome struct {
	Want int
	P    []float64
}

// Certain is an outcome of a judge that gives one class and no probabilities.
func Certain(want, got, classes int) Outcome {
	p := make([]float64, classes)
	p[got] = 1
	return Outcome{Want: want, P: p}
}

// YesNo are the classes of what either is or is not.
var YesNo = []string{"no", "yes"}

// ClassOf is the index in YesNo.
func ClassOf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// Got is the class judged; the first of equals.
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
	Rows     int     `json:"rows"`
	Accuracy float64 `json:"accuracy"`
	// MacroF1 is the mean of F1 over the classes that are labelled or judged.
	MacroF1 float64 `json:"macro_f1"`
	// Kappa is Cohen's, with the labels as the other judge.
	Kappa float64 `json:"kappa"`
	// ECE is the expected calibration error of the judged class, in ten bins.
	ECE float64 `json:"ece"`
	// Brier is the mean squared distance of the probabilities from the label, over all classes: 0 is best, 2 worst.
	Brier float64 `json:"brier"`
	// Classes are in the order of the outcomes' probabilities.
	Classes []Class `json:"classes"`
	// Confusion counts rows by label, then by judged class.
	Confusion [][]int `json:"confusion"`
	// Reliability are the bins behind ECE that hold rows.
	Reliability []Bin `json:"reliability"`
}

// Class is how one class is found. What cannot be divided is 0.
type Class struct {
	Name      string  `json:"name"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	// Labelled and Judged count rows of the class.
	Labelled int `json:"labelled"`
	Judged   int `json:"judged"`
}

// Of measures outcomes over the named classes.
func Of(outcomes []Outcome, names []string) Scores {
	s := Scores{Rows: len(outcomes), Classes: make([]Class, len(names)), Confusion: make([][]int, len(names))}
	for c, name := range names {
		s.Classes[c].Name = name
		s.Confusion[c] = make([]int, len(names))
	}
	if len(outcomes) == 0 {
		return s
	}
	for _, o := range outcomes {
		s.Confusion[o.Want][o.Got()]++
		for c, p := range o.P {
			if c == o.Want {
				p = 1 - p
			}
			s.Brier += p * p / float64(len(outcomes))
		}
	}
	s.classes()
	s.Reliability, s.ECE = reliability(outcomes)
	return s
}

// classes derives the figures of the classes, and those over all of them, from the confusion.
func (s *Scores) classes() {
	n := float64(s.Rows)
	var chance float64
	var seen int
	for c := range s.Classes {
		k := &s.Classes[c]
		for d := range s.Confusion {
			k.Labelled += s.Confusion[c][d]
			k.Judged += s.Confusion[d][c]
		}
		hit := float64(s.Confusion[c][c])
		k.Precision, k.Recall = ratio(hit, k.Judged), ratio(hit, k.Labelled)
		k.F1 = ratio(2*hit, k.Labelled+k.Judged)
		s.Accuracy += hit / n
		chance += float64(k.Labelled) / n * float64(k.Judged) / n
		if k.Labelled+k.Judged > 0 {
			s.MacroF1 += k.F1
			seen++
		}
	}
	s.MacroF1 = ratio(s.MacroF1, seen)
	if chance < 1 {
		s.Kappa = (s.Accuracy - chance) / (1 - chance)
	}
}

func ratio(x float64, of int) float64 {
	if of == 0 {
		return 0
	}
	return x / float64(of)
}
