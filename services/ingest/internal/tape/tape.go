// Package tape reads one JSON document into a flat list of values that point into its text.
//
// It exists because log records are hostile and uneven: a field of a wrong type must be told from a missing one
// without giving up the record, an unknown field must cost nothing, and neither depth nor size may bring the process
// down. It accepts exactly what encoding/json accepts (up to Depth and Values) and never converts a number.
package tape

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// Limits of a document.
const (
	// Depth is how deep values may be nested.
	Depth = 200
	// Values is how many values a document may hold, so that a record of brackets does not fill the memory.
	Values = 2_000_000
)

// ErrEncoding says that the text is not UTF-8.
var ErrEncoding = errors.New("not valid UTF-8")

// A Kind is the kind of a value. The zero Kind is that of a value that is not there.
type Kind uint8

// The kinds of values.
const (
	Absent Kind = iota
	Null
	Bool
	Number
	String
	Array
	Object
)

// String is the kind in the words of JSON.
func (k Kind) String() string {
	switch k {
	case Null:
		return "null"
	case Bool:
		return "a boolean"
	case Number:
		return "a number"
	case String:
		return "a string"
	case Array:
		return "an array"
	case Object:
		return "an object"
	case Absent:
	}
	return "missing"
}

// A node is one value: where its text and its name stand, and where the value behind it and all that it holds begins.
type node struct {
	start, end       uint32
	keyFrom, keyTo   uint32
	next             uint32
	kind             Kind
	escaped, keyEscs bool
}

// A Doc is a parsed document. The zero value is ready, and may be used again and again: values of an earlier document
// are void then, but the strings taken out of them stay.
type Doc struct {
	src   string
	nodes []node
	pos   int
	depth int
}

// A SyntaxError says what is wrong at which byte, counted from 0.
type SyntaxError struct {
	Offset int
	What   string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("%s at byte %d", e.What, e.Offset) }

// Parse reads a document. The text is copied.
func (d *Doc) Parse(text []byte) (Value, error) {
	if !utf8.Valid(text) {
		return Value{}, ErrEncoding
	}
	const keep = 1 << 16
	if cap(d.nodes) > keep {
		d.nodes = nil
	}
	d.src, d.nodes, d.pos, d.depth = string(text), d.nodes[:0], 0, 0
	d.space()
	if err := d.value(span{}); err != nil {
		return Value{}, err
	}
	d.space()
	if d.pos < len(d.src) {
		return Value{}, d.unexpected("after the end of the value")
	}
	return Value{doc: d}, nil
}
