package ingest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ingest"
)

var records = ingest.Records{Salt: "s"}

// native is a record of one conversation with a question and an answer at that time of 2026-03-01.
func native(id, question, at string) string {
	when := ""
	if at != "" {
		when = `,"at":"2026-03-01T` + at + `Z"`
	}
	return fmt.Sprintf(`{"conversation_id":%q,"turns":[{"role":"user","content":%q%s},{"role":"assistant","content":"so"}]}`, id, question, when)
}

func line(id string, index int, content string) string {
	return fmt.Sprintf(`{"conversation_id":%q,"index":%d,"role":"user","content":%q}`, id, index, content)
}

func file(t *testing.T, name string, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

type reading struct {
	items  []ingest.Item
	bad    []ingest.Bad
	counts ingest.Counts
	reader *ingest.Reader
}

// readAll reads everything. Text of an item stays good, because every page has its own.
func readAll(t *testing.T, input ingest.Input) reading {
	t.Helper()
	var out reading
	if input.Salt == "" {
		input.Records = records
	}
	input.Bad = func(b ingest.Bad) {
		b.File = filepath.Base(b.File)
		out.bad = append(out.bad, b)
	}
	r, err := ingest.Open(input)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}()
	for {
		item, err := r.Next(t.Context())
		if errors.Is(err, io.EOF) {
			out.counts, out.reader = r.Counts(), r
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out.items = append(out.items, item)
	}
}

func (r reading) problems() string {
	var all []string
	for _, b := range r.bad {
		all = append(all, b.String())
	}
	return strings.Join(all, "\n")
}

func TestEveryRecordIsCountedOnce(t *testing.T) {
	t.Parallel()
	first := file(t, "a.jsonl", native("c1", "hi", ""), "", native("c2", "ho", ""), "{", native("c1", "hi", ""), native("c2", "changed", ""))
	second := file(t, "b.jsonl", `{ "turns" : [{"content":"hi","role":"user","x":1},{"role":"assistant","content":"so"}], "conversation_id" : "c1" }`, native("c2", "again", ""), native("c3", "x", ""))
	got := readAll(t, ingest.Input{Paths: []string{first, second}})
	want := ingest.Counts{Records: 8, Conversations: 3, Turns: 6, Bad: 3, Duplicates: 2}
	if got.counts != want {
		t.Errorf("counts are %+v, want %+v", got.counts, want)
	}
	problems := "a.jsonl:4: not JSON: the text ends where a name should be at byte 1\na.jsonl:6: conflicts with line 3\nb.jsonl:2: conflicts with line 3 of " + first
	if got.problems() != problems {
		t.Errorf("problems are\n%s\nwant\n%s", got.problems(), problems)
	}
	var where []string
	for _, i := range got.items {
		where = append(where, fmt.Sprintf("%s:%d %s", filepath.Base(i.File), i.Line, i.Conversation))
	}
	if s := strings.Join(where, ", "); s != "a.jsonl:1 c1, a.jsonl:3 c2, b.jsonl:3 c3" {
		t.Errorf("items are %s", s)
	}
}

func TestTurnsOfOneConversationMayStandOnManyLines(t *testing.T) {
	t.Parallel()
	got := readAll(t, ingest.Input{Paths: []string{file(t, "a.jsonl",
		line("c", 0, "a"), line("c", 1, "b"), line("c", 0, "a"), line("c", 1, "x"), line("d", 0, "a"))}})
	want := ingest.Counts{Records: 5, Conversations: 3, Turns: 3, Bad: 1, Duplicates: 1}
	if got.counts != want || got.problems() != "a.jsonl:4: conflicts with line 2" {
		t.Errorf("counts are %+v, want %+v; problems %s", got.counts, want, got.problems())
	}
	if got.items[0].Complete {
		t.Error("one turn is no whole conversation")
	}
}

func TestRequestsOfOneConversationDoNotConflict(t *testing.T) {
	t.Parallel()
	request := func(answer string) string {
		return `{"conversation_id":"c","messages":[{"role":"user","content":"a"}],"choices":[{"message":{"content":"` + answer + `"}}]}`
	}
	got := readAll(t, ingest.Input{Paths: []string{file(t, "a.jsonl", request("b"), request("c"), request("b"))}})
	if want := (ingest.Counts{Records: 3, Conversations: 2, Turns: 4, Duplicates: 1}); got.counts != want {
		t.Errorf("counts are %+v, want %+v; problems %s", got.counts, want, got.problems())
	}
}

func TestTurnsWithoutTimeTakeThatOfTheFirstTimedRecord(t *testing.T) {
	t.Parallel()
	many := make([]string, 0, 1502)
	for i := range 1500 {
		many = append(many, native(fmt.Sprint("x", i), "hi", ""))
	}
	deep := append(many, native("timed", "hi", "09:00:00"), native("later", "hi", "10:00:00"))
	for name, c := range map[string]struct {
		lines []string
		stdin bool
		want  string
	}{
		"none is 1970":             {[]string{native("a", "hi", "")}, false, "1970-01-01T00:00:00Z"},
		"the first of several":     {[]string{native("a", "hi", ""), native("b", "hi", "11:00:00"), native("c", "hi", "10:00:00")}, false, "2026-03-01T11:00:00Z"},
		"far behind the beginning": {deep, false, "2026-03-01T09:00:00Z"},
		"standard input":           {[]string{native("a", "hi", ""), native("b", "hi", "11:00:00")}, true, "2026-03-01T11:00:00Z"},
	} {
		input := ingest.Input{Paths: []string{"-"}, Stdin: strings.NewReader(strings.Join(c.lines, "\n"))}
		if !c.stdin {
			input.Paths[0] = file(t, "a.jsonl", c.lines...)
		}
		got := readAll(t, input)
		if got.counts.Conversations != len(c.lines) {
			t.Errorf("%s: %d conversations of %d, %s", name, got.counts.Conversations, len(c.lines), got.problems())
		}
		if at := time.UnixMicro(got.items[0].Turns().GetTimeUs()).UTC().Format(time.RFC3339); at != c.want {
			t.Errorf("%s: the first record is of %s, want %s", name, at, c.want)
		}
	}
}

func TestLinesThatAreTooLongAreBad(t *testing.T) {
	t.Parallel()
	in := ingest.Input{Records: ingest.Records{Salt: "s", RecordBytes: 200, TurnBytes: 20, Turns: 2}}
	in.Paths = []string{file(t, "a.jsonl", native("c1", strings.Repeat("x", 500), ""), native("c2", strings.Repeat("x", 21), ""), native("c3", "x", ""), line("c4", 2, "x"))}
	got := readAll(t, in)
	want := `a.jsonl:1: the record has more than 200 bytes
a.jsonl:2: turns[0].content has 21 bytes; at most 20 are allowed
a.jsonl:4: index is 2; expected a whole number from 0 to 1`
	if got.problems() != want || got.counts.Conversations != 1 {
		t.Errorf("problems are\n%s\nwant\n%s", got.problems(), want)
	}
}

func TestLongFilesAreReadInOrder(t *testing.T) {
	t.Parallel()
	var lines []string
	for i := range 300 {
		lines = append(lines, native(strconv.Itoa(i), strings.Repeat("y", 10+i*37%9000), ""))
	}
	lines = append(lines, native("big", strings.Repeat("z", 900_000), ""))
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := io.WriteString(w, strings.Join(lines, "\n"))
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	got := readAll(t, ingest.Input{Paths: []string{file(t, "a.jsonl.gz", packed.String())}})
	if len(got.items) != len(lines) {
		t.Fatalf("%d records of %d: %s", len(got.items), len(lines), got.problems())
	}
	for i, item := range got.items {
		if string(item.Text) != lines[i] || item.Line != i+1 {
			t.Fatalf("record %d is line %d: %.80s", i+1, item.Line, item.Text)
		}
	}
	if read, total := got.reader.Progress(); read != total || total != int64(packed.Len()) {
		t.Errorf("progress is %d of %d, the file has %d bytes", read, total, packed.Len())
	}
}

func TestWholeConversationsAreMarkedUnlessAskedOtherwise(t *testing.T) {
	t.Parallel()
	path := file(t, "a.jsonl", native("c", "hi", "10:00:00"))
	for asTurns, want := range map[bool]bool{false: true, true: false} {
		item := readAll(t, ingest.Input{Paths: []string{path}, AsTurns: asTurns}).items[0]
		if item.Complete != want || item.Turns().GetComplete() != want {
			t.Errorf("as turns %t: complete is %t and %t, want %t", asTurns, item.Complete, item.Turns().GetComplete(), want)
		}
	}
}

func TestObservationsAreReadFromFiles(t *testing.T) {
	t.Parallel()
	in := ingest.Input{Records: ingest.Records{Salt: "s", From: ingest.FromObservations}}
	in.Paths = []string{file(t, "o.jsonl", `{"id":"o1","user":"u","groups":{"g":"1"},"at":"2026-03-01T10:00:00Z"}`, `{"id":"o2","user":"u"}`,
		`{"id":"o1","user":"u","groups":{"g":"1"},"at":"2026-03-01T10:00:00Z"}`, `{"id":"o1","user":"v"}`, `{"id":"o3"}`)}
	got := readAll(t, in)
	if want := (ingest.Counts{Records: 5, Conversations: 2, Bad: 2, Duplicates: 1}); got.counts != want {
		t.Errorf("counts are %+v, want %+v", got.counts, want)
	}
	if got.problems() != "o.jsonl:4: conflicts with line 1\no.jsonl:5: user is missing" {
		t.Errorf("problems are %s", got.problems())
	}
	var o gpav1.Observation
	m := got.items[1].Finished(stream.Partition{Topic: "t"})
	if err := proto.Unmarshal(m.Value, &o); err != nil || m.Type != schema.TypeObservation || m.ID != o.GetId() || string(m.Key) != o.GetUser() {
		t.Errorf("the second message is %+v, %v", m, err)
	}
	if got.items[1].Turns() != nil || o.GetTimeUs() != got.items[0].Time() || got.items[1].Time() != o.GetTimeUs() {
		t.Errorf("the second observation is %s", &o)
	}
	if raw := got.items[1].Raw(stream.Partition{}); string(raw.Key) != o.GetUser() {
		t.Errorf("its raw key is %s, want the user", raw.Key)
	}
}

func TestWarningsAreCountedByKind(t *testing.T) {
	t.Parallel()
	got := readAll(t, ingest.Input{Paths: []string{file(t, "a.jsonl",
		`{"conversation_id":"c","user_id":1,"turns":[{"role":"user","content":"a","at":"x"},{"role":"user","content":"a","at":"x"}]}`,
		`{"conversation_id":"d","user_id":2,"turns":[{"role":"user","content":"a"}]}`)}})
	if s := fmt.Sprint(got.reader.Warnings()); s != "map[turns[].at is not a time:2 user_id is not a string:2]" {
		t.Errorf("warnings are %s", s)
	}
}

func TestReadingFailsWhereAFileIsDamaged(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	for i := range 5000 { // The damage lies behind what Open looks at.
		_, _ = io.WriteString(w, native(strconv.Itoa(i), strconv.Itoa(i*7919%5003), "10:00:00")+"\n")
	}
	_ = w.Close()
	path := file(t, "a.jsonl.gz", packed.String()[:packed.Len()-20])
	r, err := ingest.Open(ingest.Input{Records: records, Paths: []string{path}})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for err == nil {
		_, err = r.Next(t.Context())
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(err.Error(), path) {
		t.Errorf("error = %v, want one that names %s", err, path)
	}
	if r.Counts().Conversations < 1000 {
		t.Errorf("only %+v before the damage", r.Counts())
	}
	if _, again := r.Next(t.Context()); !errors.Is(again, io.ErrUnexpectedEOF) {
		t.Errorf("the error is forgotten: %v", again)
	}
}

func TestAReaderCanBeLeftEarly(t *testing.T) {
	t.Parallel()
	var lines []string
	for i := range 2000 {
		lines = append(lines, native(strconv.Itoa(i), strings.Repeat("y", 2000), ""))
	}
	r, err := ingest.Open(ingest.Input{Records: records, Paths: []string{file(t, "a.jsonl", lines...)}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(r.Close(), r.Close()); err != nil { // Twice is once.
		t.Error(err)
	}
}

func TestNextEndsWithItsContext(t *testing.T) {
	t.Parallel()
	r, err := ingest.Open(ingest.Input{Records: records, Paths: []string{file(t, "a.jsonl", native("c", "x", ""))}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 20 { // What is in hand already may come first.
		if _, err = r.Next(ctx); err != nil {
			break
		}
	}
	if !errors.Is(err, context.Canceled) && !errors.Is(err, io.EOF) {
		t.Errorf("error = %v", err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for want, in := range map[string]ingest.Input{
		"salt is missing":           {Paths: []string{"x"}},
		"unknown format \"csv\"":    {Records: ingest.Records{Salt: "s", Format: "csv"}},
		"no such file or directory": {Records: records, Paths: []string{"/no/such/file"}},
	} {
		if _, err := ingest.Open(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error = %v, want %s", err, want)
		}
		if _, err := ingest.Recognise(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Recognise: error = %v, want %s", err, want)
		}
	}
}

func BenchmarkReader(b *testing.B) {
	path := filepath.Join(b.TempDir(), "a.jsonl")
	var text bytes.Buffer
	for i := range 20_000 {
		fmt.Fprintf(&text, `{"conversation_id":"c%d","user_id":"u%d","groups":{"expertise":"novice"},"turns":[{"role":"user","content":"%s","at":"2026-03-01T10:00:00Z"},{"role":"assistant","content":"%s","at":"2026-03-01T10:00:05Z"}]}`+"\n",
			i, i%100, strings.Repeat("How do I do it? ", 25), strings.Repeat(`Like so.\n`, 10))
	}
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		r, err := ingest.Open(ingest.Input{Records: records, Paths: []string{path}})
		if err != nil {
			b.Fatal(err)
		}
		for err == nil {
			_, err = r.Next(b.Context())
		}
		if n := r.Counts().Conversations; n != 20_000 {
			b.Fatalf("%d conversations", n)
		}
		_ = r.Close()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/20_000, "ns/record")
}
