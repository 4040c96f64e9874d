package wire_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/schema/wire"
)

// A codec is a kind of message with its two functions; decode is nil where there is none.
type codec struct {
	name   string
	empty  func() proto.Message
	encode func(proto.Message) ([]byte, error)
	decode func([]byte) (proto.Message, error)
}

func of[M proto.Message](name string, empty func() M, encode func(M) ([]byte, error), decode func([]byte) (M, error)) codec {
	c := codec{
		name: name, empty: func() proto.Message { return empty() },
		encode: func(m proto.Message) ([]byte, error) { return encode(m.(M)) }, //nolint:forcetypeassert // Made by empty.
	}
	if decode != nil {
		c.decode = func(b []byte) (proto.Message, error) { return decode(b) }
	}
	return c
}

var codecs = []codec{
	of("turns", func() *gpav1.Turns { return &gpav1.Turns{} }, wire.EncodeTurns, wire.DecodeTurns),
	of("exchange", func() *gpav1.Exchange { return &gpav1.Exchange{} }, wire.EncodeExchange, wire.DecodeExchange),
	of("observation", func() *gpav1.Observation { return &gpav1.Observation{} }, wire.EncodeObservation, nil),
}

// fill gives every field of a message a value: any field that the package does not know shows. Some are left out when
// sparse.
func fill(m protoreflect.Message, r *rand.Rand, sparse bool) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		if sparse && r.IntN(3) == 0 {
			continue
		}
		switch {
		case f.IsList():
			list := m.Mutable(f).List()
			for range 1 + r.IntN(6) {
				if f.Message() != nil {
					fill(list.AppendMutable().Message(), r, sparse)
				} else {
					list.Append(value(f, r, sparse))
				}
			}
		case f.Message() != nil:
			fill(m.Mutable(f).Message(), r, sparse)
		default:
			m.Set(f, value(f, r, sparse))
		}
	}
}

func value(f protoreflect.FieldDescriptor, r *rand.Rand, sparse bool) protoreflect.Value {
	n := int64(1 + r.IntN(100))
	if sparse {
		n = int64(r.Uint64()) >> r.IntN(64)
	}
	switch f.Kind() {
	case protoreflect.StringKind:
		texts := []string{"a", "größer", "字", string(bytes.Repeat([]byte("long "), 4000)), string(bytes.Repeat([]byte("x"), 120+r.IntN(16)))}
		return protoreflect.ValueOfString(texts[r.IntN(len(texts))])
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(true)
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64([]float64{math.Copysign(0, -1), 0.5, math.Inf(1), -3}[r.IntN(4)])
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(protoreflect.EnumNumber(int32(n)))
	case protoreflect.Uint32Kind:
		return protoreflect.ValueOfUint32(uint32(n))
	case protoreflect.Int32Kind, protoreflect.Sint32Kind:
		return protoreflect.ValueOfInt32(int32(n))
	case protoreflect.Int64Kind:
		return protoreflect.ValueOfInt64(n)
	default:
		panic("a kind of field that no message has had so far: " + f.Kind().String())
	}
}

func TestTheBytesAndValuesAreThoseOfProto(t *testing.T) {
	t.Parallel()
	for _, c := range codecs {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(1, 2))
			for i := range 500 {
				m := c.empty()
				fill(m.ProtoReflect(), r, i > 0)
				same(t, c, m)
			}
			same(t, c, c.empty())
		})
	}
}

func same(t *testing.T, c codec, m proto.Message) {
	t.Helper()
	want, err := proto.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.encode(m)
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("%v\nbecomes %x, %v\nwant    %x", m, got, err, want)
	}
	if c.decode == nil {
		return
	}
	back, err := c.decode(want)
	if err != nil || !proto.Equal(back, m) {
		t.Fatalf("%x\nbecomes %v, %v\nwant    %v", want, back, err, m)
	}
}

func TestFieldsOfALaterVersionAreHandedOn(t *testing.T) {
	t.Parallel()
	later := protowire.AppendString(protowire.AppendTag(nil, 99, protowire.BytesType), "later")
	for _, c := range codecs {
		m := c.empty()
		m.ProtoReflect().SetUnknown(later)
		same(t, c, m)
	}
	inner := &gpav1.Turn{Id: "x"}
	inner.ProtoReflect().SetUnknown(later)
	same(t, codecs[0], &gpav1.Turns{Turns: []*gpav1.Turn{inner}})
	same(t, codecs[1], &gpav1.Exchange{Reaction: []*gpav1.Turn{inner}})
}

// FuzzDecoding holds whatever comes against package proto.
func FuzzDecoding(f *testing.F) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, c := range codecs {
		m := c.empty()
		fill(m.ProtoReflect(), r, true)
		b, err := proto.Marshal(m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b[:min(len(b), 2000)])
	}
	f.Add([]byte{15<<3 | 2, 2, 8, 1, 15<<3 | 2, 2, 8, 2})
	f.Add([]byte{3 << 3, 0x81, 0})                                 // A number that could be shorter.
	f.Add([]byte{0x8a, 0x80, 0x80, 0x80, 0x80, 1, 1, 'x'})         // The number of a field that is too long.
	f.Add([]byte{10<<3 | 2, 7, 3 << 3, 0x80, 0x80, 0x80, 0x80, 8}) // A role that takes more bytes than it had.
	f.Add([]byte{1<<3 | 3, 1<<3 | 4})                              // A group.
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, c := range codecs {
			if c.decode == nil {
				continue
			}
			want := c.empty()
			wantErr := proto.Unmarshal(b, want)
			got, err := c.decode(b)
			if (err == nil) != (wantErr == nil) || err == nil && !proto.Equal(got, want) {
				t.Fatalf("%s: %x becomes %v, %v; want %v, %v", c.name, b, got, err, want, wantErr)
			}
		}
	})
}
