package wire

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"sync"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"
)

// Types of fields, as the encoding has them.
const (
	varint  = 0
	fixed64 = 1
	length  = 2
)

// An encoder appends fields in the order of their numbers, as package proto does. All numbers are below 16, so that a
// tag is one byte. Fields with the value zero are left out.
type encoder struct {
	b []byte
	// strange says that there is something which is left to package proto.
	strange bool
}

var encoders = sync.Pool{New: func() any { return &encoder{} }}

func newEncoder() *encoder {
	e := encoders.Get().(*encoder) //nolint:errcheck,forcetypeassert // Nothing else is in there.
	e.b, e.strange = e.b[:0], false
	return e
}

// done is the encoded message m.
func (e *encoder) done(m proto.Message) ([]byte, error) {
	defer encoders.Put(e)
	e.known(m)
	if !e.strange {
		return bytes.Clone(e.b), nil
	}
	b, err := proto.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", nameOf(m), err)
	}
	return b, nil
}

// nameOf is what a message is called in an error.
func nameOf(m proto.Message) string {
	return strings.ToLower(string(m.ProtoReflect().Descriptor().Name()))
}

// known looks for fields of a later version, which are handed on.
func (e *encoder) known(m proto.Message) {
	if len(m.ProtoReflect().GetUnknown()) > 0 {
		e.strange = true
	}
}

func (e *encoder) varint(x uint64) {
	for x >= 0x80 {
		e.b = append(e.b, byte(x)|0x80)
		x >>= 7
	}
	e.b = append(e.b, byte(x))
}

func (e *encoder) number(field byte, x uint64) {
	if x != 0 {
		e.b = append(e.b, field<<3|varint)
		e.varint(x)
	}
}

func (e *encoder) yes(field byte, x bool) {
	if x {
		e.b = append(e.b, field<<3|varint, 1)
	}
}

func (e *encoder) double(field byte, x float64) {
	if bits := math.Float64bits(x); bits != 0 {
		e.b = append(e.b, field<<3|fixed64, byte(bits), byte(bits>>8), byte(bits>>16), byte(bits>>24),
			byte(bits>>32), byte(bits>>40), byte(bits>>48), byte(bits>>56))
	}
}

func (e *encoder) text(field byte, s string) {
	if s != "" {
		e.element(field, s)
	}
}

// element is a text in a list, where an empty one counts.
func (e *encoder) element(field byte, s string) {
	if !utf8.ValidString(s) {
		e.strange = true
	}
	e.b = append(e.b, field<<3|length)
	e.varint(uint64(len(s)))
	e.b = append(e.b, s...)
}

// begin begins a message in a message; end puts its length before it.
func (e *encoder) begin(field byte) (from int) {
	e.b = append(e.b, field<<3|length, 0)
	return len(e.b)
}

func (e *encoder) end(from int) {
	n := uint64(len(e.b) - from)
	if n < 0x80 {
		e.b[from-1] = byte(n)
		return
	}
	more := 0
	for x := n >> 7; x > 0; x >>= 7 {
		e.b = append(e.b, 0)
		more++
	}
	all := e.b
	copy(all[from+more:], all[from:])
	e.b = all[:from-1]
	e.varint(n)
	e.b = all
}
