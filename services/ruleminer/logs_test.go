package ruleminer

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/clock"
)

const (
	live  = gpav1.SourceState_SOURCE_STATE_LIVE
	ended = gpav1.SourceState_SOURCE_STATE_ENDED

	testBucket = time.Hour
	hour       = int64(time.Hour / time.Microsecond)
	lateness   = hour / 4
	sources    = 2
)

// start is a bucket in 2026.
var start = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC).UnixMicro() / hour

// settings are those of the tests: small floors, so that a few observations make a rule, caps that bite, and a look at
// the position every few records.
func settings(partitions int) Config {
	c := Defaults()
	c.Salt, c.Partitions, c.Bucket, c.LookEvery = "salt", partitions, testBucket, 5
	c.Set = []string{"MinUsers=5", "MinArm=5", "MinFlush=5", "CapEpoch=2"}
	return c
}

func newService(t *testing.T, c Config, st Store) *Service {
	t.Helper()
	s, err := New(c, st)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A log is one partition of the observations, record by record.
type log struct {
	t         *testing.T
	partition int32
	records   []stream.Record
	offsets   map[string]int64 // how far each source has come
}

func newLog(t *testing.T, partition int32) *log {
	t.Helper()
	return &log{t: t, partition: partition, offsets: map[string]int64{}}
}

func (l *log) append(r stream.Record) {
	r.Partition = stream.Partition{Topic: "observations", Index: l.partition}
	r.Offset = int64(len(l.records))
	l.records = append(l.records, r)
}

func (l *log) observe(o *gpav1.Observation) {
	l.t.Helper()
	value, err := proto.Marshal(o)
	if err != nil {
		l.t.Fatal(err)
	}
	l.append(stream.Record{Type: schema.TypeObservation, ID: o.GetId(), Value: value})
}

func (l *log) state(s *gpav1.Statement) {
	l.t.Helper()
	l.offsets[s.GetSource()]++
	s.Offset, s.Count = l.offsets[s.GetSource()], sources
	m, err := clock.Message(stream.Partition{}, s)
	if err != nil {
		l.t.Fatal(err)
	}
	l.append(stream.Record{Type: m.Type, ID: m.ID, Key: m.Key, Value: m.Value})
}

// times says that every source is at that time.
func (l *log) times(us int64) {
	for s := range sources {
		l.state(&gpav1.Statement{Source: sourceName(s), TimeUs: us, State: live})
	}
}

// end says that every source has ended, the n-th time, and most was the largest time that it had.
func (l *log) end(n uint32, most int64) {
	for s := range sources {
		l.state(&gpav1.Statement{Source: sourceName(s), TimeUs: most - lateness, State: ended, Ends: n, MostUs: most})
	}
}

func sourceName(s int) string { return fmt.Sprintf("exchanges/%d", s) }

// at is a moment in the n-th bucket from the start, a share of the bucket behind its beginning.
func at(n int64, share float64) int64 { return (start+n)*hour + int64(share*float64(hour)) }

func observation(id string, us int64) *gpav1.Observation {
	return &gpav1.Observation{
		Id: id, User: "user of " + id, Shard: schema.Shard("user of " + id), Conversation: "conversation of " + id,
		Groups: []*gpav1.Group{{Dimension: "expertise", Value: "novice"}}, Intent: "how_to",
		Aspects: []string{"step_by_step"}, Label: gpav1.Label_LABEL_SAT, Confidence: 0.9, TimeUs: us,
	}
}

// world makes n observations in which novices like steps and experts do not, in the first hours from the start.
func world(seed uint64, n, hours int) []*gpav1.Observation {
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]*gpav1.Observation, n)
	for i := range out {
		o := observation(fmt.Sprintf("o%d", i), at(0, 0)+r.Int64N(int64(hours)*hour))
		o.User = fmt.Sprintf("u%d", r.IntN(n/3+1))
		o.Shard = schema.Shard(o.GetUser())
		expert := o.GetShard()%2 == 0
		if expert {
			o.Groups[0].Value = "expert"
		}
		steps := r.IntN(2) == 0
		if !steps {
			o.Aspects = []string{"length"}
		}
		if r.Float64() < map[bool]float64{true: 0.1, false: 0.9}[expert == steps] {
			o.Label = gpav1.Label_LABEL_SAT
		} else {
			o.Label = gpav1.Label_LABEL_DSAT
		}
		if r.IntN(10) == 0 {
			o.Stated = []*gpav1.Stated{{Aspect: "length", Direction: 1 - 2*int32(r.IntN(2)), Confidence: 0.8}}
		}
		out[i] = o
	}
	return out
}

// logsOf puts observations into logs: each reaches its partition in disorder below the lateness, some of them twice,
// with statements of time in between, and an end at last. jitter changes the order and nothing else.
func logsOf(t *testing.T, jitter uint64, partitions int, observations []*gpav1.Observation) []*log {
	t.Helper()
	logs := make([]*log, partitions)
	for p := range logs {
		logs[p] = newLog(t, int32(p))
		fill(logs[p], rand.New(rand.NewPCG(jitter, uint64(p))), observations, partitions)
	}
	return logs
}

type arrival struct {
	when   int64
	record *gpav1.Observation
}

func fill(l *log, r *rand.Rand, observations []*gpav1.Observation, partitions int) {
	var (
		arrivals []arrival
		most     int64
	)
	for _, o := range observations {
		most = max(most, o.GetTimeUs())
		if schema.ShardPartition(o.GetShard(), partitions) != l.partition {
			continue
		}
		when := o.GetTimeUs() + r.Int64N(lateness)
		arrivals = append(arrivals, arrival{when, o})
		if r.IntN(8) == 0 {
			arrivals = append(arrivals, arrival{when + r.Int64N(3*hour), o})
		}
	}
	slices.SortStableFunc(arrivals, func(a, b arrival) int { return cmp.Compare(a.when, b.when) })
	for _, a := range arrivals {
		l.observe(a.record)
		if r.IntN(4) == 0 {
			l.state(&gpav1.Statement{Source: sourceName(r.IntN(sources)), TimeUs: a.when - lateness, State: live})
		}
	}
	l.end(1, most)
}
