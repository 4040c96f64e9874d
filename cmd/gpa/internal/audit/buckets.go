package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

// A Bucket is a time bucket that became rules: how many observations it counted, and whether it was closed by hand in
// some partition.
type Bucket struct {
	Number     int64
	Counted    int64
	Incomplete bool
}

// Taken reads the buckets that became rules.
func Taken(ctx context.Context, pool *pgxpool.Pool) ([]Bucket, error) {
	rows, err := pool.Query(ctx, `SELECT bucket, counts, incomplete FROM miner_buckets ORDER BY bucket`)
	if err != nil {
		return nil, fmt.Errorf("ask for the buckets: %w", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (Bucket, error) {
		var (
			b      Bucket
			counts []byte
			c      ruleminer.Counts
		)
		if err := row.Scan(&b.Number, &counts, &b.Incomplete); err != nil {
			return b, err
		}
		err := json.Unmarshal(counts, &c)
		b.Counted = c.Exchanges
		return b, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the buckets: %w", err)
	}
	return all, nil
}

// Buckets audits the miner: of every bucket that became rules, the different observations in the topic against those
// that it counted. The workers are run again by that service, whose store must be in memory.
func (n Namespace) Buckets(ctx context.Context, log Log, again *ruleminer.Service, taken []Bucket) (Line, error) {
	l := Line{Stage: ruleminer.Name}
	topic := n.Config.Prefixed(string(schema.TopicObservations))
	letters, err := dead(ctx, log, n.Config.Prefixed(string(schema.DLQ(ruleminer.Name))))
	if err != nil {
		return l, err
	}
	m := miner{line: &l, bucket: n.Config.Bucket, dead: letters, taken: map[int64]bool{}, seen: ids{}, counted: map[int64]int64{}, judges: newJudges()}
	for _, b := range taken {
		m.taken[b.Number] = true
	}
	partitions, err := log.PartitionCount(ctx, topic)
	if err != nil {
		return l, err
	}
	for i := range partitions {
		p := stream.Partition{Topic: topic, Index: int32(i)}
		until, err := log.Committed(ctx, n.Config.Prefixed(ruleminer.Name), p)
		if err != nil {
			return l, err
		}
		if err := replay(ctx, log, p, again.Stage(), until, m.take); err != nil {
			return l, fmt.Errorf("audit %s: %w", l.Stage, err)
		}
	}
	m.compare(taken)
	m.judges.report(&l)
	return l, nil
}

// A miner gathers what the topic holds of each bucket.
type miner struct {
	line    *Line
	bucket  time.Duration
	dead    *buried
	taken   map[int64]bool
	seen    ids
	counted map[int64]int64
	judges  *judges
}

func (m *miner) take(r stream.Record, b *stream.Batch) {
	if r.Type != schema.TypeObservation {
		return
	}
	var o gpav1.Observation
	err := proto.Unmarshal(r.Value, &o)
	at := floorDiv(o.GetTimeUs(), m.bucket.Microseconds())
	switch {
	case err != nil || len(b.Dead) > 0:
		m.line.In++
		m.line.settle(m.dead.record(r), r, "no dead letter")
	case !m.taken[at]:
		// Its bucket is still open, or waits.
	case !m.seen.add(o.GetId()):
		m.line.In++
		m.line.Repeated++
		m.judges.add(o.GetId(), o.GetModel())
	case b.Repeated > 0:
		m.line.In++
		m.line.Late++
	default:
		m.line.In++
		m.counted[at]++
		m.judges.add(o.GetId(), o.GetModel())
	}
}

// compare holds what the topic has of each bucket against what the bucket counted.
func (m *miner) compare(taken []Bucket) {
	forced, old := 0, 0
	for _, b := range taken {
		have := m.counted[b.Number]
		switch {
		case have <= b.Counted:
			m.line.Out += have
			if have < b.Counted {
				old++
			}
		case b.Incomplete:
			forced++
			m.line.Out += b.Counted
			m.line.Dead += have - b.Counted
		default:
			m.line.Out += b.Counted
			m.line.Missing += have - b.Counted
			if len(m.line.Examples) < maxExamples {
				m.line.Examples = append(m.line.Examples, fmt.Sprintf("bucket %d counts %d observations, the topic holds %d", b.Number, b.Counted, have))
			}
		}
	}
	if forced > 0 {
		m.line.Notes = append(m.line.Notes, fmt.Sprintf("%d buckets were closed by hand: what they left out stands under dead", forced))
	}
	if old > 0 {
		m.line.Notes = append(m.line.Notes, fmt.Sprintf("of %d buckets the topic no longer holds all", old))
	}
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
