package attrextractor_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/clock"
	"github.com/gpa-stream/gpa/services/attrextractor"
)

const (
	live  = gpav1.SourceState_SOURCE_STATE_LIVE
	ended = gpav1.SourceState_SOURCE_STATE_ENDED
	idle  = gpav1.SourceState_SOURCE_STATE_IDLE
)

var (
	input = stream.Partition{Topic: "gpa.exchanges.v1", Index: 5}
	fresh = stream.Position{Offset: -1}
)

func config() attrextractor.Config {
	return attrextractor.Config{Topics: schema.Names{Prefix: "gpa."}, Observations: 4, Exchanges: 8}
}

// keeper remembers the evidence that was put, and fails once when it is told to.
type keeper struct {
	puts [][]attrextractor.Span
	fail error
}

func (k *keeper) Put(_ context.Context, spans []attrextractor.Span) error {
	if err := k.fail; err != nil {
		k.fail = nil
		return err
	}
	k.puts = append(k.puts, append([]attrextractor.Span(nil), spans...))
	return nil
}

// A bench is one task, its input, and what it has put out and nobody has looked at.
type bench struct {
	t     *testing.T
	task  stream.Task
	spans *keeper
	next  int64
	batch stream.Batch
}

func newBench(t *testing.T, p stream.Position) *bench {
	t.Helper()
	b := &bench{t: t, spans: &keeper{}, next: max(p.Offset, 0)}
	stage, err := attrextractor.New(config(), b.spans)
	if err != nil {
		t.Fatal(err)
	}
	task, from, err := stage.Open(t.Context(), input, p)
	if err != nil || from != p.Offset {
		t.Fatalf("opened from %d: %v", from, err)
	}
	b.task = task
	return b
}

func (b *bench) put(kind string, m proto.Message) {
	b.t.Helper()
	value, err := proto.Marshal(m)
	if err != nil {
		b.t.Fatal(err)
	}
	r := stream.Record{Partition: input, Offset: b.next, Type: kind, Value: value}
	b.next++
	if err := b.task.Process(b.t.Context(), r, &b.batch); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) say(offset, us int64, state gpav1.SourceState, ends uint32) {
	b.t.Helper()
	s := &gpav1.Statement{Source: "turnclassifier/5", Count: 1, Offset: offset, TimeUs: us, State: state, Ends: ends}
	if ends > 0 {
		s.MostUs = us + 10
	}
	b.put(schema.TypeStatement, s)
}

func (b *bench) settle() {
	b.t.Helper()
	if err := b.task.Settle(b.t.Context(), &b.batch); err != nil {
		b.t.Fatal(err)
	}
}

// out is what was put out since the last look: partition and content, a line each.
func (b *bench) out() string {
	b.t.Helper()
	var all []string
	for _, m := range b.batch.Messages {
		if m.Topic != "gpa.observations.v1" {
			b.t.Errorf("message to %s", m.Topic)
		}
		if m.Type == schema.TypeObservation {
			all = append(all, fmt.Sprintf("%d: %s of %s", m.Index, m.ID, m.Key))
			continue
		}
		s, err := clock.Parse(stream.Record{Value: m.Value})
		if err != nil || m.Type != schema.TypeStatement {
			b.t.Fatalf("message of type %q: %v", m.Type, err)
		}
		state := strings.ToLower(strings.TrimPrefix(s.GetState().String(), "SOURCE_STATE_"))
		all = append(all, fmt.Sprintf("%d: %s of %d %s@%d time %d ends %d at %d",
			m.Index, s.GetSource(), s.GetCount(), state, s.GetOffset(), s.GetTimeUs(), s.GetEnds(), s.GetMostUs()))
	}
	b.batch = stream.Batch{}
	return strings.Join(all, "\n")
}

func (b *bench) want(lines ...string) {
	b.t.Helper()
	if got, want := b.out(), strings.Join(lines, "\n"); got != want {
		b.t.Errorf("put out\n%s\nwant\n%s", got, want)
	}
}

// everywhere is a statement as it must stand in every partition of the observations.
func everywhere(text string) []string {
	all := make([]string, config().Observations)
	for i := range all {
		all[i] = fmt.Sprintf("%d: attrextractor/5 of 8 %s", i, text)
	}
	return all
}

func exchange(id string, shard uint32) *gpav1.Exchange {
	return &gpav1.Exchange{
		Id: id, Conversation: "c", User: "user of " + id, Shard: shard, Locale: "en", Stratum: "m", Intent: "how_to", TimeUs: 77,
		Groups: []*gpav1.Group{{Dimension: "plan", Value: "free"}},
		Prompt: "how do I open the secret box?", Response: "1. Open the lid.\n2. Remove the screw.\n3. Lift the board.",
		Reaction: []*gpav1.Turn{{Id: "c/2", Ordinal: 2, Role: gpav1.Role_ROLE_USER, Content: "please make it shorter"}},
		Judgement: &gpav1.Judgement{
			Label: gpav1.Label_LABEL_DSAT, PSat: 0.1, PNeutral: 0.5, PDsat: 0.4, Tier: "local", Model: "m1",
			Evidence: &gpav1.Span{Ordinal: 2, Text: "shorter"},
		},
	}
}

