package audit

import (
	"context"
	"slices"

	"github.com/gpa-stream/gpa/pkg/config"
	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/attrextractor"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

// A Namespace is what is audited.
type Namespace struct {
	Config config.Config
	// Partitions are the numbers of partitions of its topics, Sources that of the input's.
	Partitions map[schema.Topic]int
	Sources    int
}

// Streams audits the stages up to the observations.
func (n Namespace) Streams(ctx context.Context, log Log) ([]Line, error) {
	var lines []Line
	for _, stage := range []func() (*check, schema.Topic, string, error){n.ingest, n.classifier, n.extractor} {
		c, behind, kind, err := stage()
		if err != nil {
			return lines, err
		}
		if c.found, c.since, err = gather(ctx, log, n.Config.Prefixed(string(behind)), kind); err != nil {
			return lines, err
		}
		if c.dead, err = dead(ctx, log, n.Config.Prefixed(string(schema.DLQ(c.stage)))); err != nil {
			return lines, err
		}
		l, err := c.account(ctx, log)
		if err != nil {
			return lines, err
		}
		lines = append(lines, l)
	}
	return lines, nil
}

func (n Namespace) ingest() (*check, schema.Topic, string, error) {
	s, err := ingest.New(ingest.Config{
		Records: ingest.Records{Salt: schema.Salt(n.Config.Salt)}, Sources: n.Sources, Output: n.Config.Prefixed(string(schema.TopicTurns)),
		Partitions: n.Partitions[schema.TopicTurns], Lateness: n.Config.Lateness,
	}, ingest.Ports{})
	return n.check(ingest.Name, n.Config.RawTopics(), s), schema.TopicTurns, schema.TypeTurns, err
}

func (n Namespace) classifier() (*check, schema.Topic, string, error) {
	c := turnclassifier.Default()
	c.TopicPrefix, c.Window = n.Config.TopicPrefix, n.Config.Window
	s, err := turnclassifier.New(c, blind{})
	return n.check(turnclassifier.Service, []string{n.Config.Prefixed(string(schema.TopicTurns))}, s), schema.TopicExchanges, schema.TypeExchange, err
}

func (n Namespace) extractor() (*check, schema.Topic, string, error) {
	s, err := attrextractor.New(attrextractor.Config{
		TopicPrefix: n.Config.TopicPrefix, Observations: n.Partitions[schema.TopicObservations], Exchanges: n.Partitions[schema.TopicExchanges],
	}, attrextractor.NoSpans{})
	return n.check(attrextractor.Service, []string{n.Config.Prefixed(string(schema.TopicExchanges))}, s), schema.TopicObservations, schema.TypeObservation, err
}

func (n Namespace) check(stage string, inputs []string, again stream.Stage) *check {
	return &check{stage: stage, group: n.Config.Prefixed(stage), inputs: inputs, again: quiet{again}}
}

// blind is a judge that judges nothing: which exchanges there are does not depend on judgements.
type blind struct{}

func (blind) Judge(context.Context, turnclassifier.Case, string, *gpav1.Exchange) error { return nil }

// quiet is a stage without its statements of time.
type quiet struct{ stream.Stage }

func (q quiet) Open(ctx context.Context, p stream.Partition, pos stream.Position) (stream.Task, int64, error) {
	t, from, err := q.Stage.Open(ctx, p, pos)
	return hushed{t}, from, err
}

type hushed struct{ stream.Task }

func (h hushed) Process(ctx context.Context, r stream.Record, b *stream.Batch) error {
	err := h.Task.Process(ctx, r, b)
	b.Messages = slices.DeleteFunc(b.Messages, func(m stream.Message) bool { return m.Type == schema.TypeStatement })
	return err
}
