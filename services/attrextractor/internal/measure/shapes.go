package measure

import (
	"strings"

	"github.com/gpa-stream/gpa/pkg/vocabulary"
	"github.com/gpa-stream/gpa/services/attrextractor/internal/measure/phrase"
)

// technicality is how technical a word looks by its spelling.
func technicality(shape phrase.Shape, bytes int) float64 {
	switch {
	case shape&(phrase.Under|phrase.Caps) != 0:
		return 1
	case shape&phrase.Digit != 0 && bytes > 2:
		return 0.3
	case bytes > 12 && shape&phrase.Ideograph == 0:
		return 0.25
	default:
		return 0
	}
}

// set makes a set of the words in list.
func set(list string) map[string]bool {
	words := strings.Fields(list)
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[w] = true
	}
	return out
}

// vocabularyOf is the set of the words of a list, for what is asked of every word.
func vocabularyOf(list string) *vocabulary.Vocabulary {
	var v vocabulary.Vocabulary
	for w := range strings.FieldsSeq(list) {
		v.Add(w)
	}
	return &v
}
