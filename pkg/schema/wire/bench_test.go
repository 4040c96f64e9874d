package wire_test

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/schema/wire"
)

func conversation() *gpav1.Turns {
	m := &gpav1.Turns{
		Conversation: strings.Repeat("c", 32), User: strings.Repeat("u", 32), Shard: 7, Locale: "en-GB", Complete: true,
		TimeUs: 1772409600000000, Groups: []*gpav1.Group{{Dimension: "expertise", Value: "novice"}},
	}
	for i := range 4 {
		m.Turns = append(m.Turns, &gpav1.Turn{
			Id: strings.Repeat("t", 32), Ordinal: uint32(i), Role: gpav1.Role(1 + i%2), Content: strings.Repeat("words ", 50),
			TimeUs: m.GetTimeUs(), Model: "model-a",
		})
	}
	return m
}

func BenchmarkEncodeTurns(b *testing.B) {
	m := conversation()
	b.Run("proto", func(b *testing.B) {
		for b.Loop() {
			if _, err := proto.Marshal(m); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("wire", func(b *testing.B) {
		for b.Loop() {
			if _, err := wire.EncodeTurns(m); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkDecodeTurns(b *testing.B) {
	value, err := proto.Marshal(conversation())
	if err != nil {
		b.Fatal(err)
	}
	b.Run("proto", func(b *testing.B) {
		for b.Loop() {
			if err := proto.Unmarshal(value, &gpav1.Turns{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("wire", func(b *testing.B) {
		for b.Loop() {
			if _, err := wire.DecodeTurns(value); err != nil {
				b.Fatal(err)
			}
		}
	})
}
