package attrextractor

import (
	"context"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/service"
	"github.com/gpa-stream/gpa/services/attrextractor/internal/pgspans"
)

// Serve runs the service until ctx ends.
func Serve(ctx context.Context, e *service.Env) error {
	p, err := pack.Load(e.Config.Pack)
	if err != nil {
		return err
	}
	stage, err := New(Config{
		Topics:       e.Config.Names(),
		Observations: e.Partitions[schema.TopicObservations],
		Exchanges:    e.Partitions[schema.TopicExchanges],
		Thresholds:   p.Thresholds(),
	}, postgres{e.Pool})
	if err != nil {
		return err
	}
	return e.Run(ctx, Service, stage.Topics(), stage)
}

// postgres keeps the evidence in the namespace's database.
type postgres struct{ pool *pgxpool.Pool }

func (p postgres) Put(ctx context.Context, spans []Span) error {
	var s pgspans.Spans
	for _, x := range spans {
		s.Observations = append(s.Observations, x.Observation)
		s.Aspects = append(s.Aspects, x.Aspect)
		s.Directions = append(s.Directions, int32(x.Direction))
		s.Ordinals = append(s.Ordinals, int32(x.Ordinal))
		s.Starts = append(s.Starts, int32(x.Start))
		s.Ends = append(s.Ends, int32(x.End))
		s.Texts = append(s.Texts, x.Text)
		s.TimesUs = append(s.TimesUs, x.TimeUs)
	}
	return pgspans.Put(ctx, p.pool, s)
}

// NoSpans keeps no evidence: for a run in memory, whose outputs hold none.
type NoSpans struct{}

// Put forgets.
func (NoSpans) Put(context.Context, []Span) error { return nil }
