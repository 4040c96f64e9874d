package cli

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/audit"
	"github.com/gpa-stream/gpa/pkg/embedded/pgtest"
	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/clock"
	"github.com/gpa-stream/gpa/pkg/stream/kafkastream"
)

// A side is a namespace of its own, with all services at work.
type side struct {
	k      *kafkastream.Broker
	prefix string
	flags  []string
	url    string // of the database, with the schema
}

func newSide(t *testing.T, k *kafkastream.Broker, addr, prefix string, more ...string) side {
	t.Helper()
	url, space := pgtest.Schema(t)
	s := side{k: k, prefix: prefix, url: url, flags: append([]string{
		"--kafka.brokers=" + addr, "--kafka.topic_prefix=" + prefix, "--kafka.partitions=2", "--postgres.url=" + url,
		"--postgres.schema=" + space, "--salt=s", "--miner.bucket=24h",
	}, more...)}
	must(t, append([]string{"topics", "apply"}, s.flags...)...)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		var messages bytes.Buffer
		done <- Run(ctx, append([]string{"up", "--http.listen=127.0.0.1:0"}, s.flags...), Streams{In: strings.NewReader(""), Out: &messages, Err: &messages})
	}()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("up: %v", err)
		}
	})
	return s
}

func (s side) topic(name schema.Topic) string { return s.prefix + string(name) }

// records are all that a partition holds.
func (s side) records(t *testing.T, topic schema.Topic, index int32) []stream.Record {
	t.Helper()
	r, err := s.k.Read(t.Context(), stream.Partition{Topic: s.topic(topic), Index: index}, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var all []stream.Record
	for {
		records, atEnd, err := r.Fetch(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if all = append(all, records...); atEnd {
			return all
		}
	}
}

// bring appends records to a partition of the input, and waits until ingest has committed them when it should.
func (s side) bring(t *testing.T, index int32, records []stream.Record, wait bool) {
	t.Helper()
	p := stream.Partition{Topic: s.topic(schema.TopicRaw), Index: index}
	messages := make([]stream.Message, len(records))
	for i, r := range records {
		messages[i] = stream.Message{Partition: p, Key: r.Key, Value: r.Value, Headers: r.Headers}
	}
	if err := s.k.Publish(t.Context(), messages); err != nil {
		t.Fatal(err)
	}
	until := end(t, s.k, p.Topic, int(index))
	if !wait {
		return
	}
	await(t, "ingest to commit", func() bool {
		at, err := audit.Cluster{Broker: s.k}.Committed(t.Context(), s.prefix+"ingest", p)
		return err == nil && at >= until
	})
}

// await asks until it is so.
func await(t *testing.T, what string, is func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(90 * time.Second); !is(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("waited too long for %s", what)
		}
	}
}

func (s side) digest(t *testing.T) string {
	t.Helper()
	return must(t, append([]string{"digest"}, s.flags...)...)
}

// most is how many turns the classifier has to hold at once: those that the time has not passed by two windows.
func (s side) most(t *testing.T) int {
	t.Helper()
	const window = int64(30 * 60 * 1e6)
	most := 0
	for index := range int32(2) {
		var (
			c    clock.Clock
			held []int64
		)
		for _, r := range s.records(t, schema.TopicTurns, index) {
			if r.Type == schema.TypeStatement {
				said, err := clock.Parse(r)
				if err != nil {
					t.Fatal(err)
				}
				c.Read(said)
				held = slices.DeleteFunc(held, func(at int64) bool { return c.Time() > at+2*window })
				continue
			}
			var turns gpav1.Turns
			if err := proto.Unmarshal(r.Value, &turns); err != nil {
				t.Fatal(err)
			}
			held = append(held, turns.GetTimeUs())
			most = max(most, len(held))
		}
	}
	return most
}

func TestOnePartitionTenTimesSlowerChangesNothingAndCostsNoMemory(t *testing.T) {
	t.Parallel()
	addr, k := cluster(t)
	even := newSide(t, k, addr, "even.")
	must(t, append([]string{"import", planted(t, 4000), "--as-turns", "--close"}, even.flags...)...)
	want := even.digest(t)
	fast, slow := even.records(t, schema.TopicRaw, 0), even.records(t, schema.TopicRaw, 1)
	skewed := newSide(t, k, addr, "skewed.")
	unpaused := newSide(t, k, addr, "unpaused.", "--ingest.max_ahead=87600h")
	for _, s := range []side{skewed, unpaused} {
		s.bring(t, 1, slow[:1], true)
		s.bring(t, 0, fast, false)
		for part := range slices.Chunk(slow[1:], len(slow)/10+1) {
			s.bring(t, 1, part, true)
		}
		await(t, "the digest of "+s.prefix, func() bool { return s.digest(t) == want })
	}
	held, all := skewed.most(t), unpaused.most(t)
	t.Logf("of %d records at most %d are held with pausing, %d without", len(fast)+len(slow), held, all)
	if held > all/3 {
		t.Errorf("with pausing %d turns are held at once, without %d: want a third at most", held, all)
	}
}
