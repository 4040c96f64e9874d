package letters_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/letters"
	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/memstream"
)

const (
	raw  = "gpa.raw.v1"
	dead = "gpa.ingest.dlq.v1"
)

// bury runs the loop over records that the stage refuses, so that the letters are as a stage writes them.
func bury(t *testing.T, b *memstream.Broker, records ...stream.Message) {
	t.Helper()
	if err := b.Ports("feed").Publish(t.Context(), records); err != nil {
		t.Fatal(err)
	}
	b.End(raw)
	err := b.Run(t.Context(), "ingest", []string{raw}, stream.Loop{Service: "ingest", Stage: refuser{}, DeadLetters: dead})
	if err != nil {
		t.Fatal(err)
	}
}

type refuser struct{}

func (refuser) Open(context.Context, stream.Partition, stream.Position) (stream.Task, int64, error) {
	return &refusal{}, -1, nil
}

type refusal struct{ at int64 }

func (r *refusal) Process(_ context.Context, rec stream.Record, _ *stream.Batch) error {
	r.at = rec.Offset + 1
	place := ""
	for _, h := range rec.Headers {
		if h.Key == schema.HeaderFile {
			place = string(h.Value) + ":7: "
		}
	}
	return stream.Permanent(fmt.Errorf("%sturns[%d].role is %q; expected user", place, rec.Offset, rec.Value))
}

func (r *refusal) Settle(context.Context, *stream.Batch) error { return nil }
func (r *refusal) Position() (stream.Position, bool)           { return stream.Position{Offset: r.at}, true }

func broker() *memstream.Broker {
	return memstream.New(map[string]int{raw: 2, dead: 1}, memstream.Options{Wait: time.Millisecond})
}

func message(partition int32, value string, headers ...stream.Header) stream.Message {
	return stream.Message{Partition: stream.Partition{Topic: raw, Index: partition}, Key: []byte("k" + value), Value: []byte(value), Headers: headers}
}

func TestALetterTellsWhereItComesFromAndWhy(t *testing.T) {
	t.Parallel()
	b := broker()
	bury(t, b, message(1, "wizard", stream.Header{Key: schema.HeaderFile, Value: []byte("a.jsonl")}, stream.Header{Key: schema.HeaderLine, Value: []byte("7")}))
	all, err := letters.List(t.Context(), b.Ports("x"), dead, letters.Filter{})
	if err != nil || len(all) != 1 {
		t.Fatalf("got %v, %v; want one letter", all, err)
	}
	l := all[0]
	if l.ID != "ingest/0" || l.Stage != "ingest" || l.Origin != raw+"/1@0" || l.Bytes != len("wizard") || l.Lost {
		t.Errorf("got %+v", l)
	}
	if want := `a.jsonl:7: turns[0].role is "wizard"; expected user`; l.Reason != want {
		t.Errorf("reason is %q, want %q", l.Reason, want)
	}
	if want := `turns[#].role is "…"; expected user`; l.Kind != want {
		t.Errorf("kind is %q, want %q", l.Kind, want)
	}
}

