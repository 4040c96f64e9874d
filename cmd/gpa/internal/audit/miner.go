package audit

import (
	"context"
	"fmt"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

// A miner is how ruleminer is audited: of every bucket that became rules, the different observations in the topic
// against those that it counted. The workers are run again by a stage whose store is in memory.
type miner struct {
	group, topic, letters string
	again                 stream.Stage
	bucket                time.Duration

	begun   bool
	runs    []*again
	dlq     *tail
	account ledger
	dead    buried
	seen    byBucket
	waiting map[int64]*Counts // of buckets that are not taken yet; Out is what the topic holds
	judges  map[int64]*judges // of the same
	models  mix
	lost    []string
	forced  int
	old     int
}

func (m *miner) begin(ctx context.Context, log Log) (err error) {
	if m.runs, err = reopened(ctx, log, m.group, m.again, []string{m.topic}); err != nil {
		return err
	}
	m.dlq = &tail{at: stream.Partition{Topic: m.letters}}
	m.account, m.dead, m.seen, m.waiting, m.begun = newLedger(), buried{ids{}, ids{}}, byBucket{}, map[int64]*Counts{}, true
	m.judges, m.models = map[int64]*judges{}, mix{}
	return nil
}

func (m *miner) close() {
	for _, r := range m.runs {
		r.close()
	}
	if m.dlq != nil {
		m.dlq.close()
	}
}

func (m *miner) round(ctx context.Context, log Log, taken []Taken) (Line, error) {
	l := Line{Stage: ruleminer.Name}
	if !m.begun {
		if err := m.begin(ctx, log); err != nil {
			return l, err
		}
	}
	for _, r := range m.runs {
		if err := r.ask(ctx, log); err != nil {
			return l, err
		}
	}
	err := m.dlq.follow(ctx, log, -1, func(r stream.Record) error {
		if r.Type == schema.TypeDeadLetter {
			return m.dead.read(r)
		}
		return nil
	})
	if err != nil {
		return l, err
	}
	for _, r := range m.runs {
		if err := r.run(ctx, log, m.take); err != nil {
			return l, err
		}
	}
	m.compare(taken)
	return m.line(), nil
}

// take accounts for an observation, in its bucket as long as that is open or waits.
func (m *miner) take(r stream.Record, b *stream.Batch) {
	if r.Type != schema.TypeObservation {
		return
	}
	var o gpav1.Observation
	err := proto.Unmarshal(r.Value, &o)
	at := floorDiv(o.GetTimeUs(), m.bucket.Microseconds())
	switch {
	case err != nil || len(b.Dead) > 0:
		at = floorDiv(r.Time.UnixMicro(), m.bucket.Microseconds())
		c := Counts{In: 1, Missing: 1}
		if m.dead.record(r) {
			c = Counts{In: 1, Dead: 1}
		} else {
			m.miss(place(r.Topic, r.Index, r.Offset) + ": no dead letter")
		}
		m.account.of(at).Add(c)
	case m.account.isSealed(at):
		m.of(at).Add(Counts{In: 1, Repeated: 1})
	case !m.seen.add(at, o.GetId()):
		m.of(at).Add(Counts{In: 1, Repeated: 1})
		m.judged(at, &o)
	case b.Repeated > 0:
		m.of(at).Add(Counts{In: 1, Late: 1})
	default:
		m.of(at).Add(Counts{In: 1, Out: 1})
		m.judged(at, &o)
	}
}

// judged notes who judged an observation of a bucket that waits.
func (m *miner) judged(bucket int64, o *gpav1.Observation) {
	if m.judges[bucket] == nil {
		m.judges[bucket] = newJudges()
	}
	m.judges[bucket].add(o.GetId(), o.GetModel())
}

// of is the account of a bucket, which waits as long as it has not become rules.
func (m *miner) of(bucket int64) *Counts {
	if m.account.isSealed(bucket) {
		return m.account.of(bucket)
	}
	if m.waiting[bucket] == nil {
		m.waiting[bucket] = &Counts{}
	}
	return m.waiting[bucket]
}

// compare holds what the topic has of each bucket against what the bucket counted, once it became rules.
func (m *miner) compare(taken []Taken) {
	for _, b := range taken {
		if m.account.isSealed(b.Number) || !b.Incomplete && !m.passed(b.Number) {
			continue
		}
		c := Counts{}
		if w := m.waiting[b.Number]; w != nil {
			c = *w
		}
		have := c.Out
		c.Out = min(have, b.Counted)
		switch {
		case have < b.Counted:
			m.old++
		case have > b.Counted && b.Incomplete:
			m.forced++
			c.Dead += have - b.Counted
		case have > b.Counted:
			c.Missing = have - b.Counted
			m.miss(fmt.Sprintf("bucket %d counts %d observations, the topic holds %d", b.Number, b.Counted, have))
		}
		m.account.of(b.Number).Add(c)
		m.account.sealOne(b.Number)
		m.models.add(m.judges[b.Number])
		delete(m.judges, b.Number)
		delete(m.waiting, b.Number)
		delete(m.seen, b.Number)
	}
}

// passed says whether all partitions were read to the end of the bucket.
func (m *miner) passed(bucket int64) bool {
	for _, r := range m.runs {
		if us, known := r.time(); known && us < (bucket+1)*m.bucket.Microseconds() {
			return false
		}
	}
	return true
}

func (m *miner) miss(what string) {
	if len(m.lost) < maxExamples {
		m.lost = append(m.lost, what)
	}
}

func (m *miner) line() Line {
	l := m.account.line(ruleminer.Name)
	l.Examples = m.lost
	l.Models, l.Several = m.models.models, m.models.several
	if m.forced > 0 {
		l.Notes = append(l.Notes, fmt.Sprintf("%d buckets were closed by hand: what they left out stands under dead", m.forced))
	}
	if m.old > 0 {
		l.Notes = append(l.Notes, fmt.Sprintf("of %d buckets the topic no longer holds all", m.old))
	}
	return l
}
