package ingest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/clock"
	"github.com/gpa-stream/gpa/services/ingest"
)

var source = stream.Partition{Topic: "raw", Index: 2}

func config() ingest.Config {
	return ingest.Config{
		Records: records, Sources: 3, Output: "turns", Partitions: 2, Lateness: 10 * time.Minute,
		Idle: time.Minute, Ahead: time.Hour,
	}
}

// A bench is a task on a table: what it is given, and what came out of it in words.
type bench struct {
	t      *testing.T
	stage  *ingest.Stage
	task   stream.Task
	offset int64
	batch  stream.Batch
	late   []ingest.Late
	warned map[string]int
}

func newBench(t *testing.T, c ingest.Config, committed stream.Position) *bench {
	t.Helper()
	b := &bench{t: t, warned: map[string]int{}}
	stage, err := ingest.New(c, ingest.Ports{
		Now:    func() time.Time { return clockTime("12:00:00") },
		Late:   func(l ingest.Late) { b.late = append(b.late, l) },
		Warned: func(what string, n int) { b.warned[what] += n },
	})
	if err != nil {
		t.Fatal(err)
	}
	b.stage = stage
	b.open(committed)
	return b
}

var fresh = stream.Position{Offset: -1}

func (b *bench) open(committed stream.Position) {
	b.t.Helper()
	task, from, err := b.stage.Open(b.t.Context(), source, committed)
	if err != nil {
		b.t.Fatal(err)
	}
	if from != committed.Offset {
		b.t.Fatalf("it reads from %d, committed is %d", from, committed.Offset)
	}
	b.task, b.offset = task, max(from, 0)
}

func clockTime(s string) time.Time {
	t, err := time.Parse(time.RFC3339, "2026-03-01T"+s+"Z")
	if err != nil {
		panic(err)
	}
	return t
}

// put gives the task a record with headers written as key or key=value.
func (b *bench) put(value string, headers ...string) {
	b.t.Helper()
	r := stream.Record{Partition: source, Offset: b.offset, Value: []byte(value), Time: clockTime("06:00:00")}
	for _, h := range headers {
		key, v, _ := strings.Cut(h, "=")
		r.Headers = append(r.Headers, stream.Header{Key: key, Value: []byte(v)})
	}
	b.offset++
	if err := b.task.Process(b.t.Context(), r, &b.batch); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) settle() {
	b.t.Helper()
	if err := b.task.Settle(b.t.Context(), &b.batch); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) quiet(d time.Duration) {
	b.t.Helper()
	if err := b.task.(stream.Quieter).Quiet(b.t.Context(), d, &b.batch); err != nil {
		b.t.Fatal(err)
	}
}

// out is what came out since, in words: messages in order, statements once for all partitions.
func (b *bench) out() string {
	b.t.Helper()
	var all []string
	statements := map[string][]int32{}
	for _, m := range b.batch.Messages {
		switch m.Type {
		case schema.TypeTurns:
			var x gpav1.Turns
			if err := proto.Unmarshal(m.Value, &x); err != nil {
				b.t.Fatal(err)
			}
			all = append(all, "turns "+x.GetTurns()[0].GetContent())
			if want := ingest.Partition(x.GetConversation(), 2); m.Index != want || string(m.Key) != x.GetConversation() || m.Topic != "turns" {
				b.t.Errorf("turns go to %s/%d with key %s, want turns/%d with %s", m.Topic, m.Index, m.Key, want, x.GetConversation())
			}
		case schema.TypeStatement:
			st, err := clock.Parse(stream.Record{Value: m.Value})
			if err != nil {
				b.t.Fatal(err)
			}
			s := describeStatement(b.t, st)
			if statements[s] == nil {
				all = append(all, s)
			}
			statements[s] = append(statements[s], m.Index)
		default:
			b.t.Errorf("message of type %q", m.Type)
		}
	}
	for s, where := range statements {
		if !slices.Equal(where, []int32{0, 1}) {
			b.t.Errorf("%s is said in partitions %v, want all", s, where)
		}
	}
	for _, d := range b.batch.Dead {
		all = append(all, "dead: "+d.Reason)
	}
	b.batch = stream.Batch{}
	return strings.Join(all, "\n")
}

