package wire_test

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// A path leads through messages in messages to a field.
type path []protoreflect.FieldDescriptor

// paths is where the fields of a message and of all messages in it are.
func paths(m protoreflect.MessageDescriptor, before path) (all []path) {
	for i := range m.Fields().Len() {
		p := append(slices.Clone(before), m.Fields().Get(i))
		all = append(all, p)
		if inner := p.field().Message(); inner != nil {
			all = append(all, paths(inner, p)...)
		}
	}
	return all
}

func (p path) field() protoreflect.FieldDescriptor { return p[len(p)-1] }

// last is the message that the field is in, made in m.
func (p path) last(m protoreflect.Message) protoreflect.Message {
	for _, f := range p[:len(p)-1] {
		m = inner(m, f)
	}
	return m
}

func inner(m protoreflect.Message, f protoreflect.FieldDescriptor) protoreflect.Message {
	if f.IsList() {
		return m.Mutable(f).List().AppendMutable().Message()
	}
	return m.Mutable(f).Message()
}

// set gives the field a value.
func (p path) set(m protoreflect.Message, v protoreflect.Value) {
	f, last := p.field(), p.last(m)
	if f.IsList() {
		last.Mutable(f).List().Append(v)
		return
	}
	last.Set(f, v)
}

// TestWhatProtoRefusesIsRefusedInEveryField asks about each field what the generated code does not.
func TestWhatProtoRefusesIsRefusedInEveryField(t *testing.T) {
	t.Parallel()
	tooLong := append(bytes.Repeat([]byte{0xff}, 9), 3)
	minusOne := append(bytes.Repeat([]byte{0xff}, 9), 1)
	for _, c := range codecs {
		for _, p := range paths(c.empty().ProtoReflect().Descriptor(), nil) {
			m, name := c.empty(), p.field().FullName()
			switch kind := p.field().Kind(); kind {
			case protoreflect.StringKind:
				p.set(m.ProtoReflect(), protoreflect.ValueOfString("~"))
				refusesDecoding(t, c, name, bytes.ReplaceAll(encoded(t, m), []byte("~"), []byte{0xff}))
				m = c.empty()
				p.set(m.ProtoReflect(), protoreflect.ValueOfString("\xff"))
				if b, err := c.encode(m); err == nil {
					t.Errorf("%s: %q becomes %x", name, "\xff", b)
				}
			case protoreflect.Int64Kind, protoreflect.EnumKind:
				v := protoreflect.ValueOfInt64(-1)
				if kind == protoreflect.EnumKind {
					v = protoreflect.ValueOfEnum(-1)
				}
				p.set(m.ProtoReflect(), v)
				same(t, c, m)
				refusesDecoding(t, c, name, bytes.ReplaceAll(encoded(t, m), minusOne, tooLong))
			case protoreflect.DoubleKind:
				p.set(m.ProtoReflect(), protoreflect.ValueOfFloat64(math.Copysign(0, -1)))
				same(t, c, m)
			case protoreflect.MessageKind:
				last := p.last(m.ProtoReflect())
				inner(last, p.field()).SetUnknown(append(protowire.AppendTag(nil, 99, protowire.VarintType), tooLong...))
				refusesDecoding(t, c, name, encoded(t, m))
			default: // The other kinds are read alike, or their size tells.
			}
		}
	}
}

func encoded(t *testing.T, m proto.Message) []byte {
	t.Helper()
	b, err := proto.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func refusesDecoding(t *testing.T, c codec, field protoreflect.FullName, b []byte) {
	t.Helper()
	if c.decode == nil {
		return
	}
	if err := proto.Unmarshal(b, c.empty()); err == nil {
		t.Fatalf("%s: package proto reads %x", field, b)
	}
	if m, err := c.decode(b); err == nil {
		t.Errorf("%s: %x becomes %v", field, b, m)
	}
}