func TestLettersAreCountedByKindOfReason(t *testing.T) {
	t.Parallel()
	all := []letters.Letter{
		{ID: "ingest/0", Stage: "ingest", Kind: "a"},
		{ID: "ingest/1", Stage: "ingest", Kind: "b"},
		{ID: "ruleminer/0", Stage: "ruleminer", Kind: "b"},
		{ID: "ingest/2", Stage: "ingest", Kind: "b"},
	}
	want := []letters.Kind{
		{Stage: "ingest", Reason: "b", Count: 2, Example: "ingest/1"},
		{Stage: "ingest", Reason: "a", Count: 1, Example: "ingest/0"},
		{Stage: "ruleminer", Reason: "b", Count: 1, Example: "ruleminer/0"},
	}
	if got := letters.Kinds(all); !slices.Equal(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestTheSameLetterAgainCountsOnce(t *testing.T) {
	t.Parallel()
	b := broker()
	bury(t, b, message(0, "x"))
	again := b.Records(stream.Partition{Topic: dead})[0]
	if err := b.Ports("zombie").Publish(t.Context(), []stream.Message{{Partition: again.Partition, Type: again.Type, ID: again.ID, Value: again.Value}}); err != nil {
		t.Fatal(err)
	}
	all, err := letters.List(t.Context(), b.Ports("x"), dead, letters.Filter{})
	if err != nil || len(all) != 1 || all[0].Repeats != 1 {
		t.Errorf("got %+v, %v; want one letter, repeated once", all, err)
	}
}

func TestAReplayIsTheRecordAsItWas(t *testing.T) {
	t.Parallel()
	b := broker()
	sent := message(1, "value", stream.Header{Key: "gpa-format", Value: []byte("native")})
	sent.Type, sent.ID = "some.type", "some id"
	bury(t, b, message(0, "other"), sent)
	back := memstream.New(map[string]int{raw: 2}, memstream.Options{Wait: time.Millisecond})
	chosen, err := letters.List(t.Context(), b.Ports("x"), dead, letters.Filter{Reason: "VALUE"})
	if err != nil {
		t.Fatal(err)
	}
	n, err := letters.Replay(t.Context(), b.Ports("x"), back.Ports("y"), dead, chosen)
	if err != nil || n != 1 {
		t.Fatalf("replayed %d, %v; want 1", n, err)
	}
	if got := back.Records(stream.Partition{Topic: raw, Index: 0}); len(got) != 0 {
		t.Errorf("partition 0 got %v, want nothing", got)
	}
	got := back.Records(stream.Partition{Topic: raw, Index: 1})
	if len(got) != 1 || !bytes.Equal(got[0].Value, sent.Value) || !bytes.Equal(got[0].Key, sent.Key) || got[0].Type != sent.Type || got[0].ID != sent.ID {
		t.Fatalf("got %+v, want %+v", got, sent)
	}
	want := []stream.Header{{Key: "gpa-format", Value: []byte("native")}, {Key: letters.HeaderReplayOf, Value: []byte(raw + "/1@0")}}
	if !slices.EqualFunc(got[0].Headers, want, func(a, b stream.Header) bool { return a.Key == b.Key && bytes.Equal(a.Value, b.Value) }) {
		t.Errorf("headers are %q, want %q", got[0].Headers, want)
	}
}

func TestARecordWithoutATimeKeepsItsOwnWhenItIsReplayed(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	l := parse(t, &gpav1.DeadLetter{Stage: "ingest", Topic: raw, TimeUs: at.UnixMicro()})
	m, err := l.Message()
	if err != nil {
		t.Fatal(err)
	}
	if got := value(m, schema.HeaderDefaultTime); got != "2026-03-01T10:00:00Z" {
		t.Errorf("default time is %q", got)
	}
	l = parse(t, &gpav1.DeadLetter{Topic: raw, TimeUs: at.UnixMicro(), Headers: []*gpav1.Header{{Key: schema.HeaderDefaultTime, Value: []byte("mine")}}})
	if m, err = l.Message(); err != nil || value(m, schema.HeaderDefaultTime) != "mine" {
		t.Errorf("got %v, %v; want the header that was there", m.Headers, err)
	}
}

func TestAReplayOfAReplayNamesTheFirstPlace(t *testing.T) {
	t.Parallel()
	l := parse(t, &gpav1.DeadLetter{Topic: raw, Offset: 9, Headers: []*gpav1.Header{{Key: letters.HeaderReplayOf, Value: []byte("there")}}})
	m, err := l.Message()
	if err != nil || len(m.Headers) != 1 || value(m, letters.HeaderReplayOf) != "there" {
		t.Errorf("got %v, %v; want the one header that was there", m.Headers, err)
	}
}

func TestAnOutputThatTheLogRefusedCannotBeReplayed(t *testing.T) {
	t.Parallel()
	l := parse(t, &gpav1.DeadLetter{Stage: "ingest", Topic: "gpa.turns.v1", Offset: -1, Reason: "too large"})
	if _, err := l.Message(); !l.Lost || err == nil || !strings.Contains(err.Error(), "too large") {
		t.Errorf("lost is %v and the error %v; want the reason", l.Lost, err)
	}
	n, err := letters.Replay(t.Context(), nil, nil, dead, []letters.Letter{l})
	if n != 0 || err != nil {
		t.Errorf("got %d, %v; want nothing to do", n, err)
	}
}

func TestOnlyWhatWasListedIsReplayed(t *testing.T) {
	t.Parallel()
	b := broker()
	bury(t, b, message(0, "a"), message(0, "b"), message(0, "c"))
	chosen, err := letters.List(t.Context(), b.Ports("x"), dead, letters.Filter{IDs: []string{"ingest/0", "ingest/2"}})
	if err != nil {
		t.Fatal(err)
	}
	var p collector
	if n, err := letters.Replay(t.Context(), b.Ports("x"), &p, dead, chosen); n != 2 || err != nil || p.got != "a c " {
		t.Errorf("got %d, %v and %q; want a and c", n, err, p.got)
	}
}

func TestAReplayThatFailsSaysHowManyWentOut(t *testing.T) {
	t.Parallel()
	b := broker()
	bury(t, b, message(0, strings.Repeat("x", 1<<20)), message(0, "y"))
	chosen, err := letters.List(t.Context(), b.Ports("x"), dead, letters.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	p := collector{failAfter: 1}
	if n, err := letters.Replay(t.Context(), b.Ports("x"), &p, dead, chosen); n != 1 || !errors.Is(err, errGone) {
		t.Errorf("got %d, %v; want 1 and %v", n, err, errGone)
	}
}

var errGone = errors.New("gone")

type collector struct {
	got       string
	failAfter int
	calls     int
}

func (c *collector) Publish(_ context.Context, messages []stream.Message) error {
	if c.calls++; c.failAfter > 0 && c.calls > c.failAfter {
		return errGone
	}
	for _, m := range messages {
		c.got += string(m.Value) + " "
	}
	return nil
}

func parse(t *testing.T, d *gpav1.DeadLetter) letters.Letter {
	t.Helper()
	value, err := proto.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	l, err := letters.Parse(stream.Record{Partition: stream.Partition{Topic: dead}, Value: value})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func value(m stream.Message, key string) string {
	for _, h := range m.Headers {
		if h.Key == key {
			return string(h.Value)
		}
	}
	return ""
}

func FuzzAnyBytesAreALetterOrAnError(f *testing.F) {
	good, err := proto.Marshal(&gpav1.DeadLetter{Stage: "ingest", Reason: `a "b\" 1`, Headers: []*gpav1.Header{{Key: schema.HeaderFile, Value: []byte("f")}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`"`))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := letters.Parse(stream.Record{Value: b})
		if err == nil && strings.ContainsAny(l.Kind, "0123456789") {
			t.Errorf("kind %q of %q holds a number", l.Kind, l.Reason)
		}
	})
}
