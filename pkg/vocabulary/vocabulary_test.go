package vocabulary

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

func TestAVocabularyKnowsItsWordsAndNoOthers(t *testing.T) {
	t.Parallel()
	var v Vocabulary
	words := []string{"t", "to", "tea", "table", "tables", "über", "不", strings.Repeat("as long as no word of ours is ", 3)}
	for i := range 5000 {
		words = append(words, fmt.Sprintf("same-%d-ends", i), strconv.Itoa(i))
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
	for _, w := range []string{"", "tabl", "same-5000-ends", "5000"} {
		if _, ok := v.ID(w); ok {
			t.Errorf("%q is known", w)
		}
	}
}

func TestPairsAreKnownInTheirOrder(t *testing.T) {
	t.Parallel()
	var p Pairs
	if _, ok := p.ID(0, 0); ok {
		t.Error("empty pairs know one")
	}
	const many = 70
	for i := range int32(many) {
		for k := range int32(many) {
			if id := p.Add(i, 2*k); id != i*many+k {
				t.Fatalf("Add(%d, %d) = %d, want %d", i, 2*k, id, i*many+k)
			}
		}
	}
	for i := range int32(many) {
		for k := range int32(2 * many) {
			id, ok := p.ID(i, k)
			if even := k%2 == 0; ok != even || even && id != i*many+k/2 {
				t.Fatalf("ID(%d, %d) = %d, %v", i, k, id, ok)
			}
		}
	}
}

// FuzzVocabulary compares with a map, words of all lengths whose ends are alike.
func FuzzVocabulary(f *testing.F) {
	f.Add("to tea table tables", "table")
	f.Add("12345678 123456789 1234x56789 1234y56789", "1234z56789")
	f.Fuzz(func(t *testing.T, list, word string) {
		var v Vocabulary
		known := map[string]int32{}
		for w := range strings.FieldsSeq(list) {
			id := v.Add(w)
			if old, ok := known[w]; ok && old != id || !ok && int(id) != len(known) {
				t.Fatalf("Add(%q) = %d among %v", w, id, known)
			}
			known[w] = id
		}
		for w := range known {
			for at := range w { // a byte off
				other := w[:at] + "!" + w[at+1:]
				if _, ok := v.ID(other); ok != has(known, other) {
					t.Fatalf("ID(%q) = %v among %v", other, ok, known)
				}
			}
		}
		if _, ok := v.ID(word); ok != has(known, word) {
			t.Fatalf("ID(%q) = %v among %v", word, ok, known)
		}
	})
}

func has(known map[string]int32, word string) bool {
	_, ok := known[word]
	return ok
}

func BenchmarkID(b *testing.B) {
	var v Vocabulary
	for i := range 3000 {
		v.Add(fmt.Sprintf("w%dx", i*7))
	}
	for name, words := range map[string]string{"known": "w7x w14x w700x w7000x", "unknown": "the answer that somebody international gave"} {
		list := strings.Fields(words)
		b.Run(name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				v.ID(list[i%len(list)])
			}
		})
	}
}
