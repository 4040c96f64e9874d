package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ingest"
)

// A Latency is how long something took, over many times.
type Latency struct {
	Name  string `json:"name"`
	Times int    `json:"times"`
	// Half and Most are what half and 99 of a hundred took at most.
	Half time.Duration `json:"p50"`
	Most time.Duration `json:"p99"`
}

func latencyOf(name string, all []time.Duration) (Latency, error) {
	if len(all) == 0 {
		return Latency{}, fmt.Errorf("%s: never seen", name)
	}
	slices.Sort(all)
	return Latency{Name: name, Times: len(all), Half: all[len(all)/2], Most: all[min(len(all)*99/100, len(all)-1)]}, nil
}

const (
	// haste is how much faster than the clock event time goes, so that a bucket of a minute closes each second.
	haste = 60
	// beat is how often records are sent.
	beat = 20 * time.Millisecond
	// warmUp is how many buckets are not looked at, and watched how many are.
	warmUp, watched = 6, 40
)

// A live is a platform that goes on sending, and what was seen of its buckets.
type live struct {
	space *space
	begin time.Time // event time and clock begin here
	start time.Time // in event time

	mu       sync.Mutex
	appended map[int64]time.Time // when the last record of a bucket was acknowledged
	counted  []time.Duration
	closed   map[int64]time.Time // when all partitions had closed a bucket
	rubrics  []arrival
}

// An arrival is when a rubric of a bucket was read.
type arrival struct {
	bucket int64
	at     time.Time
}

// latency sends that many turns a second and watches when buckets are counted, and rubrics on their topic.
func (b *bench) latency(ctx context.Context, rate float64) ([]Latency, error) {
	s, err := b.place.space(ctx, "live", func(c *config.Config) { c.Bucket, c.Window, c.Lateness = time.Minute, time.Second, 0 })
	if err != nil {
		return nil, err
	}
	p, err := start(ctx, b.place.dir, "live", b.Command, s.settings(), "up")
	if err != nil {
		return nil, err
	}
	client := s.env.Broker.Client()
	for _, group := range []string{"ingest", "turnclassifier", "attrextractor", "ruleminer"} {
		if err := until(ctx, []*process{p}, func() (bool, error) { return assigned(ctx, client, s.env.Config.Group(group), 1) }); err != nil {
			return nil, err
		}
	}
	l := &live{
		space: s, begin: time.Now(), start: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), //nolint:forbidigo // What is measured is time.
		appended: map[int64]time.Time{}, closed: map[int64]time.Time{},
	}
	run, stop := context.WithTimeout(ctx, (warmUp+watched)*time.Minute/haste)
	defer stop()
	g, run := errgroup.WithContext(run)
	g.Go(func() error { return l.send(run, b.log, rate) })
	g.Go(func() error { return l.watchBuckets(run) })
	g.Go(func() error { return l.watchRubrics(run) })
	err = g.Wait()
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		err = nil
	}
	if err = errors.Join(err, p.stop(), s.drop(ctx)); err != nil {
		return nil, fmt.Errorf("latency: %w", err)
	}
	counted, err := latencyOf("last record of a bucket appended → its tally row", l.counted)
	if err != nil {
		return nil, err
	}
	published, err := latencyOf("bucket closed in all partitions → rubric on the topic", l.arrived())
	return []Latency{counted, published}, err
}

// arrived says how long after its bucket each rubric came.
func (l *live) arrived() (all []time.Duration) {
	for _, a := range l.rubrics {
		if closed, ok := l.closed[a.bucket]; ok {
			all = append(all, max(a.at.Sub(closed), 0))
		}
	}
	return all
}

// send sends conversations at a rate of turns a second. Each bucket brings an intent that is new, and so a rubric.
func (l *live) send(ctx context.Context, log *log, rate float64) error {
	tick := time.NewTicker(beat)
	defer tick.Stop()
	topic, n := l.space.topic(schema.TopicRaw), l.space.env.Config.Partitions
	headers := []stream.Header{{Key: schema.HeaderFormat, Value: []byte("native")}, {Key: schema.HeaderComplete, Value: []byte("true")}}
	for sent, i := 0, 0; ; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		now := time.Since(l.begin)
		at := l.start.Add(now * haste)
		bucket := at.UnixMicro() / time.Minute.Microseconds()
		var batch []stream.Message
		for ; float64(sent) < rate*now.Seconds(); i++ {
			c := log.conversations[i%len(log.conversations)]
			c.ID, c.Intent, c.Feedback = fmt.Sprintf("live%d", i), fmt.Sprintf("intent_%d", bucket%1000), nil
			turns := slices.Clone(c.Turns)
			for k := range turns {
				turns[k].At = at
			}
			c.Turns = turns
			line, err := json.Marshal(c)
			if err != nil {
				return fmt.Errorf("encode a conversation: %w", err)
			}
			sent += len(turns)
			to := stream.Partition{Topic: topic, Index: ingest.Partition(c.ID, n)}
			batch = append(batch, stream.Message{Partition: to, Key: []byte(c.ID), Value: line, Headers: headers})
		}
		if err := l.space.env.Broker.Publish(ctx, batch); err != nil {
			return err
		}
		l.mu.Lock()
		l.appended[bucket] = time.Now() //nolint:forbidigo // What is measured is time.
		l.mu.Unlock()
	}
}

// watchBuckets looks which buckets are counted.
func (l *live) watchBuckets(ctx context.Context) error {
	first := l.start.Add(warmUp*time.Minute).UnixMicro() / time.Minute.Microseconds()
	through := make([]int64, l.space.env.Config.Partitions)
	tick := time.NewTicker(watch)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		o, err := l.space.miner.Buckets(ctx)
		if err != nil {
			return err
		}
		now := time.Now() //nolint:forbidigo // What is measured is time.
		l.mu.Lock()
		least := int64(-1)
		for i, p := range o.Partitions {
			for b := max(through[i]+1, first); b <= p.ClosedThrough; b++ {
				if at, ok := l.appended[b]; ok {
					l.counted = append(l.counted, now.Sub(at))
				}
			}
			through[i] = max(through[i], p.ClosedThrough)
			if least < 0 || through[i] < least {
				least = through[i]
			}
		}
		for b := first; b <= least; b++ {
			if _, ok := l.closed[b]; !ok {
				l.closed[b] = now
			}
		}
		l.mu.Unlock()
	}
}

// watchRubrics reads the rubrics as others do.
func (l *live) watchRubrics(ctx context.Context) error {
	r, err := l.space.env.Broker.Read(ctx, stream.Partition{Topic: l.space.topic(schema.TopicRubrics)}, 0)
	if err != nil {
		return err
	}
	defer r.Close()
	for {
		records, _, err := r.Fetch(ctx)
		if err != nil {
			return err
		}
		now := time.Now() //nolint:forbidigo // What is measured is time.
		l.mu.Lock()
		for _, rec := range records {
			var rubric schema.Rubric
			if err := json.Unmarshal(rec.Value, &rubric); err != nil {
				l.mu.Unlock()
				return fmt.Errorf("read a rubric: %w", err)
			}
			if rubric.PublishedAt != nil {
				l.rubrics = append(l.rubrics, arrival{rubric.PublishedAt.UnixMicro()/time.Minute.Microseconds() - 1, now})
			}
		}
		l.mu.Unlock()
	}
}
