package observe

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"hash/fnv"
	"strconv"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"github.com/gpa-stream/gpa/pkg/stream"
)

// A tracer follows records that bear a sampled traceparent, and of those that came into the system without one a share.
// Which, and under which trace id, is a function of the record's place, so that a replay goes on in the same trace.
type tracer struct {
	spans trace.Tracer
	share float64
}

// Begin begins a span of a consumer.
func (t *tracer) Begin(service string, r stream.Record) stream.Step {
	//nolint:forbidigo // The loop hands no context to a record: a span is bound to it by the header alone.
	ctx := context.Background()
	switch parent := r.Trace(); {
	case parent != "":
		ctx = extracted(parent)
		if !trace.SpanContextFromContext(ctx).IsSampled() {
			return nil
		}
	case r.Type == "" && chosen(r, t.share):
		ctx = context.WithValue(ctx, rootKey{}, root(r))
	default:
		return nil
	}
	_, span := t.spans.Start(ctx, service+" process", trace.WithSpanKind(trace.SpanKindConsumer), trace.WithAttributes(
		attribute.String("messaging.system", "kafka"),
		attribute.String("messaging.operation.type", "process"),
		attribute.String("messaging.destination.name", r.Topic),
		attribute.String("messaging.destination.partition.id", strconv.Itoa(int(r.Index))),
		attribute.Int64("messaging.kafka.offset", r.Offset),
		attribute.Int("messaging.message.body.size", len(r.Value)),
		attribute.String("gpa.stage", service),
	))
	return step{span}
}

// Gathered makes a span with a link to that of each record that went in, in a trace of its own: it belongs to none of
// theirs.
func (t *tracer) Gathered(service string, p stream.Partition, g stream.Gathering) {
	var links []trace.Link
	for _, parent := range g.Parents[:min(len(g.Parents), stream.MaxParents)] {
		if c := trace.SpanContextFromContext(extracted(parent)); c.IsValid() {
			links = append(links, trace.Link{SpanContext: c})
		}
	}
	//nolint:forbidigo // What was gathered belongs to no call.
	_, span := t.spans.Start(context.Background(), service+" "+g.Name, trace.WithLinks(links...), trace.WithAttributes(
		attribute.String("messaging.destination.name", p.Topic),
		attribute.String("messaging.destination.partition.id", strconv.Itoa(int(p.Index))),
		attribute.String("gpa.stage", service),
		attribute.Int64("gpa.bucket", g.Number),
		attribute.Int64("gpa.records", g.Records),
	))
	span.End()
}

// extracted is a context that holds the span of a TraceParent.
func extracted(parent string) context.Context {
	//nolint:forbidigo // A span is bound to a record by the header alone.
	return propagation.TraceContext{}.Extract(context.Background(), propagation.MapCarrier{stream.TraceParent: parent})
}

// chosen says whether a record is in the share that is followed.
func chosen(r stream.Record, share float64) bool {
	if share <= 0 {
		return false
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(r.Topic))
	x := h.Sum64() ^ uint64(r.Index)<<48 ^ uint64(r.Offset)
	// Neighbours must not be chosen together: the finaliser of splitmix64 spreads them.
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	x ^= x >> 31
	return float64(x>>11) < share*(1<<53)
}

// root is the id of the trace that begins at a record.
func root(r stream.Record) trace.TraceID {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%d@%d", r.Topic, r.Index, r.Offset))
	return trace.TraceID(sum[:16])
}

type rootKey struct{}

// ids makes random ids, except of traces that begin at a record.
type ids struct{}

// NewIDs makes those of a span without a parent.
func (g ids) NewIDs(ctx context.Context) (trace.TraceID, trace.SpanID) {
	id, ok := ctx.Value(rootKey{}).(trace.TraceID)
	if !ok {
		_, _ = rand.Read(id[:]) // It never fails.
	}
	return id, g.NewSpanID(ctx, id)
}

// NewSpanID makes that of a span.
func (ids) NewSpanID(context.Context, trace.TraceID) trace.SpanID {
	var id trace.SpanID
	_, _ = rand.Read(id[:]) // It never fails.
	return id
}

type step struct{ span trace.Span }

// Parent is the W3C form of the span.
func (s step) Parent() string {
	c := s.span.SpanContext()
	return "00-" + c.TraceID().String() + "-" + c.SpanID().String() + "-" + c.TraceFlags().String()
}

// Fail marks the span as an error. The reason may quote what the record holds, so it stays in the dead letters.
func (s step) Fail(string) { s.span.SetStatus(codes.Error, "given up, see the dead letters") }

// End ends the span.
func (s step) End() { s.span.End() }