func describeStatement(t *testing.T, s *gpav1.Statement) string {
	t.Helper()
	if s.GetSource() != "raw/2" || s.GetCount() != 3 {
		t.Errorf("statement of %s among %d, want raw/2 among 3", s.GetSource(), s.GetCount())
	}
	us := func(us int64) string {
		if us == clock.Never {
			return "never"
		}
		return time.UnixMicro(us).UTC().Format("15:04:05")
	}
	text := fmt.Sprintf("%s@%d time %s", strings.ToLower(strings.TrimPrefix(s.GetState().String(), "SOURCE_STATE_")), s.GetOffset(), us(s.GetTimeUs()))
	if s.GetEnds() > 0 {
		text += fmt.Sprintf(" ends %d at %s", s.GetEnds(), us(s.GetMostUs()))
	}
	return text
}

func (b *bench) want(want string) {
	b.t.Helper()
	if got := b.out(); got != strings.TrimSpace(want) {
		b.t.Errorf("put out\n%s\nwant\n%s", got, strings.TrimSpace(want))
	}
}

func TestStatementsFollowWhatTheySpeakFor(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), fresh)
	b.put(native("c", "one", "10:00:00"))
	b.put(native("c", "two", "10:05:00"))
	b.want("turns one\nturns two")
	b.settle()
	b.want("live@2 time 09:55:00")
	b.settle()
	b.want("") // Nothing new to say.
	b.put(native("c", "three", "10:01:00"))
	b.settle()
	b.want("turns three\nlive@3 time 09:55:00")
}

func TestLateRecordsAreCountedAndNotPassedOn(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), fresh)
	b.put(native("a", "first", "10:00:00"))
	b.put(native("b", "just in time", "09:50:00"))
	b.put(native("c", "late", "09:49:59"), schema.HeaderFile+"=x.jsonl", schema.HeaderLine+"=3")
	b.put(native("d", "early again", "09:55:00"))
	b.want("turns first\nturns just in time\nturns early again")
	want := ingest.Late{Source: source, Offset: 2, Origin: "x.jsonl:3", Time: clockTime("09:49:59"), Limit: clockTime("09:50:00"), Turns: 2}
	if len(b.late) != 1 || b.late[0] != want {
		t.Errorf("late are %+v, want %+v", b.late, want)
	}
}

func TestLatenessIsJudgedByTheFirstTurnOfACompleteRecordByTheLast(t *testing.T) {
	t.Parallel()
	long := `{"conversation_id":"c","turns":[{"role":"user","content":"long","at":"2026-03-01T09:00:00Z"},{"role":"user","content":"x","at":"2026-03-01T10:30:00Z"}]}`
	for _, c := range []struct {
		headers []string
		want    string
	}{
		{nil, "turns now\nlive@2 time 09:50:00"},
		{[]string{schema.HeaderComplete + "=true"}, "turns now\nturns long\nlive@2 time 10:20:00"},
	} {
		b := newBench(t, config(), fresh)
		b.put(native("a", "now", "10:00:00"))
		b.put(long, c.headers...)
		b.settle()
		b.want(c.want)
	}
}

func TestOnlyWholeConversationsAreComplete(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), fresh)
	b.put(line("c", 0, "one turn"), schema.HeaderComplete+"=true")
	var x gpav1.Turns
	if err := proto.Unmarshal(b.batch.Messages[0].Value, &x); err != nil || x.GetComplete() {
		t.Errorf("one turn is complete: %s, %v", &x, err)
	}
}

func TestAnEndIsSaidBeforeWhatFollowsIt(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), fresh)
	b.put(`{"conversation_id":"c","turns":[{"role":"user","content":"one","at":"2026-03-01T10:00:00Z"},{"role":"user","content":"x","at":"2026-03-01T10:20:00Z"}]}`)
	b.put("", schema.HeaderEnd+"=true")
	b.settle() // As the loop does behind Cut.
	b.want("turns one\nended@2 time 09:50:00 ends 1 at 10:20:00")
	b.put(native("c", "more", "11:00:00"))
	b.put("not even JSON", schema.HeaderEnd)
	b.settle()
	b.want("turns more\nended@4 time 10:50:00 ends 2 at 11:00:00")
	b.put(native("c", "late", "01:00:00"))
	b.settle()
	b.want("live@5 time 10:50:00 ends 2 at 11:00:00") // Woken, though nothing is passed on.
}