// observation is the one message that was put out.
func (b *bench) observation() *gpav1.Observation {
	b.t.Helper()
	if n := len(b.batch.Messages); n != 1 || b.batch.Messages[0].Type != schema.TypeObservation {
		b.t.Fatalf("%d messages, want one observation", n)
	}
	var o gpav1.Observation
	if err := proto.Unmarshal(b.batch.Messages[0].Value, &o); err != nil {
		b.t.Fatal(err)
	}
	return &o
}

func TestObservationsGoToThePartitionOfTheirShard(t *testing.T) {
	t.Parallel()
	b := newBench(t, fresh)
	for i, shard := range []uint32{0, 15, 16, 47, 48, 63} {
		b.put(schema.TypeExchange, exchange(fmt.Sprint("x", i), shard))
	}
	b.want("0: x0 of user of x0", "0: x1 of user of x1", "1: x2 of user of x2", "2: x3 of user of x3", "3: x4 of user of x4", "3: x5 of user of x5")
}

func TestNoTextGoesOnBehindTheExtractor(t *testing.T) {
	t.Parallel()
	b := newBench(t, fresh)
	b.put(schema.TypeExchange, exchange("x", 3))
	b.say(9, 100, live, 0)
	b.settle()
	for _, m := range b.batch.Messages {
		for _, word := range []string{"secret", "box", "lid", "screw", "please", "shorter"} {
			if strings.Contains(string(m.Value), word) {
				t.Errorf("%s %s holds %q", m.Type, m.ID, word)
			}
		}
	}
}

func TestAnObservationCarriesWhatTheMinerCounts(t *testing.T) {
	t.Parallel()
	b := newBench(t, fresh)
	x := exchange("x", 3)
	b.put(schema.TypeExchange, x)
	o := b.observation()
	want := &gpav1.Observation{
		Id: "x", Conversation: "c", User: "user of x", Shard: 3, Groups: x.GetGroups(), Intent: "how_to", Stratum: "m", TimeUs: 77,
		Label: gpav1.Label_LABEL_DSAT, Confidence: o.GetConfidence(), Model: "m1", Aspects: o.GetAspects(), Stated: o.GetStated(),
	}
	if !proto.Equal(o, want) {
		t.Errorf("observation\n%s\nwant\n%s", o, want)
	}
	if d := o.GetConfidence() - 0.8; d > 1e-12 || d < -1e-12 {
		t.Errorf("confidence is %v, want 0.4 of 0.5", o.GetConfidence())
	}
	if !strings.Contains(strings.Join(o.GetAspects(), " "), "step_by_step") {
		t.Errorf("aspects are %v, want step_by_step among them", o.GetAspects())
	}
	if len(o.GetStated()) != 1 || o.GetStated()[0].GetAspect() != "length" || o.GetStated()[0].GetDirection() != -1 {
		t.Errorf("stated is %v, want less length", o.GetStated())
	}
}

func TestWhatNobodyJudgedIsCountedOnly(t *testing.T) {
	t.Parallel()
	b := newBench(t, fresh)
	x := exchange("x", 3)
	x.Judgement = nil
	b.put(schema.TypeExchange, x)
	if o := b.observation(); len(o.GetAspects())+len(o.GetStated()) > 0 || o.GetLabel() != gpav1.Label_LABEL_UNSPECIFIED || o.GetConfidence() != 0 {
		t.Errorf("observation %s", o)
	}
	b.settle()
	if len(b.spans.puts) > 0 {
		t.Errorf("evidence %v", b.spans.puts)
	}
}

func TestConfidenceIsThatOfTheLabelAgainstItsOpposite(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		label gpav1.Label
		p     [3]float64
		want  float64
	}{
		{gpav1.Label_LABEL_SAT, [3]float64{0.6, 0.2, 0.2}, 0.75},
		{gpav1.Label_LABEL_DSAT, [3]float64{0.2, 0.2, 0.6}, 0.75},
		{gpav1.Label_LABEL_NEUTRAL, [3]float64{0.2, 0.6, 0.2}, 0},
		{gpav1.Label_LABEL_SAT, [3]float64{0, 1, 0}, 0},
	} {
		b := newBench(t, fresh)
		x := exchange("x", 3)
		x.Judgement = &gpav1.Judgement{Label: c.label, PSat: c.p[0], PNeutral: c.p[1], PDsat: c.p[2]}
		b.put(schema.TypeExchange, x)
		if d := b.observation().GetConfidence() - c.want; d > 1e-12 || d < -1e-12 {
			t.Errorf("%s with %v: off by %v from %v", c.label, c.p, d, c.want)
		}
	}
}

