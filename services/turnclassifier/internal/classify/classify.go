// Package classify judges how a user took an answer: satisfied, neutral or dissatisfied, what kind of feedback it was,
// and which words say so.
//
// A judgement is a function of the exchange and the weights alone. The package does no I/O and knows no clock.
package classify

import "github.com/gpa-stream/gpa/services/turnclassifier/internal/linear"

// Label is how the user took an answer.
type Label uint8

// The labels, in the order of Judgement.P.
const (
	SAT Label = iota
	Neutral
	DSAT
)

// Labels is the number of labels.
const Labels = 3

var labelNames = [Labels]string{"SAT", "neutral", "DSAT"}

// String is the name that the contract gives the label.
func (l Label) String() string {
	if int(l) < len(labelNames) {
		return labelNames[l]
	}
	return ""
}

// LabelNames are the names of the labels, in the order of Judgement.P.
func LabelNames() []string { return labelNames[:] }

// ParseLabel is the label of that name.
func ParseLabel(name string) (Label, bool) {
	for i, n := range labelNames {
		if n == name {
			return Label(i), true
		}
	}
	return 0, false
}

// Input is an exchange: what was asked, the answer, and what the user said next.
type Input struct {
	Prompt, Response string
	// Reaction holds the user's turns up to the next answer, in order.
	Reaction []string
	// EarlierPrompts are the user's turns before the prompt, in order.
	EarlierPrompts []string
	// Position is how many user turns stand before the answer.
	Position int
}

// Judgement is how the user took the answer.
type Judgement struct {
	// P holds the probabilities of SAT, neutral and DSAT; they sum to 1.
	P            [Labels]float64
	Label        Label
	FeedbackType string
	// Evidence is the shortest piece of the reaction that carries the judgement; nil when it is neutral.
	Evidence *Span
}

// Span is a piece of a reaction turn.
type Span struct {
	// Reaction says which turn of the reaction.
	Reaction int
	// Start and End count code points of that turn.
	Start, End int
	// Text is exactly that piece.
	Text string
}

// Model judges exchanges of one kind of conversation. It is safe for concurrent use.
type Model struct {
	// Domain says which conversations it was fitted for; it chooses the features.
	Domain Domain
	// Labels scores the three labels.
	Labels *linear.Weights
	// Kinds scores the feedback types, in the order of Kinds.
	Kinds *linear.Weights
	// Temperature divides the scores, so that probabilities are as large as the model is right; 0 means 1.
	Temperature float64
}

// silence is the judgement of a reaction without a word or a mark.
var silence = [Labels]float64{0.1, 0.8, 0.1}

// Judge judges an exchange.
func (m *Model) Judge(in Input) Judgement {
	mem, ok := memories.Get().(*memory)
	if !ok {
		mem = &memory{}
	}
	defer memories.Put(mem)
	mem.forget()
	r := mem.read(in)
	if r.silent() {
		return Judgement{P: silence, Label: Neutral, FeedbackType: none}
	}
	f := mem.collect(r, m.Domain)
	var p [Labels]float64
	m.Labels.Scores(f.features, p[:])
	if m.Temperature > 0 {
		for c := range p {
			p[c] /= m.Temperature
		}
	}
	linear.Softmax(p[:])
	j := Judgement{P: p, Label: Label(linear.Best(p[:]))}
	j.FeedbackType = m.kind(mem, j.Label)
	j.Evidence = m.evidence(mem, j.Label)
	return j
}

// Features is the vector of an exchange, for fitting a model of that domain.
func Features(in Input, d Domain) []linear.Feature {
	var mem memory
	return mem.collect(mem.read(in), d).features
}
