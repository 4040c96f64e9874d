package turnclassifier_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/clock"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

const (
	live  = gpav1.SourceState_SOURCE_STATE_LIVE
	ended = gpav1.SourceState_SOURCE_STATE_ENDED
	idle  = gpav1.SourceState_SOURCE_STATE_IDLE
)

// Times are in seconds from here.
const beginning = int64(1_700_000_000)

func us(at int64) int64 { return (beginning + at) * 1_000_000 }

var (
	input = stream.Partition{Topic: "gpa.turns.v1", Index: 3}
	fresh = stream.Position{Offset: -1}
)

// window is that of the tests.
const window = 60

func config() turnclassifier.Config {
	c := turnclassifier.Default()
	c.Window = window * time.Second
	return c
}

// echo judges everything SAT and notes what it saw; it fails on what it was told to.
type echo struct {
	calls *int
	fails map[string]bool
}

// slow wants several cases in hand at once.
type slow struct {
	echo
	slots int
}

func (s slow) Slots() int { return s.slots }

var errJudge = errors.New("no answer")

func (e echo) Judge(_ context.Context, c turnclassifier.Case, given string, out *gpav1.Exchange) error {
	if e.calls != nil {
		*e.calls++
	}
	if e.fails[c.Response.GetId()] {
		return errJudge
	}
	text := "asked " + ids(c.Prompt) + ", answered " + ids(c.Reaction)
	if len(c.Earlier) > 0 {
		text = "after " + ids(c.Earlier) + " " + text
	}
	out.Intent = given
	out.Judgement = &gpav1.Judgement{Label: gpav1.Label_LABEL_SAT, PSat: 1, FeedbackType: "positive", Tier: "test", Model: text}
	return nil
}

func ids(turns []*gpav1.Turn) string {
	all := make([]string, len(turns))
	for i, t := range turns {
		all[i] = t.GetId()
	}
	return strings.Join(all, "+")
}

// A bench is one task, its input as it grows, and what it has put out and nobody has looked at.
type bench struct {
	t     *testing.T
	stage *turnclassifier.Stage
	task  stream.Task
	log   []stream.Record
	batch stream.Batch
	said  int64 // statements made
}

func newBench(t *testing.T, c turnclassifier.Config, j turnclassifier.Judge) *bench {
	t.Helper()
	stage, err := turnclassifier.New(c, j)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, stage: stage}
	b.task, _ = b.open(fresh)
	return b
}

func (b *bench) open(p stream.Position) (stream.Task, int64) {
	b.t.Helper()
	task, from, err := b.stage.Open(b.t.Context(), input, p)
	if err != nil {
		b.t.Fatal(err)
	}
	return task, from
}

func (b *bench) append(kind string, m proto.Message) stream.Record {
	b.t.Helper()
	value, err := proto.Marshal(m)
	if err != nil {
		b.t.Fatal(err)
	}
	r := stream.Record{Partition: input, Offset: int64(len(b.log)), Type: kind, Value: value}
	b.log = append(b.log, r)
	return r
}

func (b *bench) process(r stream.Record) {
	b.t.Helper()
	if err := b.task.Process(b.t.Context(), r, &b.batch); err != nil {
		b.t.Fatal(err)
	}
}

// turns brings turns in one record.
func (b *bench) turns(turns ...*gpav1.Turn) {
	b.t.Helper()
	b.process(b.append(schema.TypeTurns, envelope(turns...)))
}

// turn brings one turn, named by its conversation and ordinal; a letter behind it makes another content.
func (b *bench) turn(id string, at int64) { b.t.Helper(); b.turns(turn(id, at)) }

func (b *bench) statement(s *gpav1.Statement) {
	b.t.Helper()
	if s.GetCount() == 0 {
		s.Count = 1
	}
	b.said++
	s.Offset = b.said
	b.process(b.append(schema.TypeStatement, s))
}

// time says that the only source has come that far.
func (b *bench) time(at int64) {
	b.t.Helper()
	b.statement(&gpav1.Statement{Source: "raw/0", TimeUs: us(at), State: live})
}

