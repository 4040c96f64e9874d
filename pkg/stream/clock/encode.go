package clock

import (
	"encoding/binary"
	"errors"
	"math"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
)

// MaxSources is how many sources a clock may have so that it fits into the metadata of a commit.
const MaxSources = 256

var errEncoding = errors.New("encoding of a clock is damaged")

// Flags of a source's state byte.
const (
	stateBits  = 0x03
	lapsedFlag = 0x04
	endsFlag   = 0x08
)

// MarshalBinary packs the clock tightly, for it travels in the metadata of commits: names share their beginnings,
// numbers are differences to the source before.
func (c *Clock) MarshalBinary() ([]byte, error) {
	var w packer
	w.uint(uint64(c.count))
	w.bool(c.started)
	w.int(c.time)
	w.uint(uint64(c.ends))
	w.int(c.most)
	w.uint(uint64(len(c.sources)))
	var prev source
	for _, s := range c.sources {
		w.name(prev.name, s.name)
		w.int(s.offset - prev.offset)
		w.int(s.time - prev.time)
		flags := byte(s.state) & stateBits
		if s.lapsed {
			flags |= lapsedFlag
		}
		if s.ends > 0 {
			flags |= endsFlag
		}
		w.b = append(w.b, flags)
		if s.ends > 0 {
			w.uint(uint64(s.ends))
			w.int(s.most - s.time)
		}
		prev = s
	}
	w.uint(uint64(len(c.marks)))
	var last mark
	for _, m := range c.marks {
		w.uint(uint64(m.end))
		w.name(last.source, m.source)
		w.int(m.most - last.most)
		last = m
	}
	return w.b, nil
}

// UnmarshalBinary is the inverse of MarshalBinary.
func (c *Clock) UnmarshalBinary(b []byte) error {
	r := unpacker{b: b}
	d := Clock{count: int(r.uint()), started: r.bool(), time: r.int(), ends: uint32(r.uint()), most: r.int()}
	n := r.uint()
	var prev source
	for range n {
		if r.bad {
			return errEncoding
		}
		s := source{name: r.name(prev.name), offset: prev.offset + r.int(), time: prev.time + r.int()}
		flags := r.byte()
		s.state, s.lapsed = gpav1.SourceState(flags&stateBits), flags&lapsedFlag != 0
		if flags&endsFlag != 0 {
			s.ends, s.most = uint32(r.uint()), s.time+r.int()
		}
		d.sources = append(d.sources, s)
		prev = s
	}
	n = r.uint()
	var last mark
	for range n {
		if r.bad {
			return errEncoding
		}
		m := mark{end: uint32(r.uint()), source: r.name(last.source), most: last.most + r.int()}
		d.marks = append(d.marks, m)
		last = m
	}
	if r.bad || len(r.b) > 0 {
		return errEncoding
	}
	*c = d
	return nil
}

type packer struct{ b []byte }

func (w *packer) uint(x uint64) { w.b = binary.AppendUvarint(w.b, x) }
func (w *packer) int(x int64)   { w.b = binary.AppendVarint(w.b, x) }

func (w *packer) bool(x bool) {
	if x {
		w.uint(1)
		return
	}
	w.uint(0)
}

// name writes how much of the name before is shared, and the rest.
func (w *packer) name(before, name string) {
	n := 0
	for n < len(before) && n < len(name) && before[n] == name[n] {
		n++
	}
	w.uint(uint64(n))
	w.uint(uint64(len(name) - n))
	w.b = append(w.b, name[n:]...)
}

type unpacker struct {
	b   []byte
	bad bool
}

func (r *unpacker) uint() uint64 {
	x, n := binary.Uvarint(r.b)
	return x * r.take(n)
}

func (r *unpacker) int() int64 {
	x, n := binary.Varint(r.b)
	return x * int64(r.take(n))
}

// take moves on by n bytes and is 1, or 0 when the encoding is damaged.
func (r *unpacker) take(n int) uint64 {
	if n <= 0 || n > len(r.b) {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return 1
}

func (r *unpacker) bool() bool { return r.uint() != 0 }

func (r *unpacker) byte() byte {
	if len(r.b) == 0 {
		r.bad = true
		return 0
	}
	x := r.b[0]
	r.b = r.b[1:]
	return x
}

func (r *unpacker) name(before string) string {
	n, m := r.uint(), r.uint()
	if n > uint64(len(before)) || m > math.MaxInt32 || m > uint64(len(r.b)) {
		r.bad = true
		return ""
	}
	s := before[:n] + string(r.b[:m])
	r.b = r.b[m:]
	return s
}
