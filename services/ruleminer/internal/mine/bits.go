package mine

import "math/bits"

const (
	// userBits and conversationBits are the sizes of the sets: a name sets the bit of its hash, so the number of bits
	// set is a lower bound of the number of names.
	userBits         = 1024
	conversationBits = 4096
	// maxNames is how many aspects a cell of one bucket and partition holds.
	maxNames = 1024
)

type (
	userSet         [userBits / 64]uint64
	conversationSet [conversationBits / 64]uint64
)

func (s *userSet) add(bit uint16)   { s[bit/64] |= 1 << (bit % 64) }
func (s *userSet) unite(o *userSet) { unite(s[:], o[:]) }
func (s *userSet) atLeast() int64   { return count(s[:]) }
func (s *userSet) write(w *writer)  { writeBits(w, s[:]) }
func (s *userSet) read(r *reader)   { readBits(r, s[:]) }

func (s *conversationSet) add(bit uint16)           { s[bit/64] |= 1 << (bit % 64) }
func (s *conversationSet) unite(o *conversationSet) { unite(s[:], o[:]) }
func (s *conversationSet) atLeast() int64           { return count(s[:]) }
func (s *conversationSet) write(w *writer)          { writeBits(w, s[:]) }
func (s *conversationSet) read(r *reader)           { readBits(r, s[:]) }

func unite(to, from []uint64) {
	for i, x := range from {
		to[i] |= x
	}
}

func count(set []uint64) int64 {
	n := 0
	for _, x := range set {
		n += bits.OnesCount64(x)
	}
	return int64(n)
}

// writeBits writes a sparse set as distances between its bits, a dense one as it is, whichever is shorter for sure.
func writeBits(w *writer, set []uint64) {
	n := count(set)
	if n*2 > int64(len(set)*8) {
		w.uvarint(0)
		for _, x := range set {
			w.fixed(x)
		}
		return
	}
	w.uvarint(uint64(n) + 1)
	next := 0
	for i, x := range set {
		for ; x != 0; x &= x - 1 {
			bit := i*64 + bits.TrailingZeros64(x)
			w.length(bit - next)
			next = bit + 1
		}
	}
}

func readBits(r *reader, set []uint64) {
	n := r.uvarint()
	if n == 0 {
		for i := range set {
			set[i] = r.fixed()
		}
		return
	}
	next := uint64(0)
	for range min(n-1, uint64(len(set)*64)) {
		step := r.uvarint()
		if r.err != nil || step >= uint64(len(set)*64) || next+step >= uint64(len(set)*64) {
			r.fail("a set with a bit out of range")
			return
		}
		next += step
		set[next/64] |= 1 << (next % 64)
		next++
	}
}
