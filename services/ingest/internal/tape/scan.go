package tape

import (
	"fmt"
	"strings"
)

// A span is where a string stands, quotes left out.
type span struct {
	from, to uint32
	escaped  bool
}

// value reads the value at pos, whose name in its object is key.
func (d *Doc) value(key span) error {
	if d.pos >= len(d.src) {
		return d.unexpected("where a value should be")
	}
	if len(d.nodes) >= Values {
		return d.wrong(fmt.Sprintf("more than %d values", Values))
	}
	i := len(d.nodes)
	d.nodes = append(d.nodes, node{start: uint32(d.pos), keyFrom: key.from, keyTo: key.to, keyEscs: key.escaped})
	kind, err := d.body(i)
	if err != nil {
		return err
	}
	n := &d.nodes[i]
	n.kind, n.next = kind, uint32(len(d.nodes))
	if kind != String {
		n.end = uint32(d.pos)
	}
	return nil
}

// body reads the value that node i stands for.
func (d *Doc) body(i int) (Kind, error) {
	switch c := d.src[d.pos]; {
	case c == '"':
		s, err := d.text()
		n := &d.nodes[i]
		n.start, n.end, n.escaped = s.from, s.to, s.escaped
		return String, err
	case c == '{':
		return Object, d.nested(d.object)
	case c == '[':
		return Array, d.nested(d.array)
	case c == '-' || isDigit(c):
		return Number, d.number()
	case c == 't':
		return Bool, d.literal("true")
	case c == 'f':
		return Bool, d.literal("false")
	case c == 'n':
		return Null, d.literal("null")
	}
	return Absent, d.unexpected("where a value should be")
}

func (d *Doc) nested(read func() error) error {
	d.depth++
	if d.depth > Depth {
		return d.wrong(fmt.Sprintf("values nested deeper than %d", Depth))
	}
	d.pos++
	err := read()
	d.depth--
	return err
}

func (d *Doc) object() error {
	d.space()
	if d.take('}') {
		return nil
	}
	for {
		d.space()
		if d.pos >= len(d.src) || d.src[d.pos] != '"' {
			return d.unexpected("where a name should be")
		}
		key, err := d.text()
		if err != nil {
			return err
		}
		d.space()
		if !d.take(':') {
			return d.unexpected("behind a name")
		}
		d.space()
		if err := d.value(key); err != nil {
			return err
		}
		d.space()
		if d.take('}') {
			return nil
		}
		if !d.take(',') {
			return d.unexpected("in an object")
		}
	}
}

func (d *Doc) array() error {
	d.space()
	if d.take(']') {
		return nil
	}
	for {
		d.space()
		if err := d.value(span{}); err != nil {
			return err
		}
		d.space()
		if d.take(']') {
			return nil
		}
		if !d.take(',') {
			return d.unexpected("in an array")
		}
	}
}

func (d *Doc) number() error {
	d.take('-')
	switch {
	case d.take('0'):
	case !d.digits():
		return d.unexpected("in a number")
	}
	if d.take('.') && !d.digits() {
		return d.unexpected("in a number")
	}
	if d.take('e') || d.take('E') {
		if !d.take('+') {
			d.take('-')
		}
		if !d.digits() {
			return d.unexpected("in a number")
		}
	}
	return nil
}

func (d *Doc) digits() bool {
	from := d.pos
	for d.pos < len(d.src) && isDigit(d.src[d.pos]) {
		d.pos++
	}
	return d.pos > from
}

func (d *Doc) literal(word string) error {
	if !strings.HasPrefix(d.src[d.pos:], word) {
		return d.unexpected("where a value should be")
	}
	d.pos += len(word)
	return nil
}

func (d *Doc) space() {
	for d.pos < len(d.src) {
		switch d.src[d.pos] {
		case ' ', '\t', '\r', '\n':
			d.pos++
		default:
			return
		}
	}
}

func (d *Doc) take(c byte) bool {
	if d.pos < len(d.src) && d.src[d.pos] == c {
		d.pos++
		return true
	}
	return false
}

func (d *Doc) unexpected(where string) error {
	if d.pos >= len(d.src) {
		return d.wrong("the text ends " + where)
	}
	for _, r := range d.src[d.pos:] {
		return d.wrong(fmt.Sprintf("unexpected %q %s", r, where))
	}
	return nil
}

func (d *Doc) wrong(what string) error { return &SyntaxError{Offset: d.pos, What: what} }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
