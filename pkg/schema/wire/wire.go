// Package wire encodes and decodes the messages that pass by in every record: the same bytes and the same values as
// package proto gives, in less time and memory. The code for it is generated (vtprotobuf), which package proto does not
// always agree with: it looks neither for texts that are no UTF-8 nor for numbers that are too long, and writes no
// negative zero. So only plain messages are its own; the others, and anything damaged, are left to package proto, with
// its results and errors.
package wire

import (
	"bytes"
	"fmt"
	"strings"

	"google.golang.org/protobuf/proto"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
)

// A message is one with generated code.
type message interface {
	proto.Message
	SizeVT() int
	MarshalVT() ([]byte, error)
	UnmarshalVTUnsafe(value []byte) error
}

// EncodeTurns is proto.Marshal.
func EncodeTurns(m *gpav1.Turns) ([]byte, error) { return encode(m, plainTurns(m)) }

// EncodeExchange is proto.Marshal.
func EncodeExchange(m *gpav1.Exchange) ([]byte, error) { return encode(m, plainExchange(m)) }

// EncodeObservation is proto.Marshal. Who reads observations does it in ways of their own.
func EncodeObservation(m *gpav1.Observation) ([]byte, error) { return encode(m, plainObservation(m)) }

// DecodeTurns is proto.Unmarshal into a new message.
func DecodeTurns(value []byte) (*gpav1.Turns, error) { return decode(value, plainTurns) }

// DecodeExchange is proto.Unmarshal into a new message.
func DecodeExchange(value []byte) (*gpav1.Exchange, error) { return decode(value, plainExchange) }

func decode[T any, M interface {
	*T
	message
}](value []byte, plain func(M) bool) (M, error) {
	if m := M(new(T)); read(value, m) && plain(m) {
		return m, nil
	}
	m := M(new(T))
	return m, byProto(value, m)
}

func encode(m message, plain bool) (b []byte, err error) {
	if plain {
		b, err = m.MarshalVT()
	} else {
		b, err = proto.Marshal(m)
	}
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", nameOf(m), err)
	}
	return b, nil
}

// read reads a message and says whether it takes as many bytes as were there. Then a plain one was written in the only
// way in which so few suffice: each number as short as can be, each field once, no zeros. The texts are pieces of a copy
// that nobody else has.
func read(value []byte, m message) bool {
	return m.UnmarshalVTUnsafe(bytes.Clone(value)) == nil && m.SizeVT() == len(value)
}

// byProto lets package proto decode what is not plain.
func byProto(value []byte, m proto.Message) error {
	if err := proto.Unmarshal(value, m); err != nil {
		return fmt.Errorf("decode %s: %w", nameOf(m), err)
	}
	return nil
}

// nameOf is what a message is called in an error.
func nameOf(m proto.Message) string {
	return strings.ToLower(string(m.ProtoReflect().Descriptor().Name()))
}