func TestAnEndCutsTheBatch(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), fresh)
	cut := stream.Batch{}
	cut.Cut()
	b.put("", schema.HeaderEnd)
	if fmt.Sprint(b.batch) != fmt.Sprint(cut) {
		t.Errorf("batch is %+v, want a cut one", b.batch)
	}
	b.settle()
	b.want("ended@1 time never ends 1 at never")
}

func TestWithoutLatenessTimeStandsUntilTheEnd(t *testing.T) {
	t.Parallel()
	c := config()
	c.Lateness = ingest.NoLateness
	b := newBench(t, c, fresh)
	b.put(native("a", "one", "10:00:00"))
	b.put(native("b", "two", "01:00:00"))
	b.settle()
	b.want("turns one\nturns two\nlive@2 time never")
	b.put("", schema.HeaderEnd)
	b.settle()
	b.want("ended@3 time 10:00:00 ends 1 at 10:00:00")
	b.put(native("c", "three", "02:00:00"))
	b.settle()
	b.want("turns three\nlive@4 time never ends 1 at 10:00:00")
	if len(b.late) > 0 {
		t.Errorf("late: %+v", b.late)
	}
}

func TestARestartGoesOnWithTheSameTime(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), fresh)
	b.put(native("a", "one", "10:00:00"))
	b.put("", schema.HeaderEnd)
	b.put(native("b", "two", "11:00:00"))
	b.settle()
	b.out()
	p, ok := b.task.Position()
	if !ok || p.Offset != 3 || len(p.Metadata) > 200 {
		t.Fatalf("position is %+v, %t", p, ok)
	}
	b = newBench(t, config(), p)
	if again, ok := b.task.Position(); !ok || again != p {
		t.Errorf("after a restart the position is %+v, %t, want %+v", again, ok, p)
	}
	b.settle()
	b.want("live@3 time 10:50:00 ends 1 at 10:00:00") // Said again: the last may have been lost.
	b.put(native("c", "late", "10:49:00"))
	b.put(native("d", "in time", "10:51:00"))
	b.settle()
	b.want("turns in time\nlive@5 time 10:50:00 ends 1 at 10:00:00")
}

func TestIdleAndClosedSurviveARestart(t *testing.T) {
	t.Parallel()
	c := config()
	c.CloseIdle = 5 * time.Minute
	b := newBench(t, c, fresh)
	b.put(native("a", "one", "10:00:00"))
	b.quiet(time.Minute)
	b.out()
	p, _ := b.task.Position()
	b = newBench(t, c, p)
	b.settle()
	b.want("idle@1 time 09:50:00")
	b.quiet(5 * time.Minute)
	b.want("ended@1 time 09:50:00 ends 1 at 10:00:00")
	p, _ = b.task.Position()
	b = newBench(t, c, p)
	b.quiet(5 * time.Minute)
	b.want("idle@1 time 09:50:00 ends 1 at 10:00:00") // Closed already: only idle is said.
}

func TestReplayPutsOutTheSame(t *testing.T) {
	t.Parallel()
	run := func() []stream.Message {
		b := newBench(t, config(), fresh)
		b.put(native("a", "one", ""))
		b.put(line("a", 2, "two"), schema.HeaderDefaultTime+"=2026-03-01T07:00:00Z")
		b.put(native("a", "late", "01:00:00"))
		b.put(native("b", "three", "08:00:00"), schema.HeaderComplete)
		b.settle()
		return b.batch.Messages
	}
	if first, second := fmt.Sprint(run()), fmt.Sprint(run()); first != second {
		t.Errorf("first\n%s\nthen\n%s", first, second)
	}
}

func TestOldPositionsOfOthersAreRefused(t *testing.T) {
	t.Parallel()
	stage, err := ingest.New(config(), ingest.Ports{})
	if err != nil {
		t.Fatal(err)
	}
	for _, metadata := range []string{"x", "2 0 0 1 0 0 0", "1 0 0 9 0 0 0", "1 0 0 0 0 0 0", "1 2 3"} {
		if _, _, err := stage.Open(t.Context(), source, stream.Position{Offset: 5, Metadata: metadata}); err == nil || !strings.Contains(err.Error(), "raw/2") {
			t.Errorf("metadata %q: error = %v", metadata, err)
		}
	}
	if _, from, err := stage.Open(t.Context(), source, stream.Position{Offset: 5}); err != nil || from != 5 {
		t.Errorf("offsets set by hand, without metadata: from %d, %v", from, err)
	}
}
