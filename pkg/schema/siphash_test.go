package schema

import (
	"encoding/binary"
	"math/bits"
	"strings"
	"testing"
)

// authors is the key 00 01 .. 0f of the function's test vectors.
var authors = Keyed{0x0706050403020100, 0x0f0e0d0c0b0a0908}

func TestSipHashGivesTheAuthorsNumbers(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	// The input of the vector with number n is 00 01 .. n-1.
	for n, want := range map[int]uint64{
		0: 0x726fdb47dd0e0e31, 1: 0x74f839c593dc67fd, 8: 0x93f5f5799a932462, 15: 0xa129ca6149be45e5,
	} {
		text.Reset()
		for i := range n {
			text.WriteByte(byte(i))
		}
		if got := authors.String(text.String()); got != want {
			t.Errorf("hash of %d bytes is %#016x, want %#016x", n, got, want)
		}
	}
}

func TestAPairHashesLikeItsBytes(t *testing.T) {
	t.Parallel()
	k := Salt("s").Keyed("test")
	for _, p := range [][2]uint64{{0, 0}, {1, 0}, {0, 1}, {1 << 63, 77}} {
		b := binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, p[0]), p[1])
		if got, want := k.Pair(p[0], p[1]), k.String(string(b)); got != want {
			t.Errorf("pair %v is %x, its bytes are %x", p, got, want)
		}
	}
}

func TestKeyedHashesDependOnSaltPurposeAndText(t *testing.T) {
	t.Parallel()
	seen := map[uint64]string{}
	for name, h := range map[string]uint64{
		"as it is":        Salt("s").Keyed("p").String("text"),
		"another salt":    Salt("t").Keyed("p").String("text"),
		"another purpose": Salt("s").Keyed("q").String("text"),
		"another text":    Salt("s").Keyed("p").String("texu"),
		"a longer text":   Salt("s").Keyed("p").String("text\x00"),
	} {
		if other, ok := seen[h]; ok {
			t.Errorf("%q and %q hash alike", name, other)
		}
		seen[h] = name
	}
	if got, want := Salt("s").Priority("text"), Salt("s").Keyed("priority").String("text"); got != want {
		t.Errorf("priority %x is not the keyed hash %x", got, want)
	}
}

func TestABitOfTheTextMovesHalfOfTheHash(t *testing.T) {
	t.Parallel()
	k, moved, n := Salt("s").Keyed("p"), 0, 0
	for i := range 64 {
		text := []byte(strings.Repeat("abcdefgh", 4))
		before := k.String(string(text))
		text[i/2] ^= 1 << (i % 8)
		moved += bits.OnesCount64(before ^ k.String(string(text)))
		n += 64
	}
	if share := float64(moved) / float64(n); share < 0.46 || share > 0.54 {
		t.Errorf("%.3f of the bits moved", share)
	}
}

func BenchmarkPriority(b *testing.B) {
	k := Salt("s").Keyed("priority")
	for b.Loop() {
		k.String("0123456789abcdef0123456789abcdef")
	}
}
