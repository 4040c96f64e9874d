package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/attrextractor"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
	"github.com/gpa-stream/gpa/services/ruleminer"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// Kafka runs the reader's records through topics and Postgres: it imports them to the raw topic of the namespace, runs
// the five services in this process until the end has gone through, and reads the results out of the database.
func Kafka(ctx context.Context, r *ingest.Reader, o Options, e *service.Env) (Result, error) {
	begin := time.Now() //nolint:forbidigo // How long it took is reported, and decides nothing.
	miner := o.Miner
	miner.Partitions, miner.Salt = e.Partitions[schema.TopicObservations], o.Records.Salt
	watch, err := ruleminer.New(miner, ruleminer.NewPostgresStore(e.Pool, e.Config.PostgresSchema))
	if err != nil {
		return Result{}, err
	}
	var late atomic.Int64
	run, stop := context.WithCancel(ctx)
	defer stop()
	parts := []runner.Service{
		{Name: ingest.Name, Run: func(ctx context.Context) error {
			return ingest.Run(ctx, e, o.Records, o.Lateness, func(l ingest.Late) { late.Add(int64(l.Turns)) })
		}},
		{Name: ruleminer.Name, Run: func(ctx context.Context) error { return ruleminer.Run(ctx, e, miner) }},
		{Name: rubricpublisher.Name, Run: func(ctx context.Context) error {
			return rubricpublisher.Run(ctx, e, rubricpublisher.Config{TopicPrefix: e.Config.TopicPrefix, Safety: o.Publisher.Safety})
		}},
		{Name: "import", Run: func(ctx context.Context) error {
			defer stop()
			most, err := Import(ctx, r, e, ImportOptions{Topic: e.Config.RawTopics()[0], Lateness: o.Lateness, Close: true})
			if err != nil {
				return err
			}
			return Settled(ctx, e, watch, most)
		}},
	}
	if o.Records.From != ingest.FromObservations {
		parts = append(parts,
			runner.Service{Name: turnclassifier.Service, Run: func(ctx context.Context) error { return turnclassifier.Run(ctx, e, o.Judge) }},
			runner.Service{Name: attrextractor.Service, Run: func(ctx context.Context) error { return attrextractor.Serve(ctx, e) }})
	}
	if err := runner.Run(run, runner.Options{Log: e.Log}, parts...); err != nil {
		return Result{}, err
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	res, err := results(ctx, e, watch)
	res.Late = late.Load()
	res.Seconds = map[string]float64{"stages": time.Since(begin).Seconds()}
	return res, err
}

// ImportOptions say where records go.
type ImportOptions struct {
	Topic string
	// Lateness is that of the ingest which reads the topic.
	Lateness time.Duration
	// Close ends every partition with an end record.
	Close bool
	// Rate is the most records a second; 0 is no limit.
	Rate float64
	// Skip leaves out the first good records.
	Skip int
	// Progress is told after every batch how many records have been acknowledged.
	Progress func(sent int)
}

// Import produces the reader's records to a raw topic, keyed by conversation, and returns the event time, in
// microseconds, up to which an end behind them closes.
func Import(ctx context.Context, r *ingest.Reader, e *service.Env, o ImportOptions) (most int64, err error) {
	n, err := e.Broker.PartitionCount(ctx, o.Topic)
	if err != nil {
		return 0, err
	}
	var (
		batch         []stream.Message
		sent, skipped int
		pace          = newPace(o.Rate)
		reach         = newHorizon(o.Lateness, time.Now()) //nolint:forbidigo // As ingest does, to which the records go.
	)
	flush := func() error {
		if err := e.Broker.Publish(ctx, batch); err != nil {
			return fmt.Errorf("import to %s: %w", o.Topic, err)
		}
		sent += len(batch)
		batch = batch[:0]
		if o.Progress != nil {
			o.Progress(sent)
		}
		return pace.wait(ctx, sent)
	}
	for {
		item, err := r.Next(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return reach.most, fmt.Errorf("read the input: %w", err)
		}
		m := item.Raw(stream.Partition{Topic: o.Topic})
		m.Index = ingest.Partition(string(m.Key), n)
		reach.add(m.Index, item.Time(), item.Latest())
		if skipped < o.Skip {
			skipped++
			continue
		}
		if batch = append(batch, m); len(batch) == pace.batch {
			if err := flush(); err != nil {
				return reach.most, err
			}
		}
	}
	for i := range n {
		if o.Close {
			batch = append(batch, ingest.End(stream.Partition{Topic: o.Topic, Index: int32(i)}))
		}
	}
	return reach.most, flush()
}
