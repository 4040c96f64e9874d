package ruleminer

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/mine"
)

// decode reads one observation.
func decode(value []byte) (mine.Observation, error) { return (&decoder{}).decode(value) }

// generated is what the generated code reads; it is the yardstick for what the decoder reads.
func generated(value []byte) (mine.Observation, error) {
	var m gpav1.Observation
	if err := proto.Unmarshal(value, &m); err != nil {
		return mine.Observation{}, err
	}
	o := mine.Observation{
		ID: m.GetId(), User: m.GetUser(), Shard: int(m.GetShard()), Intent: m.GetIntent(), Stratum: m.GetStratum(),
		Aspects: m.GetAspects(), Label: mine.Label(m.GetLabel()), Confidence: m.GetConfidence(),
		Conversation: m.GetConversation(), Time: m.GetTimeUs(), Defect: defects[m.GetFeedbackType()],
	}
	for _, g := range m.GetGroups() {
		o.Groups = append(o.Groups, mine.Group{Dimension: g.GetDimension(), Value: g.GetValue()})
	}
	for _, s := range m.GetStated() {
		o.Stated = append(o.Stated, mine.Stated{Aspect: s.GetAspect(), Direction: int8(s.GetDirection()), Confidence: s.GetConfidence()})
	}
	return o, nil
}

func FuzzTheDecoderReadsWhatTheGeneratedCodeReads(f *testing.F) {
	m := observation("a", at(0, .5))
	m.Stratum, m.FeedbackType, m.Model = "model-a", "correction", "judge"
	m.Stated = []*gpav1.Stated{{Aspect: "length", Direction: -1, Confidence: 0.7}, {Aspect: "table", Direction: 1, Confidence: 0.5}}
	m.Groups = append(m.Groups, &gpav1.Group{Dimension: "plan", Value: "free"})
	for _, label := range []gpav1.Label{gpav1.Label_LABEL_SAT, gpav1.Label_LABEL_DSAT, 9, -1} {
		m.Label = label
		value, err := proto.Marshal(m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(value)
	}
	f.Add([]byte("\x0a\x01a\x0b\x0c\x1a\x01u\x22\x00\x62\x00"))
	f.Fuzz(func(t *testing.T, value []byte) {
		var d decoder
		got, err := d.decode(value)
		want, failed := generated(value)
		if failed != nil {
			if err == nil {
				t.Fatalf("read %+v, and the generated code refuses: %v", got, failed)
			}
			return
		}
		if err != nil {
			if got.ID == "" && want.ID != "" {
				t.Fatalf("refused before it was read: %v", err)
			}
			return
		}
		if fmt.Sprintf("%#v", normal(got)) != fmt.Sprintf("%#v", normal(want)) {
			t.Fatalf("read %#v, want %#v", got, want)
		}
		// The same decoder once more, with what it kept.
		if again, err := d.decode(value); err != nil || fmt.Sprintf("%#v", normal(again)) != fmt.Sprintf("%#v", normal(want)) {
			t.Fatalf("read again %#v, %v, want %#v", again, err, want)
		}
	})
}

// normal has no lists in place of empty ones.
func normal(o mine.Observation) mine.Observation {
	o.Aspects, o.Groups, o.Stated = append([]string(nil), o.Aspects...), append([]mine.Group(nil), o.Groups...), append([]mine.Stated(nil), o.Stated...)
	return o
}

func TestADecoderLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	full := observation("a", at(0, .5))
	full.Stated = []*gpav1.Stated{{Aspect: "length", Direction: -1, Confidence: 0.7}}
	full.Stratum, full.FeedbackType, full.Label = "m", "correction", gpav1.Label_LABEL_DSAT
	bare := &gpav1.Observation{Id: "b", User: "u"}
	var d decoder
	for _, m := range []*gpav1.Observation{full, bare, full, bare} {
		value, err := proto.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		o, err := d.decode(value)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := generated(value)
		if o.ID != want.ID || len(o.Aspects) != len(want.Aspects) || len(o.Groups) != len(want.Groups) || len(o.Stated) != len(want.Stated) ||
			o.Defect != want.Defect || o.Label != want.Label || o.Stratum != want.Stratum || o.Shard != want.Shard {
			t.Errorf("read %+v, want %+v", o, want)
		}
	}
}

