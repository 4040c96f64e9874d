package ingest_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ingest"
)

func TestBadRecordsGoToTheDeadLettersWithTheirOrigin(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), fresh)
	b.put("{")
	b.put("[]", schema.HeaderFile+"=logs/a.jsonl", schema.HeaderLine+"=17")
	b.put(`{"x":1}`, schema.HeaderFormat+"=sharegpt")
	b.put(`{"x":1}`, schema.HeaderFormat+"=nonsense", schema.HeaderFile+"=b")
	b.settle()
	b.want(`
live@4 time never
dead: not JSON: the text ends where a name should be at byte 1
dead: logs/a.jsonl:17: the line is an array; expected one JSON object a line
dead: conversations is missing
dead: b: unknown format "nonsense"; known are auto, lmsys, messages, native, openai-chat, sharegpt, wildchat`)
}

func TestTimesAheadOfTheClockGoToTheDeadLetters(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), fresh) // It is 12:00:00.
	b.put(native("a", "an hour ahead", "13:00:00"))
	b.put(native("b", "too far", "13:00:01"))
	b.settle()
	b.want(`
turns an hour ahead
live@2 time 12:50:00
dead: time 2026-03-01T13:00:01Z is more than 1h0m0s ahead of the clock (2026-03-01T12:00:00Z)`)
	c := config()
	c.Ahead = 0
	b = newBench(t, c, fresh)
	b.put(native("b", "history knows no clock", "13:00:01"))
	b.want("turns history knows no clock")
}

func TestRecordsLargerThanTheLimitAreDead(t *testing.T) {
	t.Parallel()
	c := config()
	c.RecordBytes = 50
	b := newBench(t, c, fresh)
	b.put(native("a", strings.Repeat("x", 50), ""))
	b.want("dead: the record has more than 50 bytes")
}

func TestMissingTimesComeFromTheHeaderElseFromTheRecord(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), fresh)
	for _, c := range []struct {
		header string
		want   string
	}{{schema.HeaderDefaultTime + "=2026-03-01T05:00:00Z", "05:00:00"}, {"other=1", "06:00:00"}, {schema.HeaderDefaultTime + "=soon", "06:00:00"}} {
		b.put(native("a", "x", ""), c.header)
		var x gpav1.Turns
		last := b.batch.Messages[len(b.batch.Messages)-1]
		if err := proto.Unmarshal(last.Value, &x); err != nil || x.GetTimeUs() != clockTime(c.want).UnixMicro() {
			t.Errorf("%s: time is %s, %v, want %s", c.header, time.UnixMicro(x.GetTimeUs()).UTC(), err, c.want)
		}
	}
}

func TestWarningsOfAStreamAreToldToo(t *testing.T) {
	t.Parallel()
	b := newBench(t, config(), fresh)
	b.put(`{"conversation_id":"c","user_id":7,"turns":[{"role":"user","content":"a","at":"x"},{"role":"user","content":"a","at":"y"}]}`)
	if s := fmt.Sprint(b.warned); s != "map[turns[].at is not a time:2 user_id is not a string:1]" {
		t.Errorf("warnings are %s", s)
	}
}

// TestFilesAndTopicsGiveTheSameTurns sends the same lines both ways: what a reader has finished, and what import
// would produce.
func TestFilesAndTopicsGiveTheSameTurns(t *testing.T) {
	t.Parallel()
	path := file(t, "a.jsonl", native("a", "one", "10:00:00"), native("b", "two", ""), line("c", 1, "three"),
		`{"id":"s","conversations":[{"from":"human","value":"four"}]}`)
	items := readAll(t, ingest.Input{Paths: []string{path}}).items
	raw, finished := newBench(t, config(), fresh), config()
	finished.Finished = true
	memory := newBench(t, finished, fresh)
	direct := newBench(t, config(), fresh)
	for i, item := range items {
		for b, m := range map[*bench]stream.Message{raw: item.Raw(source), memory: item.Finished(source)} {
			r := stream.Record{Partition: m.Partition, Offset: int64(i), Type: m.Type, ID: m.ID, Key: m.Key, Value: m.Value, Headers: m.Headers}
			if err := b.task.Process(t.Context(), r, &b.batch); err != nil {
				t.Fatal(err)
			}
		}
		if err := direct.task.(*ingest.Task).ProcessTurns(int64(i), item.Turns(), &direct.batch); err != nil {
			t.Fatal(err)
		}
	}
	for _, b := range []*bench{raw, memory, direct} {
		end := ingest.End(source)
		if err := b.task.Process(t.Context(), stream.Record{Partition: source, Offset: 4, Headers: end.Headers}, &b.batch); err != nil {
			t.Fatal(err)
		}
		b.settle()
	}
	want := fmt.Sprint(raw.batch)
	if got := fmt.Sprint(memory.batch); got != want {
		t.Errorf("from memory\n%s\nfrom a topic\n%s", got, want)
	}
	if got := fmt.Sprint(direct.batch); got != want {
		t.Errorf("directly\n%s\nfrom a topic\n%s", got, want)
	}
	raw.want("turns one\nturns two\nturns three\nturns four\nended@5 time 09:50:00 ends 1 at 10:00:00")
}

