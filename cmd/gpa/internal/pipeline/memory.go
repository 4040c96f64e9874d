// Package pipeline runs the five stages over files: chained in memory, or through a broker and a database. The stages
// do not know the difference, and both ways give the same digest.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/memstream"
	"github.com/gpa-stream/gpa/services/attrextractor"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
	"github.com/gpa-stream/gpa/services/ruleminer"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// Options of a run over files.
type Options struct {
	// Records says how records are read.
	Records ingest.Records
	// Lateness, or ingest.NoLateness.
	Lateness time.Duration
	// Classifier, Extractor and Miner are the settings of those stages; numbers of partitions are set by the run.
	Classifier turnclassifier.Config
	Miner      ruleminer.Config
	Publisher  rubricpublisher.Config
	// Thresholds are the domain pack's: from when aspects are present.
	Thresholds map[string]float64
	// Judge reads exchanges.
	Judge turnclassifier.Judge
	// Partitions of every topic inside the run (default 4).
	Partitions int
	// Frugal holds the memory of the whole process down during a run in memory.
	Frugal bool
}

// A Result is what a run gives.
type Result struct {
	Rules   schema.Rules
	Rubrics schema.Rubrics
	Explain schema.Explanations
	Digest  string
	Counts  ruleminer.Counts
	// Late counts turns that came too late, DeadLetters records that a stage gave up.
	Late, DeadLetters int64
	// Seconds is how long each step took, by name.
	Seconds map[string]float64
}

// ahead is how many bytes a stage in memory may run ahead of the next, by partition.
const ahead = 1 << 20

// Memory runs the reader's records through the stages in this process.
func Memory(ctx context.Context, r *ingest.Reader, o Options) (Result, error) {
	if o.Partitions == 0 {
		o.Partitions = 4
	}
	c := &chain{options: o, reader: r, files: map[string]int32{}, fromTurns: o.Records.From != ingest.FromObservations}
	for i, in := range r.Summary().Inputs {
		c.files[in.File] = int32(i)
	}
	c.broker = memstream.New(map[string]int{
		raw: max(len(c.files), 1), turns: o.Partitions, exchanges: o.Partitions, observations: o.Partitions, dead: 1,
	}, memstream.Options{Forget: true, Ahead: ahead})
	if o.Frugal {
		c.held = newFrugal()
		defer c.held.end()
	}
	return c.run(ctx)
}

// Names of the topics inside a run.
const (
	raw          = string(schema.TopicRaw)
	turns        = string(schema.TopicTurns)
	exchanges    = string(schema.TopicExchanges)
	observations = string(schema.TopicObservations)
	dead         = "dead.v1"
)

// A chain is one run in memory.
type chain struct {
	options   Options
	reader    *ingest.Reader
	broker    *memstream.Broker
	files     map[string]int32 // partition of the raw topic by file
	fromTurns bool
	held      *frugal // nil when nothing is held down
	late      atomic.Int64
	dead      int64
}

