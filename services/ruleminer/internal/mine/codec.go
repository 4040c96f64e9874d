package mine

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
)

// writer appends numbers and names to bytes.
type writer struct{ b []byte }

func (w *writer) uvarint(x uint64) { w.b = binary.AppendUvarint(w.b, x) }
func (w *writer) varint(x int64)   { w.b = binary.AppendVarint(w.b, x) }
func (w *writer) length(n int)     { w.uvarint(uint64(n)) }
func (w *writer) float(x float64)  { w.b = binary.LittleEndian.AppendUint64(w.b, math.Float64bits(x)) }
func (w *writer) fixed(x uint64)   { w.b = binary.LittleEndian.AppendUint64(w.b, x) }
func (w *writer) text(s string)    { w.length(len(s)); w.b = append(w.b, s...) }
func (w *writer) flag(set bool)    { w.b = append(w.b, bit(set)) }
func (w *writer) varints(x []int64) {
	for _, v := range x {
		w.varint(v)
	}
}

func (w *writer) floats(x []float64) {
	at := len(w.b)
	w.b = slices.Grow(w.b, 8*len(x))[:at+8*len(x)]
	for i, v := range x {
		binary.LittleEndian.PutUint64(w.b[at+8*i:], math.Float64bits(v))
	}
}

func bit(set bool) byte {
	if set {
		return 1
	}
	return 0
}

// reader takes numbers and names off bytes. After the first failure everything it reads is zero.
type reader struct {
	b   []byte
	err error
}

func (r *reader) fail(reason string) {
	if r.err == nil {
		r.err = errors.New(reason)
	}
	r.b = nil
}

func (r *reader) uvarint() uint64 {
	x, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.fail("a number that is cut off or too large")
		return 0
	}
	r.b = r.b[n:]
	return x
}

func (r *reader) varint() int64 {
	x, n := binary.Varint(r.b)
	if n <= 0 {
		r.fail("a number that is cut off or too large")
		return 0
	}
	r.b = r.b[n:]
	return x
}

// length is that of a list whose elements take at least size bytes each; a list that cannot be there is a failure.
func (r *reader) length(size int) int {
	n := r.uvarint()
	if n > uint64(len(r.b)/max(1, size)) {
		r.fail("a list longer than the data")
		return 0
	}
	return int(n)
}

func (r *reader) fixed() uint64 {
	if len(r.b) < 8 {
		r.fail("a number that is cut off")
		return 0
	}
	x := binary.LittleEndian.Uint64(r.b)
	r.b = r.b[8:]
	return x
}

func (r *reader) float() float64 { return math.Float64frombits(r.fixed()) }

func (r *reader) text() string {
	n := r.length(1)
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}

func (r *reader) flag() bool {
	if len(r.b) == 0 || r.b[0] > 1 {
		r.fail("a flag that is neither set nor unset")
		return false
	}
	set := r.b[0] == 1
	r.b = r.b[1:]
	return set
}

// varints reads n numbers.
func (r *reader) varints(n int) []int64 {
	if n > len(r.b) {
		r.fail("a table larger than the data")
		return nil
	}
	x := make([]int64, n)
	for i := range x {
		x[i] = r.varint()
	}
	return x
}

// floats reads n numbers.
func (r *reader) floats(n int) []float64 {
	if n > len(r.b)/8 {
		r.fail("a table larger than the data")
		return nil
	}
	x := make([]float64, n)
	for i := range x {
		x[i] = r.float()
	}
	return x
}

func (r *reader) version(want uint64) {
	if got := r.uvarint(); r.err == nil && got != want {
		r.fail(fmt.Sprintf("version %d, want %d", got, want))
	}
}

// end is the failure, or that something is left over.
func (r *reader) end() error {
	if r.err == nil && len(r.b) > 0 {
		r.fail(fmt.Sprintf("%d bytes too many", len(r.b)))
	}
	return r.err
}