func TestFinishedRecordsOfAnotherTypeAreDead(t *testing.T) {
	t.Parallel()
	c := config()
	c.Finished = true
	b := newBench(t, c, fresh)
	b.put(native("a", "x", ""))
	b.want(`dead: record type is ""; expected io.gpa.turns.v1 or io.gpa.observation.v1`)
	for _, kind := range []string{schema.TypeTurns, schema.TypeObservation} {
		if err := b.task.Process(t.Context(), stream.Record{Type: kind, Value: []byte("\xff")}, &b.batch); err != nil {
			t.Fatal(err)
		}
		if got := b.out(); !strings.HasPrefix(got, "dead: decode ") {
			t.Errorf("put out %s", got)
		}
	}
}

// TestNobodyBringsPseudonymsIntoATopic: a record that calls itself finished is parsed like any other.
func TestNobodyBringsPseudonymsIntoATopic(t *testing.T) {
	t.Parallel()
	item := readAll(t, ingest.Input{Paths: []string{file(t, "a.jsonl", native("a", "one", ""))}}).items[0]
	b := newBench(t, config(), fresh)
	m := item.Finished(source)
	if err := b.task.Process(t.Context(), stream.Record{Type: m.Type, Value: m.Value}, &b.batch); err != nil {
		t.Fatal(err)
	}
	if got := b.out(); !strings.HasPrefix(got, "dead: not") {
		t.Errorf("put out %s", got)
	}
}

func TestObservationsGoToThePartitionOfTheirShard(t *testing.T) {
	t.Parallel()
	c := config()
	c.From, c.Output, c.Partitions = ingest.FromObservations, "observations", 8
	b := newBench(t, c, fresh)
	for i := range 20 {
		b.put(fmt.Sprintf(`{"id":"o%d","user":"u%d","at":"2026-03-01T10:00:00Z"}`, i, i))
	}
	for _, m := range b.batch.Messages {
		var o gpav1.Observation
		if err := proto.Unmarshal(m.Value, &o); err != nil {
			t.Fatal(err)
		}
		if m.Index != schema.ShardPartition(schema.Shard(o.GetUser()), 8) || m.Topic != "observations" || m.Type != schema.TypeObservation || string(m.Key) != o.GetUser() {
			t.Errorf("%s goes to %s/%d as %s with key %s", &o, m.Topic, m.Index, m.Type, m.Key)
		}
	}
	if len(b.batch.Messages) != 20 {
		t.Errorf("%d observations, want 20", len(b.batch.Messages))
	}
}

func TestPartitionsAreThoseOfJavaClients(t *testing.T) {
	t.Parallel()
	// The hashes of these keys as Kafka's own clients compute them.
	for key, hash := range map[string]int32{
		"21": -973932308, "foobar": -790332482, "a-little-bit-long-string": -985981536, "a-little-bit-longer-string": -1486304829,
		"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8": -58897971, "abc": 479470107,
	} {
		for _, n := range []int{1, 7, 8, 64} {
			if got, want := ingest.Partition(key, n), (hash&0x7fffffff)%int32(n); got != want {
				t.Errorf("Partition(%s, %d) = %d, want %d", key, n, got, want)
			}
		}
	}
}

func TestGroupMapsAreRead(t *testing.T) {
	t.Parallel()
	g, err := ingest.ReadGroupMap(strings.NewReader("\ufeffuser_id,dimension,value\nu1, plan,free\n\"u,2\",plan,paid\nu1,plan,trial\nu1,team,red\n"))
	if err != nil || g.Users() != 2 {
		t.Fatalf("%d users, %v", g.Users(), err)
	}
	c := config()
	c.Groups = g
	b := newBench(t, c, fresh)
	b.put(`{"conversation_id":"c","user_id":"u1","groups":{"plan":"gold"},"turns":[{"role":"user","content":"a"}]}`)
	var x gpav1.Turns
	if err := proto.Unmarshal(b.batch.Messages[0].Value, &x); err != nil {
		t.Fatal(err)
	}
	if s := fmt.Sprint(x.GetGroups()); len(x.GetGroups()) != 2 || x.GetGroups()[0].GetValue() != "trial" || x.GetGroups()[1].GetValue() != "red" {
		t.Errorf("groups are %s", s)
	}
	for text, want := range map[string]string{
		"u,plan,\xff\n": "not valid UTF-8",
		"u1,plan":       "wrong number of fields", "u1,plan,\n": "line 1 has an empty field", "user_id,dimension,value\n,plan,x": "line 2 has an empty field", "\"": "read group map",
	} {
		if _, err := ingest.ReadGroupMap(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error = %v, want %s", text, err, want)
		}
	}
	if _, err := ingest.ReadGroupMap(io.MultiReader(strings.NewReader("a"), brokenReader{})); err == nil {
		t.Error("a failing read is an end")
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }
