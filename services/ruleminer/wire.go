package ruleminer

import (
	"errors"
	"math"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/gpa-stream/gpa/services/ruleminer/internal/mine"
)

// A part is the value of a field: a number, or bytes.
type part struct {
	kind   protowire.Type
	number uint64
	bytes  []byte
}

// fields calls yield for each field of a message.
func fields(message []byte, yield func(protowire.Number, part) error) error {
	for len(message) > 0 {
		number, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return protowire.ParseError(n)
		}
		message = message[n:]
		p := part{kind: kind}
		switch kind {
		case protowire.VarintType:
			p.number, n = protowire.ConsumeVarint(message)
		case protowire.Fixed64Type:
			p.number, n = protowire.ConsumeFixed64(message)
		case protowire.BytesType:
			p.bytes, n = protowire.ConsumeBytes(message)
		default:
			n = protowire.ConsumeFieldValue(number, kind, message)
		}
		if n < 0 {
			return protowire.ParseError(n)
		}
		message = message[n:]
		if err := yield(number, p); err != nil {
			return err
		}
	}
	return nil
}

// field takes a field of an observation; the numbers are those of observation.proto. One of another type than declared
// is as good as unknown.
func (d *decoder) field(number protowire.Number, p part) (err error) {
	o := &d.o
	switch {
	case number == 1 && p.kind == protowire.BytesType:
		o.ID, err = text(p.bytes)
	case number == 2 && p.kind == protowire.BytesType:
		o.Conversation, err = text(p.bytes)
	case number == 3 && p.kind == protowire.BytesType:
		o.User, err = text(p.bytes)
	case number == 4 && p.kind == protowire.VarintType:
		d.shard = uint64(uint32(p.number))
	case number == 5 && p.kind == protowire.BytesType:
		err = d.group(p.bytes)
	case number == 6 && p.kind == protowire.BytesType:
		o.Intent, err = d.name(p.bytes)
	case number == 7 && p.kind == protowire.BytesType:
		o.Stratum, err = d.name(p.bytes)
	case number == 8 && p.kind == protowire.BytesType:
		var aspect string
		aspect, err = d.name(p.bytes)
		o.Aspects = append(o.Aspects, aspect)
	case number == 9 && p.kind == protowire.VarintType:
		d.label = uint64(uint32(p.number))
	case number == 10 && p.kind == protowire.Fixed64Type:
		o.Confidence = math.Float64frombits(p.number)
	case number == 11 && p.kind == protowire.BytesType:
		err = d.stated(p.bytes)
	case number == 12 && p.kind == protowire.VarintType:
		o.Time = int64(p.number)
	case number == 13 && p.kind == protowire.BytesType:
		err = valid(p.bytes)
	case number == 14 && p.kind == protowire.BytesType:
		o.Defect, err = defects[string(p.bytes)], valid(p.bytes)
	}
	return err
}

func (d *decoder) group(message []byte) error {
	var g mine.Group
	err := fields(message, func(number protowire.Number, p part) (err error) {
		switch {
		case number == 1 && p.kind == protowire.BytesType:
			g.Dimension, err = d.name(p.bytes)
		case number == 2 && p.kind == protowire.BytesType:
			g.Value, err = d.name(p.bytes)
		}
		return err
	})
	d.o.Groups = append(d.o.Groups, g)
	return err
}

func (d *decoder) stated(message []byte) error {
	var s mine.Stated
	direction := int32(0)
	err := fields(message, func(number protowire.Number, p part) (err error) {
		switch {
		case number == 1 && p.kind == protowire.BytesType:
			s.Aspect, err = d.name(p.bytes)
		case number == 2 && p.kind == protowire.VarintType:
			direction = int32(protowire.DecodeZigZag(p.number & math.MaxUint32))
		case number == 3 && p.kind == protowire.Fixed64Type:
			s.Confidence = math.Float64frombits(p.number)
		}
		return err
	})
	d.o.Stated, d.directions = append(d.o.Stated, s), append(d.directions, direction)
	return err
}

var errText = errors.New("a text that is not UTF-8")

func valid(b []byte) error {
	if !utf8.Valid(b) {
		return errText
	}
	return nil
}

func text(b []byte) (string, error) { return string(b), valid(b) }

// name is a text that is likely to come again.
func (d *decoder) name(b []byte) (string, error) {
	if s, ok := d.known[string(b)]; ok {
		return s, nil
	}
	s, err := text(b)
	if d.known == nil {
		d.known = map[string]string{}
	}
	if err == nil && len(d.known) < maxKnown && len(b) <= maxKnownSize {
		d.known[s] = s
	}
	return s, err
}