func TestADecoderKeepsFewNames(t *testing.T) {
	t.Parallel()
	var d decoder
	for i := range 2 * maxKnown {
		if _, err := d.name([]byte("made up " + strconv.Itoa(i))); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.name([]byte(strings.Repeat("x", maxKnownSize+1))); err != nil || len(d.known) > maxKnown {
		t.Errorf("%d names are kept, %v", len(d.known), err)
	}
}

func TestAnObservationIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	m := observation("a", at(0, .5))
	m.Stratum = "model-a"
	m.Stated = []*gpav1.Stated{{Aspect: "length", Direction: -1, Confidence: 0.7}}
	value, err := proto.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	o, err := decode(value)
	if err != nil {
		t.Fatal(err)
	}
	if o.ID != "a" || o.User != m.GetUser() || o.Shard != int(m.GetShard()) || o.Intent != "how_to" || o.Stratum != "model-a" ||
		o.Conversation != m.GetConversation() || o.Time != m.GetTimeUs() || o.Label != mine.SAT || o.Confidence != 0.9 {
		t.Errorf("got %+v of %v", o, m)
	}
	if len(o.Groups) != 1 || o.Groups[0] != (mine.Group{Dimension: "expertise", Value: "novice"}) {
		t.Errorf("groups are %v", o.Groups)
	}
	if len(o.Aspects) != 1 || o.Aspects[0] != "step_by_step" {
		t.Errorf("aspects are %v", o.Aspects)
	}
	if o.Defect != mine.NoDefect {
		t.Errorf("defect %d of no feedback type", o.Defect)
	}
	if len(o.Stated) != 1 || o.Stated[0] != (mine.Stated{Aspect: "length", Direction: -1, Confidence: 0.7}) {
		t.Errorf("stated are %v", o.Stated)
	}
}

func TestFeedbackTypesSpeakOfQualityOrOfStyle(t *testing.T) {
	t.Parallel()
	want := map[string]mine.Defect{
		"error_report": mine.ErrorReport, "correction": mine.Correction, "refusal_complaint": mine.Refusal,
	}
	for _, kind := range append(slices.Clone(schema.FeedbackTypes), "", "a type of tomorrow") {
		m := observation("a", at(0, .5))
		m.Label, m.FeedbackType = gpav1.Label_LABEL_DSAT, kind
		value, err := proto.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if o, err := decode(value); err != nil || o.Defect != want[kind] {
			t.Errorf("%q is read as defect %d, %v; want %d", kind, o.Defect, err, want[kind])
		}
	}
}

func TestWhatTheMinerCannotCountIsNamed(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", maxName+1)
	tests := []struct {
		name  string
		spoil func(o *gpav1.Observation)
		want  string // empty: it is good
	}{
		{"as it is", func(*gpav1.Observation) {}, ""},
		{"nobody reacted", func(o *gpav1.Observation) { o.Label, o.Confidence = gpav1.Label_LABEL_UNSPECIFIED, 0 }, ""},
		{"neutral", func(o *gpav1.Observation) { o.Label, o.Confidence = gpav1.Label_LABEL_NEUTRAL, 0 }, ""},
		{"1970", func(o *gpav1.Observation) { o.TimeUs = 0 }, ""},
		{"a long name that fits", func(o *gpav1.Observation) { o.Intent = long[1:] }, ""},
		{"no id", func(o *gpav1.Observation) { o.Id = "" }, "no id"},
		{"no user", func(o *gpav1.Observation) { o.User = "" }, "no user"},
		{"shard", func(o *gpav1.Observation) { o.Shard = 64 }, "shard is 64"},
		{"before 1970", func(o *gpav1.Observation) { o.TimeUs = -1 }, "time is -1"},
		{"milliseconds taken for microseconds, twice", func(o *gpav1.Observation) { o.TimeUs = math.MaxInt64 }, "expected 1970 to 2200"},
		{"label", func(o *gpav1.Observation) { o.Label = 4 }, "label is 4"},
		{"label below", func(o *gpav1.Observation) { o.Label = -1 }, "label is -1"},
		{"confidence", func(o *gpav1.Observation) { o.Confidence = 0.4 }, "confidence is 0.4"},
		{"confidence above", func(o *gpav1.Observation) { o.Confidence = 1.1 }, "confidence is 1.1"},
		{"no confidence", func(o *gpav1.Observation) { o.Confidence = math.NaN() }, "confidence is NaN"},
		{"intent", func(o *gpav1.Observation) { o.Intent = long }, "intent"},
		{"stratum", func(o *gpav1.Observation) { o.Stratum = "a\x00b" }, "zero byte"},
		{"aspect", func(o *gpav1.Observation) { o.Aspects = []string{"a", long} }, "aspect"},
		{"dimension", func(o *gpav1.Observation) { o.Groups[0].Dimension = long }, "dimension"},
		{"group", func(o *gpav1.Observation) { o.Groups[0].Value = "\x00" }, "group"},
		{"stated aspect", func(o *gpav1.Observation) {
			o.Stated = []*gpav1.Stated{{Aspect: "\x00", Direction: 1, Confidence: 1}}
		}, "stated aspect"},
		{"direction", func(o *gpav1.Observation) {
			o.Stated = []*gpav1.Stated{{Aspect: "a", Direction: 257, Confidence: 1}}
		}, "direction of \"a\" is 257"},
		{"confidence of a wish", func(o *gpav1.Observation) {
			o.Stated = []*gpav1.Stated{{Aspect: "a", Direction: 1, Confidence: math.NaN()}}
		}, "confidence of \"a\" is NaN"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := observation("o", at(0, .5))
			tt.spoil(m)
			value, err := proto.Marshal(m)
			if err != nil {
				t.Fatal(err)
			}
			_, err = decode(value)
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case tt.want != "" && err == nil:
				t.Error("it was let through")
			case err != nil && !strings.Contains(err.Error(), tt.want):
				t.Errorf("%q does not say %q", err, tt.want)
			}
		})
	}
}
