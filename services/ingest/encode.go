package ingest

import (
	"math"

	"google.golang.org/protobuf/encoding/protowire"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
)

// encodeObservation is the protobuf encoding of an observation, in a quarter of the time that the general encoder takes:
// a file may bring hundreds of millions of them.
func encodeObservation(o *gpav1.Observation) []byte {
	b := make([]byte, 0, room(o))
	b = appendText(b, 1, o.GetId())
	b = appendText(b, 2, o.GetConversation())
	b = appendText(b, 3, o.GetUser())
	b = appendNumber(b, fieldShard, uint64(o.GetShard()))
	for _, g := range o.GetGroups() {
		b = protowire.AppendTag(b, 5, protowire.BytesType)
		b = protowire.AppendVarint(b, uint64(sizeText(g.GetDimension())+sizeText(g.GetValue())))
		b = appendText(b, 1, g.GetDimension())
		b = appendText(b, 2, g.GetValue())
	}
	b = appendText(b, 6, o.GetIntent())
	b = appendText(b, 7, o.GetStratum())
	for _, a := range o.GetAspects() {
		b = protowire.AppendTag(b, 8, protowire.BytesType)
		b = protowire.AppendString(b, a)
	}
	b = appendNumber(b, 9, uint64(o.GetLabel()))
	b = appendDouble(b, 10, o.GetConfidence())
	for _, s := range o.GetStated() {
		var own [16]byte
		numbers := appendNumber(own[:0], 2, protowire.EncodeZigZag(int64(s.GetDirection())))
		numbers = appendDouble(numbers, 3, s.GetConfidence())
		b = protowire.AppendTag(b, 11, protowire.BytesType)
		b = protowire.AppendVarint(b, uint64(sizeText(s.GetAspect())+len(numbers)))
		b = appendText(b, 1, s.GetAspect())
		b = append(b, numbers...)
	}
	b = appendNumber(b, fieldTime, uint64(o.GetTimeUs()))
	b = appendText(b, 13, o.GetModel())
	return appendText(b, 14, o.GetFeedbackType())
}

// room is at least what the encoding takes.
func room(o *gpav1.Observation) int {
	const short, long = 8, 32
	n := 2*long + len(o.GetId()) + len(o.GetConversation()) + len(o.GetUser()) + len(o.GetIntent()) + len(o.GetStratum()) +
		len(o.GetModel()) + len(o.GetFeedbackType())
	for _, g := range o.GetGroups() {
		n += 2*short + len(g.GetDimension()) + len(g.GetValue())
	}
	for _, a := range o.GetAspects() {
		n += short + len(a)
	}
	for _, s := range o.GetStated() {
		n += long + len(s.GetAspect())
	}
	return n
}

// What is empty or nothing is left out.
func appendText(b []byte, field protowire.Number, s string) []byte {
	if s == "" {
		return b
	}
	return protowire.AppendString(protowire.AppendTag(b, field, protowire.BytesType), s)
}

func sizeText(s string) int {
	if s == "" {
		return 0
	}
	return 1 + protowire.SizeBytes(len(s)) // Fields of parts have numbers below 16, whose tag is a byte.
}

func appendNumber(b []byte, field protowire.Number, x uint64) []byte {
	if x == 0 {
		return b
	}
	return protowire.AppendVarint(protowire.AppendTag(b, field, protowire.VarintType), x)
}

func appendDouble(b []byte, field protowire.Number, x float64) []byte {
	if math.Float64bits(x) == 0 {
		return b
	}
	return protowire.AppendFixed64(protowire.AppendTag(b, field, protowire.Fixed64Type), math.Float64bits(x))
}
