package schema

import (
	"encoding/binary"
	"math/bits"
)

// A Keyed makes short keyed hashes with a key that was prepared once: SipHash-2-4 (Aumasson and Bernstein, 2012), a
// pseudorandom function made for short input. It is for choices that nobody may foresee, not for names: 64 bits are too
// few for those.
type Keyed struct{ k0, k1 uint64 }

// Keyed is the hash of that purpose: hashes of different purposes have nothing to do with each other.
func (s Salt) Keyed(purpose string) Keyed {
	sum := s.sum("keyed", purpose)
	return Keyed{binary.LittleEndian.Uint64(sum[:8]), binary.LittleEndian.Uint64(sum[8:16])}
}

// String is the hash of a text.
func (k Keyed) String(text string) uint64 {
	h := k.begin()
	length := uint64(len(text)) << 56
	for len(text) >= 8 {
		h.word(word(text))
		text = text[8:]
	}
	for i := range len(text) {
		length |= uint64(text[i]) << (8 * i)
	}
	h.word(length)
	return h.end()
}

// Pair is the hash of two numbers.
func (k Keyed) Pair(a, b uint64) uint64 {
	h := k.begin()
	h.word(a)
	h.word(b)
	h.word(16 << 56)
	return h.end()
}

// word is the first eight bytes of a text, little endian.
func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// sip is the state of a hash.
type sip struct{ v0, v1, v2, v3 uint64 }

func (k Keyed) begin() sip {
	return sip{
		v0: k.k0 ^ 0x736f6d6570736575, v1: k.k1 ^ 0x646f72616e646f6d,
		v2: k.k0 ^ 0x6c7967656e657261, v3: k.k1 ^ 0x7465646279746573,
	}
}

func (h *sip) word(m uint64) {
	h.v3 ^= m
	h.round()
	h.round()
	h.v0 ^= m
}

func (h *sip) end() uint64 {
	h.v2 ^= 0xff
	for range 4 {
		h.round()
	}
	return h.v0 ^ h.v1 ^ h.v2 ^ h.v3
}

func (h *sip) round() {
	h.v0 += h.v1
	h.v1 = bits.RotateLeft64(h.v1, 13) ^ h.v0
	h.v0 = bits.RotateLeft64(h.v0, 32)
	h.v2 += h.v3
	h.v3 = bits.RotateLeft64(h.v3, 16) ^ h.v2
	h.v0 += h.v3
	h.v3 = bits.RotateLeft64(h.v3, 21) ^ h.v0
	h.v2 += h.v1
	h.v1 = bits.RotateLeft64(h.v1, 17) ^ h.v2
	h.v2 = bits.RotateLeft64(h.v2, 32)
}
