package evaluate

import (
	"math"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/tokens"
)

// bayes is naive Bayes over words with add-one smoothing: what counting words alone gives.
type bayes struct {
	words []map[string]float64 // by class
	total []float64
	rows  []float64
	known map[string]bool
}

func newBayes(classes int) *bayes {
	b := &bayes{words: make([]map[string]float64, classes), total: make([]float64, classes), rows: make([]float64, classes), known: map[string]bool{}}
	for c := range b.words {
		b.words[c] = map[string]float64{}
	}
	return b
}

// How much of a request is looked at, in code points from both ends.
const head, tail = 400, 200

func (b *bayes) learn(text string, class int) {
	b.rows[class]++
	for _, t := range tokens.Split(text, head, tail) {
		b.words[class][t.Text]++
		b.total[class]++
		b.known[t.Text] = true
	}
}

func (b *bayes) best(text string) int {
	best, most := 0, math.Inf(-1)
	ts := tokens.Split(text, head, tail)
	for c, words := range b.words {
		if b.rows[c] == 0 {
			continue
		}
		score := math.Log(b.rows[c])
		for _, t := range ts {
			score += math.Log((words[t.Text] + 1) / (b.total[c] + float64(len(b.known))))
		}
		if score > most {
			best, most = c, score
		}
	}
	return best
}
