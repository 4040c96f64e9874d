package audit

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/memstream"
)

// A shelf is a Log in memory, all of whose input is committed.
type shelf struct {
	*memstream.Broker
	stream.Ports
	at time.Time // of every record; zero for none
}

func newShelf(t *testing.T, in ...string) *shelf {
	t.Helper()
	b := memstream.New(map[string]int{"in": 1, "out": 2, "dead": 1}, memstream.Options{Wait: time.Millisecond})
	s := &shelf{Broker: b, Ports: b.Ports("x")}
	for _, v := range in {
		s.put(t, stream.Message{Partition: stream.Partition{Topic: "in"}, Type: "in", ID: v, Value: []byte(v)})
	}
	return s
}

func (s *shelf) put(t *testing.T, m stream.Message) {
	t.Helper()
	if err := s.Publish(t.Context(), []stream.Message{m}); err != nil {
		t.Fatal(err)
	}
}

func (s *shelf) out(t *testing.T, ids ...string) {
	t.Helper()
	for i, id := range ids {
		s.put(t, stream.Message{Partition: stream.Partition{Topic: "out", Index: int32(i % 2)}, Type: "out", ID: id})
	}
}

func (s *shelf) bury(t *testing.T, d *gpav1.DeadLetter) {
	t.Helper()
	value, err := proto.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	s.put(t, stream.Message{Partition: stream.Partition{Topic: "dead"}, Type: schema.TypeDeadLetter, Value: value})
}

func (s *shelf) PartitionCount(_ context.Context, topic string) (int, error) {
	return s.Partitions(topic), nil
}

func (s *shelf) Committed(_ context.Context, _ string, p stream.Partition) (int64, error) {
	return int64(len(s.Records(p))), nil
}

func (s *shelf) Read(ctx context.Context, p stream.Partition, from int64) (stream.Reader, error) {
	r, err := s.Ports.Read(ctx, p, from)
	return stamped{r, s.at}, err
}

type stamped struct {
	stream.Reader
	at time.Time
}

func (s stamped) Fetch(ctx context.Context) ([]stream.Record, bool, error) {
	records, atEnd, err := s.Reader.Fetch(ctx)
	for i := range records {
		records[i].Time = s.at
	}
	return records, atEnd, err
}

// pass passes on what it reads, but for what is late, repeated or bad.
type pass struct{}

func (pass) Open(context.Context, stream.Partition, stream.Position) (stream.Task, int64, error) {
	return pass{}, -1, nil
}

func (pass) Process(_ context.Context, r stream.Record, b *stream.Batch) error {
	switch string(r.Value) {
	case "late":
		b.Late++
	case "known":
		b.Repeated++
	case "bad":
		return stream.Permanent(errors.New("bad"))
	case "broken":
		return errors.New("broken")
	default:
		b.Add(stream.Message{Type: "out", ID: string(r.Value)})
		b.Add(stream.Message{Type: schema.TypeStatement, ID: "time"})
	}
	return nil
}

func (pass) Settle(context.Context, *stream.Batch) error { return nil }
func (pass) Position() (stream.Position, bool)           { return stream.Position{}, false }

// auditing is a check of the stage pass over the shelf, whose buckets are an hour.
func auditing() *check {
	const hour = int64(3600_000_000)
	return &check{
		stage: "pass", group: "g", inputs: []string{"in"}, again: pass{}, behind: "out", kind: "out", letters: "dead",
		bucket: hour, patience: hour, at: func(stream.Message) int64 { return 0 },
	}
}

// audited gives the account of the stage pass over the shelf.
func audited(t *testing.T, s *shelf) (Line, error) {
	t.Helper()
	return auditing().round(t.Context(), s)
}

// want compares a line's numbers.
func want(t *testing.T, l Line, in, out, dead, late, repeated, missing int64) {
	t.Helper()
	got := []int64{l.In, l.Out, l.Dead, l.Late, l.Repeated, l.Missing}
	if want := []int64{in, out, dead, late, repeated, missing}; !slices.Equal(got, want) {
		t.Errorf("in, out, dead, late, repeated, missing are %v, want %v (%v)", got, want, l.Examples)
	}
}

func TestEveryRecordIsAccountedFor(t *testing.T) {
	t.Parallel()
	s := newShelf(t, "a", "late", "b", "known", "bad", "a", "huge")
	s.out(t, "a", "b", "a", "somebody else's")
	s.bury(t, &gpav1.DeadLetter{Topic: "in", Offset: 4})
	s.bury(t, &gpav1.DeadLetter{Topic: "out", Offset: -1, Reason: "output huge of 99 bytes: too large"})
	l, err := audited(t, s)
	if err != nil {
		t.Fatal(err)
	}
	want(t, l, 7, 2, 2, 1, 2, 0)
}

func TestWhatIsNowhereIsNamed(t *testing.T) {
	t.Parallel()
	s := newShelf(t, "a", "b", "bad")
	s.out(t, "a")
	l, err := audited(t, s)
	if err != nil {
		t.Fatal(err)
	}
	want(t, l, 3, 1, 0, 0, 0, 2)
	if want := []string{"in/0@1: b", "in/0@2: no dead letter"}; !slices.Equal(l.Examples, want) {
		t.Errorf("examples are %q, want %q", l.Examples, want)
	}
}

func TestWhatAClockGaveUpIsDeadAndNotMissing(t *testing.T) {
	t.Parallel()
	s := newShelf(t, "from the future")
	s.bury(t, &gpav1.DeadLetter{Topic: "in", Offset: 0})
	l, err := audited(t, s)
	if err != nil {
		t.Fatal(err)
	}
	want(t, l, 1, 0, 1, 0, 0, 0)
}

func TestOnlySomeOfWhatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	l, err := audited(t, newShelf(t, "1", "2", "3", "4", "5", "6", "7"))
	if err != nil {
		t.Fatal(err)
	}
	want(t, l, 7, 0, 0, 0, 0, 7)
	if len(l.Examples) != maxExamples {
		t.Errorf("%d examples, want %d", len(l.Examples), maxExamples)
	}
}

func TestWhatIsOlderThanTheTopicBehindIsNotJudged(t *testing.T) {
	t.Parallel()
	s := newShelf(t, "a")
	s.at = time.Unix(1000, 0)
	c := auditing()
	if err := c.begin(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	c.outs[0].first = &stream.Record{Offset: 7, Time: time.Unix(1001, 0)}
	l, err := c.round(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	want(t, l, 0, 0, 0, 0, 0, 0)
	if len(l.Notes) != 1 || !strings.Contains(l.Notes[0], "1 records are older") {
		t.Errorf("notes are %q", l.Notes)
	}
}

func TestARoundGoesOnWhereTheOneBeforeStopped(t *testing.T) {
	t.Parallel()
	s, c := newShelf(t, "a", "b"), auditing()
	s.out(t, "a")
	round := func() Line {
		l, err := c.round(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	l := round()
	want(t, l, 2, 1, 0, 0, 0, 1)
	s.out(t, "b", "d") // d is ahead of what was committed
	want(t, round(), 2, 2, 0, 0, 0, 0)
	for _, v := range []string{"c", "d", "a"} {
		s.put(t, stream.Message{Partition: stream.Partition{Topic: "in"}, Type: "in", ID: v, Value: []byte(v)})
	}
	l = round()
	want(t, l, 5, 3, 0, 0, 1, 1)
	if len(l.Examples) != 1 || l.Examples[0] != "in/0@2: c" {
		t.Errorf("examples are %q", l.Examples)
	}
}

func TestIdsOfBucketsThatHavePassedAreForgotten(t *testing.T) {
	t.Parallel()
	const hour = int64(3600_000_000)
	s, c := newShelf(t, "a"), auditing()
	s.out(t, "a", "b", "a")
	at := &ticking{}
	c.again, c.at = at, func(m stream.Message) int64 { return int64(m.ID[0]-'a') * 3 * hour }
	round := func(us int64) Line {
		at.us = us
		l, err := c.round(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	if l := round(2*hour - 1); l.Buckets[0].Sealed || len(c.claimed) != 1 {
		t.Errorf("bucket 0 is passed at its end: %+v", l.Buckets)
	}
	if l := round(2 * hour); !l.Buckets[0].Sealed || len(c.claimed) != 0 {
		t.Errorf("bucket 0 is not passed when its end and the patience are: %+v", l.Buckets)
	}
	for _, v := range []string{"a", "b"} {
		s.put(t, stream.Message{Partition: stream.Partition{Topic: "in"}, Type: "in", ID: v, Value: []byte(v)})
	}
	l := round(2 * hour)
	want(t, l, 3, 2, 0, 0, 1, 0)
	if len(l.Buckets) != 2 || l.Buckets[0].Repeated != 1 || l.Buckets[1].Number != 3 || l.Buckets[1].Out != 1 {
		t.Errorf("the buckets are %+v", l.Buckets)
	}
}

// ticking is the stage pass, whose time is what the test says.
type ticking struct {
	pass
	us int64
}

func (t *ticking) Open(context.Context, stream.Partition, stream.Position) (stream.Task, int64, error) {
	return t, -1, nil
}

func (t *ticking) EventTime() (int64, bool) { return t.us, true }

func TestAStageThatCannotBeRunAgainIsAnError(t *testing.T) {
	t.Parallel()
	if _, err := audited(t, newShelf(t, "broken")); err == nil || !strings.Contains(err.Error(), "in/0@0") {
		t.Errorf("got %v, want the place", err)
	}
}

func TestBucketsAreHeldAgainstWhatTheyCounted(t *testing.T) {
	t.Parallel()
	const hour = int64(3600_000_000)
	m := miner{bucket: time.Hour, account: newLedger(), seen: byBucket{}, waiting: map[int64]*Counts{}, judges: map[int64]*judges{}}
	give := func(id string, us int64, b stream.Batch) {
		value, err := proto.Marshal(&gpav1.Observation{Id: id, TimeUs: us})
		if err != nil {
			t.Fatal(err)
		}
		m.take(stream.Record{Type: schema.TypeObservation, Value: value}, &b)
	}
	give("a", 0, stream.Batch{})
	give("a", 0, stream.Batch{})                        // again
	give("b", hour-1, stream.Batch{})                   // the last moment of bucket 0
	give("c", hour, stream.Batch{})                     // bucket 1, which counted nothing
	give("d", hour, stream.Batch{Late: 0, Repeated: 1}) // behind the time, and new
	give("e", 2*hour, stream.Batch{})                   // bucket 2 was closed by hand
	give("f", -1, stream.Batch{})                       // bucket -1 counted more than the topic holds
	give("g", 9*hour, stream.Batch{})                   // bucket 9 is open
	m.take(stream.Record{Type: schema.TypeStatement}, &stream.Batch{})
	m.compare([]Taken{{Number: -1, Counted: 5}, {Number: 0, Counted: 2}, {Number: 1}, {Number: 2, Incomplete: true}, {Number: 3}})
	l := m.line()
	want(t, l, 7, 3, 1, 1, 1, 1)
	if len(l.Examples) != 1 || !strings.Contains(l.Examples[0], "bucket 1 counts 0 observations, the topic holds 1") {
		t.Errorf("examples are %q", l.Examples)
	}
	if len(l.Notes) != 2 {
		t.Errorf("notes are %q, want one of the forced and one of the old bucket", l.Notes)
	}
}