func (c *chain) run(ctx context.Context) (Result, error) {
	miner, steps, err := c.steps()
	if err != nil {
		return Result{}, err
	}
	g, run := errgroup.WithContext(ctx)
	g.Go(func() error { return c.feed(run) })
	for _, s := range steps {
		g.Go(func() error {
			err := c.broker.Run(run, s.name, []string{s.in}, stream.Loop{Service: s.name, Stage: s.stage, DeadLetters: dead, Pace: time.Nanosecond})
			if err == nil && run.Err() == nil {
				c.broker.End(s.out)
			}
			return err
		})
	}
	letters := make(chan error, 1)
	go func() { letters <- c.countDead(run) }()
	begin := time.Now() //nolint:forbidigo // How long it took is reported, and decides nothing.
	if err := g.Wait(); err != nil {
		return Result{}, err
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	c.broker.End(dead)
	read := time.Since(begin).Seconds()
	if err := <-letters; err != nil && !errors.Is(err, context.Canceled) {
		return Result{}, err
	}
	result, err := c.decide(ctx, miner)
	result.Seconds = map[string]float64{"stages": read, "decide": time.Since(begin).Seconds() - read}
	return result, err
}

// A step is a stage between two topics.
type step struct {
	name, in, out string
	stage         stream.Stage
}

func (c *chain) steps() (*ruleminer.Service, []step, error) {
	o, n := c.options, c.options.Partitions
	o.Miner.Partitions, o.Miner.Salt = n, o.Records.Salt
	miner, err := ruleminer.New(o.Miner, ruleminer.NewMemoryStore())
	if err != nil {
		return nil, nil, err
	}
	first := turns
	if !c.fromTurns {
		first = observations
	}
	in, err := ingest.New(ingest.Config{
		Records: o.Records, Sources: len(c.files), Output: first, Partitions: n, Lateness: o.Lateness, Finished: true,
	}, ingest.Ports{Late: func(l ingest.Late) { c.late.Add(int64(l.Turns)) }})
	if err != nil {
		return nil, nil, err
	}
	steps := []step{{ingest.Name, raw, first, in}, {ruleminer.Name, observations, "", miner.Stage()}}
	if !c.fromTurns {
		return miner, steps, nil
	}
	o.Classifier.Topics = schema.Names{}
	classifier, err := turnclassifier.New(o.Classifier, o.Judge)
	if err != nil {
		return nil, nil, err
	}
	extractor, err := attrextractor.New(attrextractor.Config{Observations: n, Exchanges: n, Thresholds: o.Thresholds}, attrextractor.NoSpans{})
	if err != nil {
		return nil, nil, err
	}
	return miner, append(steps,
		step{turnclassifier.Service, turns, exchanges, classifier},
		step{attrextractor.Service, exchanges, observations, extractor}), nil
}

// feed reads the files into the raw topic, a partition a file, and ends it.
func (c *chain) feed(ctx context.Context) error {
	ports := c.broker.Ports("feed")
	var batch []stream.Message
	for {
		item, err := c.reader.Next(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("read the input: %w", err)
		}
		batch = append(batch, item.Finished(stream.Partition{Topic: raw, Index: c.files[item.File]}))
		if len(batch) == feedBatch {
			c.held.tend()
			if err := ports.Publish(ctx, batch); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	for i := range len(c.files) {
		batch = append(batch, ingest.End(stream.Partition{Topic: raw, Index: int32(i)}))
	}
	if err := ports.Publish(ctx, batch); err != nil {
		return err
	}
	c.broker.End(raw)
	return nil
}

// feedBatch is how many records are handed over at once.
const feedBatch = 64

func (c *chain) countDead(ctx context.Context) error {
	r, err := c.broker.Ports("dead").Read(ctx, stream.Partition{Topic: dead}, 0)
	if err != nil {
		return err
	}
	for {
		records, _, err := r.Fetch(ctx)
		c.dead += int64(len(records))
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// decide takes the closed buckets, composes rubrics bucket by bucket, and reads everything out.
func (c *chain) decide(ctx context.Context, miner *ruleminer.Service) (Result, error) {
	store := rubricpublisher.NewMemoryStore()
	publisher := rubricpublisher.New(c.options.Publisher, store)
	coordinator := miner.Coordinator()
	var last schema.RuleSet
	coordinator.OnBucket = func(ctx context.Context, bucket int64, endsAt time.Time, set schema.RuleSet) error {
		last = set
		_, err := publisher.Take(ctx, bucket, endsAt, set)
		return err
	}
	if _, err := coordinator.Coordinate(ctx); err != nil {
		return Result{}, fmt.Errorf("decide rules: %w", err)
	}
	report, err := miner.Report(ctx)
	if err != nil {
		return Result{}, err
	}
	_, rubrics, err := rubricpublisher.Results(ctx, store)
	if err != nil {
		return Result{}, err
	}
	res := Result{Counts: report.Counts, Late: c.late.Load(), DeadLetters: c.dead}
	res.Rules, res.Rubrics = rubricpublisher.Documents(last, rubrics.Rubrics)
	if res.Explain, err = miner.Explain(ctx); err != nil {
		return Result{}, err
	}
	if res.Digest, err = schema.Digest(res.Rules, res.Rubrics); err != nil {
		return Result{}, err
	}
	return res, nil
}