// end says that the only source has passed its n-th end.
func (b *bench) end(n uint32, most int64) {
	b.t.Helper()
	b.statement(&gpav1.Statement{Source: "raw/0", TimeUs: us(most - 10), State: ended, Ends: n, MostUs: us(most)})
}

func turn(id string, at int64) *gpav1.Turn {
	var ordinal uint32
	_, place, _ := strings.Cut(id, "/")
	if _, err := fmt.Sscanf(place, "%d", &ordinal); err != nil {
		panic(err)
	}
	role := gpav1.Role_ROLE_USER
	if ordinal%2 == 1 {
		role = gpav1.Role_ROLE_ASSISTANT
	}
	return &gpav1.Turn{Id: id, Ordinal: ordinal, Role: role, Content: "text of " + id, TimeUs: us(at)}
}

func envelope(turns ...*gpav1.Turn) *gpav1.Turns {
	conversation, _, _ := strings.Cut(turns[0].GetId(), "/")
	return &gpav1.Turns{
		Conversation: conversation, User: "user of " + conversation, Shard: 7, Locale: "en", Intent: "how_to",
		Groups: []*gpav1.Group{{Dimension: "plan", Value: "free"}}, TimeUs: turns[0].GetTimeUs(), Turns: turns,
	}
}

func rating(ordinal uint32, label gpav1.Label, at int64) *gpav1.Feedback {
	return &gpav1.Feedback{Id: fmt.Sprint("rating of ", ordinal, " ", label), Ordinal: ordinal, Label: label, TimeUs: us(at)}
}

// settle lets the task publish what waits, and state its time.
func (b *bench) settle() {
	b.t.Helper()
	b.gather()
	if err := b.task.Settle(b.t.Context(), &b.batch); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) gather() {
	b.t.Helper()
	if err := b.task.(stream.Gatherer).Gather(b.t.Context(), &b.batch); err != nil {
		b.t.Fatal(err)
	}
}

// out is what was put out since the last look, a line each.
func (b *bench) out() string {
	b.t.Helper()
	b.gather()
	var all []string
	for _, m := range b.batch.Messages {
		if want := (stream.Partition{Topic: "gpa.exchanges.v1", Index: input.Index}); m.Partition != want {
			b.t.Errorf("message to %v, want %v", m.Partition, want)
		}
		all = append(all, describe(b.t, m))
	}
	b.batch = stream.Batch{}
	return strings.Join(all, "\n")
}

func describe(t *testing.T, m stream.Message) string {
	t.Helper()
	if m.Type == schema.TypeStatement {
		s, err := clock.Parse(stream.Record{Value: m.Value})
		if err != nil {
			t.Fatal(err)
		}
		state := strings.ToLower(strings.TrimPrefix(s.GetState().String(), "SOURCE_STATE_"))
		text := fmt.Sprintf("%s of %d: %s@%d time %s", s.GetSource(), s.GetCount(), state, s.GetOffset(), when(s.GetTimeUs()))
		if s.GetEnds() > 0 {
			text += fmt.Sprintf(" ends %d at %s", s.GetEnds(), when(s.GetMostUs()))
		}
		return text
	}
	var x gpav1.Exchange
	if err := proto.Unmarshal(m.Value, &x); err != nil || m.Type != schema.TypeExchange {
		t.Fatalf("message of type %q: %v", m.Type, err)
	}
	if m.ID != x.GetId() || string(m.Key) != x.GetConversation() {
		t.Errorf("message %s with key %s holds exchange %s of %s", m.ID, m.Key, x.GetId(), x.GetConversation())
	}
	text := fmt.Sprintf("%s at %s", x.GetId(), when(x.GetTimeUs()))
	if j := x.GetJudgement(); j != nil {
		text += ": " + j.GetModel()
		if j.GetExplicit() {
			text += " rated " + strings.TrimPrefix(j.GetLabel().String(), "LABEL_")
		}
	}
	return text
}

func when(us int64) string {
	if us < 0 {
		return "never"
	}
	return strconv.FormatInt(us/1_000_000-beginning, 10)
}

// want compares what was put out since the last look.
func (b *bench) want(lines ...string) {
	b.t.Helper()
	if got, want := b.out(), strings.Join(lines, "\n"); got != want {
		b.t.Errorf("put out\n%s\nwant\n%s", got, want)
	}
}
