// Package vocabulary numbers words, and pairs of numbers, and finds them again. What texts are looked up for is fixed when
// a program starts, and most words of a text are not among it: the tables are made for telling that fast.
package vocabulary

import "math/bits"

// A Vocabulary numbers words, from 0 on. It is filled by Add and safe for use by many once filled. It is a hash table
// made for words, which are short, and finds them in a fraction of the time that a map takes.
type Vocabulary struct {
	table table
	words []string
}

// Add gives the number of a word, a new one if it has none. The word is not empty.
func (v *Vocabulary) Add(word string) int32 {
	if id, ok := v.ID(word); ok {
		return id
	}
	v.words = append(v.words, word)
	return v.table.add(key(word))
}

// ID is the number of a word; false when it was not added. The empty word never is.
func (v *Vocabulary) ID(word string) (int32, bool) {
	if word == "" {
		return 0, false
	}
	k, n := key(word)
	h := hash(k, n)
	if !v.table.seen(h) {
		return 0, false
	}
	for i := v.table.first(h); ; i = v.table.after(i) {
		s := v.table.slots[i]
		if s.id == 0 {
			return 0, false
		}
		if s.key == k && s.more == n && (n <= whole || v.words[s.id-1] == word) {
			return s.id - 1, true
		}
	}
}

// Pairs numbers pairs of numbers, from 0 on. It is filled by Add and safe for use by many once filled.
type Pairs struct{ table table }

// Add gives the number of a pair, a new one if it has none.
func (p *Pairs) Add(a, b int32) int32 {
	if id, ok := p.ID(a, b); ok {
		return id
	}
	return p.table.add(uint64(uint32(a))<<32|uint64(uint32(b)), 0)
}

// ID is the number of a pair; false when it was not added.
func (p *Pairs) ID(a, b int32) (int32, bool) {
	k := uint64(uint32(a))<<32 | uint64(uint32(b))
	h := hash(k, 0)
	if !p.table.seen(h) {
		return 0, false
	}
	for i := p.table.first(h); ; i = p.table.after(i) {
		s := p.table.slots[i]
		if s.id == 0 {
			return 0, false
		}
		if s.key == k {
			return s.id - 1, true
		}
	}
}

// whole is the length up to which the key of a word and its length tell it from all others.
const whole = 8

// key is made of the first and the last bytes of a word, which is not empty, and goes with its length.
func key(word string) (k uint64, n uint32) {
	size := len(word)
	switch {
	case size > whole:
		a, b := four(word, 0), four(word, 4)
		c, d := four(word, size-8), four(word, size-4)
		k = (a | b<<32) ^ bits.RotateLeft64(c|d<<32, 23)
	case size >= 4:
		k = four(word, 0) | four(word, size-4)<<32
	default:
		k = uint64(word[0]) | uint64(word[size/2])<<8 | uint64(word[size-1])<<16
	}
	return k, uint32(size)
}

func four(word string, at int) uint64 {
	w := word[at : at+4]
	return uint64(w[0]) | uint64(w[1])<<8 | uint64(w[2])<<16 | uint64(w[3])<<24
}

func hash(k uint64, n uint32) uint64 {
	return (k ^ uint64(n)*0xd6e8feb86659fd93) * 0x9e3779b97f4a7c15
}
