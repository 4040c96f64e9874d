package phrase

import (
	"fmt"
	"testing"
)

func TestAVocabularyKnowsItsWordsAndNoOthers(t *testing.T) {
	t.Parallel()
	var v Vocabulary
	words := []string{"t", "to", "tea", "table", "tables", "über", "不", "a word of more than sixty-four bytes, which is as long as no word of ours is"}
	for i := range 5000 {
		words = append(words, fmt.Sprintf("same-%d-ends", i))
	}
	for i, w := range words {
		if _, ok := v.ID(w); ok {
			t.Fatalf("%q is known before it was added", w)
		}
		for range 2 {
			if id := v.Add(w); id != int32(i) {
				t.Fatalf("Add(%q) = %d, want %d", w, id, i)
			}
		}
	}
	for i, w := range words {
		if id, ok := v.ID(w); !ok || id != int32(i) {
			t.Errorf("ID(%q) = %d, %v; want %d", w, id, ok, i)
		}
	}
	for _, w := range []string{"", "tabl", "same-5000-ends"} {
		if _, ok := v.ID(w); ok {
			t.Errorf("%q is known", w)
		}
	}
}
