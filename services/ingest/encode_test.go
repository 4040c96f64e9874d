package ingest

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
)

func FuzzAnEncodedObservationIsRead(f *testing.F) {
	whole, err := proto.Marshal(&gpav1.Observation{
		Id: "o", Conversation: "c", User: "u", Shard: 63, Intent: "i", Stratum: "s", Aspects: []string{"", "b", strings.Repeat("long", 90)},
		Groups: []*gpav1.Group{{Dimension: "d", Value: "v"}, {}, {Value: strings.Repeat("w", 300)}},
		Label:  gpav1.Label_LABEL_DSAT, Confidence: 0.75, TimeUs: -5, Model: "m", FeedbackType: "style",
		Stated: []*gpav1.Stated{{Aspect: "a", Direction: -1, Confidence: 0.5}, {Direction: 1 << 30}, {}},
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, value []byte) {
		var o, got gpav1.Observation
		if proto.Unmarshal(value, &o) != nil {
			return
		}
		o.ProtoReflect().SetUnknown(nil)
		for _, g := range o.GetGroups() {
			g.ProtoReflect().SetUnknown(nil)
		}
		for _, s := range o.GetStated() {
			s.ProtoReflect().SetUnknown(nil)
		}
		encoded := encodeObservation(&o)
		if err := proto.Unmarshal(encoded, &got); err != nil {
			t.Fatalf("%v is encoded as %x: %v", &o, encoded, err)
		}
		if !proto.Equal(&o, &got) {
			t.Fatalf("%v is read as %v", &o, &got)
		}
		if room := room(&o); len(encoded) > room {
			t.Fatalf("%v takes %d bytes, room was for %d", &o, len(encoded), room)
		}
	})
}

func TestAnEncodedObservationHoldsWhatTheGeneralEncoderWrites(t *testing.T) {
	t.Parallel()
	o := &gpav1.Observation{
		Id: "o", User: "u", Shard: 3, Groups: []*gpav1.Group{{Dimension: "d", Value: "v"}}, Intent: "i", Aspects: []string{"a", "b"},
		Label: gpav1.Label_LABEL_SAT, Confidence: 0.75, Stated: []*gpav1.Stated{{Aspect: "a", Direction: 1, Confidence: 0.5}}, TimeUs: 7,
	}
	want, err := proto.MarshalOptions{Deterministic: true}.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	if got := encodeObservation(o); string(got) != string(want) {
		t.Errorf("encoded as %x\nwant       %x", got, want)
	}
}
