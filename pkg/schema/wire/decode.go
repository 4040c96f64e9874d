package wire

import (
	"fmt"
	"math"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"
)

// A decoder reads a message whose texts are pieces of one string.
type decoder struct {
	s       string
	at, end int // of the message in s that is read
	// strange says that there is something which is left to package proto.
	strange bool
}

func newDecoder(value []byte) decoder { return decoder{s: string(value), end: len(value)} }

// byProto lets package proto decode what is strange.
func byProto(value []byte, m proto.Message) error {
	if err := proto.Unmarshal(value, m); err != nil {
		return fmt.Errorf("decode %s: %w", nameOf(m), err)
	}
	return nil
}

// more says whether the message has another field.
func (d *decoder) more() bool { return d.at < d.end }

// tag is the next tag, as one byte.
func (d *decoder) tag() byte {
	d.at++
	return d.s[d.at-1]
}

// fail leaves the message to package proto.
func (d *decoder) fail() { d.strange, d.at, d.end = true, 0, 0 }

func (d *decoder) number() (x uint64) {
	for i := range 10 {
		if d.at >= d.end {
			break
		}
		c := d.s[d.at]
		d.at++
		if i == 9 && c > 1 {
			break
		}
		x |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			return x
		}
	}
	d.fail()
	return 0
}

func (d *decoder) double() float64 {
	if d.end-d.at < 8 {
		d.fail()
		return 0
	}
	s := d.s[d.at : d.at+8]
	d.at += 8
	return math.Float64frombits(uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56)
}

// length is the length of what follows.
func (d *decoder) length() int {
	n := d.number()
	if n > uint64(d.end-d.at) {
		d.fail()
		return 0
	}
	return int(n)
}

func (d *decoder) text() string {
	n := d.length()
	s := d.s[d.at : d.at+n]
	d.at += n
	if !utf8.ValidString(s) {
		d.fail()
		return ""
	}
	return s
}

// enter goes into a message in the message; leave goes out again.
func (d *decoder) enter() (outer int) {
	n := d.length()
	outer = d.end
	d.end = d.at + n
	return outer
}

func (d *decoder) leave(outer int) {
	if !d.strange {
		d.end = outer
	}
}
