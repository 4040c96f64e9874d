package linear

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// steps of a stored weight: each is a whole number from -steps to steps, times a scale. Rows whose weights all lie
// below faint steps are left out.
const (
	steps = math.MaxInt16
	faint = steps / 250
)

// Encode appends the weights to buf: rows of next to nothing are left out, the others are
// rounded to 16 bits.
func (w *Weights) Encode(buf []byte) []byte {
	var most float32
	for _, v := range w.Rows {
		most = max(most, v, -v)
	}
	scale := most / steps
	buf = binary.AppendUvarint(buf, uint64(w.Classes))
	buf = binary.AppendUvarint(buf, uint64(w.Bits))
	buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(scale))
	for _, b := range w.Bias {
		buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(b))
	}
	rows, last := 0, -1
	var body []byte
	for i := range 1 << w.Bits {
		row := w.Row(uint32(i))
		if blank(row, scale) {
			continue
		}
		rows++
		body = binary.AppendUvarint(body, uint64(i-last))
		last = i
		for _, v := range row {
			body = binary.LittleEndian.AppendUint16(body, uint16(rounded(v, scale)))
		}
	}
	buf = binary.AppendUvarint(buf, uint64(rows))
	return append(buf, body...)
}

func blank(row []float32, scale float32) bool {
	for _, v := range row {
		if n := rounded(v, scale); n > faint || n < -faint {
			return false
		}
	}
	return true
}

func rounded(v, scale float32) int16 {
	if scale == 0 {
		return 0
	}
	return int16(math.Round(float64(v) / float64(scale)))
}

// Limits of what is decoded.
const (
	maxClasses = 256
	maxBits    = 22
)

var errShort = errors.New("the weights end too soon")

// Decode reads what Encode wrote, and gives the rest of the bytes.
func Decode(buf []byte) (*Weights, []byte, error) {
	r := reader{buf: buf}
	classes, bits := r.uvarint(), r.uvarint()
	if r.err == nil && (classes == 0 || classes > maxClasses || bits > maxBits) {
		return nil, nil, fmt.Errorf("weights of %d classes and 2^%d rows are beyond the limits", classes, bits)
	}
	scale := math.Float32frombits(r.uint32())
	if r.err != nil {
		return nil, nil, r.err
	}
	w := NewWeights(int(classes), int(bits))
	for c := range w.Bias {
		w.Bias[c] = math.Float32frombits(r.uint32())
	}
	rows, at := r.uvarint(), -1
	for range rows {
		step := r.uvarint()
		if r.err != nil {
			return nil, nil, r.err
		}
		if step == 0 || step > uint64(1<<bits-1-at) {
			return nil, nil, errors.New("the weights name a row beyond their table")
		}
		at += int(step)
		row := w.Row(uint32(at))
		for c := range row {
			row[c] = float32(int16(r.uint16())) * scale
		}
	}
	return w, r.buf, r.err
}

// reader takes numbers off a buffer; after the first failure it gives zeros.
type reader struct {
	buf []byte
	err error
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.buf)
	if n <= 0 {
		r.buf, r.err = nil, errShort
		return 0
	}
	r.buf = r.buf[n:]
	return v
}

func (r *reader) uint32() uint32 {
	if len(r.buf) < 4 {
		r.buf, r.err = nil, errShort
		return 0
	}
	v := binary.LittleEndian.Uint32(r.buf)
	r.buf = r.buf[4:]
	return v
}

func (r *reader) uint16() uint16 {
	if len(r.buf) < 2 {
		r.buf, r.err = nil, errShort
		return 0
	}
	v := binary.LittleEndian.Uint16(r.buf)
	r.buf = r.buf[2:]
	return v
}
