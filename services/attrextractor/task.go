package attrextractor

import (
	"context"
	"encoding/base64"
	"fmt"

	"google.golang.org/protobuf/proto"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/pkg/schema/wire"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/pkg/stream/clock"
)

// task is one partition at work. It passes on the statement that it reads, in the name of its own partition.
type task struct {
	stage *Stage
	in    stream.Partition
	next  int64
	held  *gpav1.Statement // the statement that holds
	heard bool             // it was read since it was last passed on
	spans []Span           // to be stored before the commit
}

// Process turns an exchange into an observation, or takes a statement in.
func (t *task) Process(_ context.Context, r stream.Record, b *stream.Batch) error {
	defer func() { t.next = r.Offset + 1 }()
	switch r.Type {
	case schema.TypeStatement:
		return t.hear(r, b)
	case schema.TypeExchange:
	default:
		return stream.Permanent(fmt.Errorf("record type is %q; expected %s or %s", r.Type, schema.TypeExchange, schema.TypeStatement))
	}
	x, err := wire.DecodeExchange(r.Value)
	if err != nil {
		return stream.Permanent(err)
	}
	o, spans := t.stage.observe(x)
	value, err := wire.EncodeObservation(o)
	if err != nil {
		return err
	}
	t.spans = append(t.spans, spans...)
	to := stream.Partition{
		Topic: t.stage.config.Topics.Of(schema.TopicObservations),
		Index: schema.ShardPartition(o.GetShard(), t.stage.config.Observations),
	}
	b.Add(stream.Message{Partition: to, Type: schema.TypeObservation, ID: o.GetId(), Key: []byte(o.GetUser()), Value: value})
	return nil
}

func (t *task) hear(r stream.Record, b *stream.Batch) error {
	s, err := clock.Parse(r)
	if err != nil {
		return err
	}
	if t.held != nil && (s.GetOffset() < t.held.GetOffset() || (s.GetOffset() == t.held.GetOffset() && s.GetState() < t.held.GetState())) {
		return nil
	}
	if t.held.GetEnds() != s.GetEnds() {
		b.Cut() // An end is passed on before anything that follows it.
	}
	t.held, t.heard = s, true
	return nil
}

// Unstated says whether a statement was read that was not passed on.
func (t *task) Unstated() bool { return t.heard }

// Settle stores the evidence, and passes the statement on to every partition of the observations.
func (t *task) Settle(ctx context.Context, b *stream.Batch) error {
	if len(t.spans) > 0 {
		if err := t.stage.spans.Put(ctx, t.spans); err != nil {
			return fmt.Errorf("store evidence: %w", err)
		}
		t.spans = t.spans[:0]
	}
	if !t.heard {
		return nil
	}
	s := &gpav1.Statement{
		Source: fmt.Sprintf("%s/%d", Service, t.in.Index), Count: uint32(t.stage.config.Exchanges), Offset: t.next,
		TimeUs: t.held.GetTimeUs(), State: t.held.GetState(), Ends: t.held.GetEnds(), MostUs: t.held.GetMostUs(),
	}
	for i := range t.stage.config.Observations {
		to := stream.Partition{Topic: t.stage.config.Topics.Of(schema.TopicObservations), Index: int32(i)}
		m, err := clock.Message(to, s)
		if err != nil {
			return err
		}
		b.Add(m)
	}
	t.heard = false
	return nil
}

// EventTime is that of the statement that holds.
func (t *task) EventTime() (int64, bool) { return t.held.GetTimeUs(), t.held != nil }

// Position is the next record, with the statement that was passed on.
func (t *task) Position() (stream.Position, bool) {
	pos := stream.Position{Offset: t.next}
	if t.held != nil {
		b, err := proto.Marshal(t.held)
		if err != nil {
			return pos, false
		}
		pos.Metadata = base64.RawStdEncoding.EncodeToString(b)
	}
	return pos, true
}
