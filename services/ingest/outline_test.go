package ingest

import (
	"bytes"
	"testing"

	"google.golang.org/protobuf/proto"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
)

func FuzzAnOutlineSaysWhatTheObservationSays(f *testing.F) {
	whole := &gpav1.Observation{
		Id: "o", Conversation: "c", User: "u", Shard: 63, Groups: []*gpav1.Group{{Dimension: "d", Value: "v"}}, Intent: "i", Stratum: "s",
		Aspects: []string{"a", "b"}, Label: gpav1.Label_LABEL_SAT, Confidence: 0.75,
		Stated: []*gpav1.Stated{{Aspect: "a", Direction: -1, Confidence: 0.5}}, TimeUs: 1_772_323_200_000_000, Model: "m", FeedbackType: "style",
	}
	value, err := proto.Marshal(whole)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(value)
	f.Add(value[:len(value)-3])
	f.Add([]byte{0x22, 1, 'x', 0x20, 0x80, 0x80, 0x80, 0x80, 0x10})
	f.Fuzz(func(t *testing.T, value []byte) {
		var want gpav1.Observation
		failed := proto.Unmarshal(value, &want)
		got, err := outlineOf(stream.Record{ID: "o", Key: []byte("u"), Value: value})
		if failed != nil {
			return // It looks into fewer fields, and what it passes on is read again.
		}
		if err != nil {
			t.Fatalf("refused: %v", err)
		}
		if got.id != "o" || string(got.key) != "u" || got.shard != want.GetShard() || got.time != want.GetTimeUs() {
			t.Fatalf("read %v, want %v", got, &want)
		}
	})
}

func FuzzAnOutlineSaysWhatTheTurnsSay(f *testing.F) {
	whole := &gpav1.Turns{
		Conversation: "c", User: "u", Shard: 63, Groups: []*gpav1.Group{{Dimension: "d", Value: "v"}}, TimeUs: 5,
		Turns: []*gpav1.Turn{
			{Id: "t", Role: gpav1.Role_ROLE_USER, Content: "hello", TimeUs: 4},
			{Id: "r", Ordinal: 1, Role: gpav1.Role_ROLE_ASSISTANT, Content: "good day", TimeUs: 1_772_323_200_000_000, Model: "m"},
		},
		Feedback: []*gpav1.Feedback{{Id: "f", Ordinal: 1, Label: gpav1.Label_LABEL_SAT, TimeUs: 1_772_323_200_000_001}},
	}
	for _, complete := range []bool{true, false} {
		whole.Complete = complete
		value, err := proto.Marshal(whole)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(value)
		f.Add(value[:len(value)-3])
	}
	f.Fuzz(func(t *testing.T, value []byte) {
		var want gpav1.Turns
		if proto.Unmarshal(value, &want) != nil {
			return
		}
		got, err := outlineTurns(stream.Record{Key: []byte(want.GetConversation()), Value: value})
		if err != nil {
			t.Fatalf("refused: %v", err)
		}
		a, b := finished{turns: got}, finished{turns: &want}
		if a.time() != b.time() || a.latest() != b.latest() || a.count() != b.count() || !bytes.Equal(a.key(), b.key()) || a.partition(8) != b.partition(8) {
			t.Fatalf("read %v, want %v", got, &want)
		}
	})
}