func TestEvidenceIsStoredBeforeTheCommitAndOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t, fresh)
	b.put(schema.TypeExchange, exchange("x", 3))
	if len(b.spans.puts) > 0 {
		t.Fatal("evidence is stored record by record")
	}
	b.settle()
	b.settle()
	if len(b.spans.puts) != 1 || len(b.spans.puts[0]) != 1 {
		t.Fatalf("puts are %+v, want one of one span", b.spans.puts)
	}
	s := b.spans.puts[0][0]
	if s.Observation != "x" || s.Aspect != "length" || s.Direction != -1 || s.Ordinal != 2 || s.TimeUs != 77 {
		t.Errorf("evidence %+v", s)
	}
	if said := []rune("please make it shorter"); s.Text == "" || string(said[s.Start:s.End]) != s.Text {
		t.Errorf("evidence %q is not what stands at %d to %d", s.Text, s.Start, s.End)
	}
}

func TestEvidenceThatCannotBeStoredIsTriedAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t, fresh)
	b.spans.fail = errors.New("down")
	b.put(schema.TypeExchange, exchange("x", 3))
	b.say(9, 100, live, 0)
	b.out()
	if err := b.task.Settle(t.Context(), &b.batch); err == nil || stream.IsPermanent(err) {
		t.Errorf("error = %v; want one that a retry may mend", err)
	}
	b.want() // Nothing is stated of what is not stored.
	b.settle()
	if len(b.spans.puts) != 1 || len(b.batch.Messages) != config().Observations {
		t.Errorf("then %d puts and %d messages", len(b.spans.puts), len(b.batch.Messages))
	}
}

func TestAStatementIsPassedOnEverywhereInItsOwnName(t *testing.T) {
	t.Parallel()
	b := newBench(t, fresh)
	b.settle()
	b.want() // Nothing was heard.
	b.put(schema.TypeExchange, exchange("x", 0))
	b.say(40, 100, live, 0)
	b.want("0: x of user of x")
	b.settle()
	b.want(everywhere("live@2 time 100 ends 0 at 0")...)
	b.put(schema.TypeExchange, exchange("y", 0))
	b.settle()
	b.want("0: y of user of y") // Nothing new was heard.
	b.say(40, 100, live, 0)
	b.settle()
	b.want(everywhere("live@4 time 100 ends 0 at 0")...)
}

func TestOldStatementsAreNotPassedOn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		offset int64
		state  gpav1.SourceState
		passes bool
	}{
		{"an older one", 39, idle, false},
		{"the same place, live again", 40, live, false},
		{"the same again", 40, ended, true},
		{"the same place, idle", 40, idle, true},
		{"a newer one", 41, live, true},
	} {
		b := newBench(t, fresh)
		b.say(40, 100, ended, 1)
		b.settle()
		b.out()
		b.say(c.offset, 90, c.state, 1)
		b.settle()
		if got := len(b.batch.Messages) > 0; got != c.passes {
			t.Errorf("%s: passed on %t, want %t", c.name, got, c.passes)
		}
	}
}

func TestAnEndIsPassedOnBeforeAnythingThatFollowsIt(t *testing.T) {
	t.Parallel()
	cut := stream.Batch{}
	cut.Cut()
	b := newBench(t, fresh)
	b.say(40, 100, live, 0)
	if fmt.Sprint(b.batch) != fmt.Sprint(stream.Batch{}) {
		t.Errorf("a statement without an end cuts: %+v", b.batch)
	}
	b.say(41, 100, ended, 1)
	if fmt.Sprint(b.batch) != fmt.Sprint(cut) {
		t.Errorf("batch is %+v, want a cut one", b.batch)
	}
	b.settle()
	b.want(everywhere("ended@2 time 100 ends 1 at 110")...)
	b.say(42, 100, live, 1)
	if fmt.Sprint(b.batch) != fmt.Sprint(stream.Batch{}) {
		t.Errorf("an end that was passed on already cuts again: %+v", b.batch)
	}
}

func TestARestartKnowsWhatItHasPassedOn(t *testing.T) {
	t.Parallel()
	b := newBench(t, fresh)
	b.say(40, 100, ended, 1)
	b.settle()
	p, ok := b.task.Position()
	if !ok || p.Offset != 1 || len(p.Metadata) > 200 {
		t.Fatalf("position %+v, %t", p, ok)
	}
	b = newBench(t, p)
	if again, ok := b.task.Position(); !ok || again != p {
		t.Errorf("after a restart the position is %+v, %t, want %+v", again, ok, p)
	}
	b.say(39, 90, live, 0)
	b.settle()
	b.want()
	b.say(41, 120, live, 1)
	b.settle()
	b.want(everywhere("live@3 time 120 ends 1 at 130")...)
}

func TestReplayPutsOutTheSame(t *testing.T) {
	t.Parallel()
	run := func() []stream.Message {
		b := newBench(t, fresh)
		for i := range uint32(20) {
			b.put(schema.TypeExchange, exchange(fmt.Sprint("x", i), 3*i))
			b.say(int64(i), int64(10*i), live, 0)
			b.settle()
		}
		return b.batch.Messages
	}
	if first, second := fmt.Sprint(run()), fmt.Sprint(run()); first != second {
		t.Errorf("first\n%s\nthen\n%s", first, second)
	}
}
