package observe

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"

	"github.com/gpa-stream/gpa/pkg/stream"
)

// OTLP says where traces and metrics are sent, by OTLP over HTTP. What else the exporters need, headers for instance,
// they read from the standard OTEL_EXPORTER_OTLP_ variables.
type OTLP struct {
	// Endpoint is the collector's URL, e.g. http://collector:4318; empty sends nothing.
	Endpoint string
	// Sample is the share of input records that are followed, 0 to 1. Records that come with a traceparent of their own
	// are followed as that says.
	Sample float64
	// Every is how often metrics are sent (default 15 s).
	Every time.Duration
	// Version of the build, and Instance, which tells processes apart.
	Version, Instance string
	// Gather records what is to be sent.
	Gather func(*Metrics)
	// Log hears of trouble with the collector; nil is silent.
	Log *slog.Logger
}

// An Exporter sends traces and metrics until it is closed. A nil one sends nothing.
type Exporter struct {
	tracer *tracer
	traces *trace.TracerProvider
	meters *metric.MeterProvider
}

// Export begins to send; it gives nil when there is no endpoint. A collector that is away is no error: what cannot be
// sent is dropped.
func Export(ctx context.Context, o OTLP) (*Exporter, error) {
	if o.Endpoint == "" {
		return nil, nil //nolint:nilnil // A nil exporter is one that sends nothing.
	}
	if u, err := url.Parse(o.Endpoint); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("otlp.endpoint is %q; expected a URL, e.g. http://collector:4318", o.Endpoint)
	}
	base := strings.TrimSuffix(o.Endpoint, "/")
	spans, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(base+"/v1/traces"))
	if err != nil {
		return nil, fmt.Errorf("export traces to %s: %w", o.Endpoint, err)
	}
	numbers, err := otlpmetrichttp.New(ctx, otlpmetrichttp.WithEndpointURL(base+"/v1/metrics"))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("export metrics to %s: %w", o.Endpoint, err), spans.Shutdown(ctx))
	}
	if o.Every == 0 {
		o.Every = 15 * time.Second
	}
	about := resource.NewSchemaless(attribute.String("service.name", "gpa"), attribute.String("service.version", o.Version),
		attribute.String("service.instance.id", o.Instance))
	e := &Exporter{
		traces: trace.NewTracerProvider(trace.WithBatcher(spans), trace.WithResource(about), trace.WithSampler(trace.AlwaysSample()), trace.WithIDGenerator(ids{})),
		meters: metric.NewMeterProvider(metric.WithResource(about), metric.WithReader(
			metric.NewPeriodicReader(numbers, metric.WithInterval(o.Every), metric.WithProducer(producer{gather: o.Gather, started: time.Now()})))), //nolint:forbidigo // OTLP wants to know since when counters count.
	}
	e.tracer = &tracer{spans: e.traces.Tracer(scope), share: o.Sample}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) {
		if o.Log != nil {
			o.Log.Warn("telemetry is not sent", slog.Any("error", err))
		}
	}))
	return e, nil
}

// scope names the maker of spans and metrics.
const scope = "github.com/gpa-stream/gpa"

// Tracer follows records for the loop; nil when nothing is exported.
func (e *Exporter) Tracer() stream.Tracer {
	if e == nil {
		return nil
	}
	return e.tracer
}

// Close sends what is left, until ctx ends.
func (e *Exporter) Close(ctx context.Context) error {
	if e == nil {
		return nil
	}
	if err := errors.Join(e.traces.Shutdown(ctx), e.meters.Shutdown(ctx)); err != nil {
		return fmt.Errorf("send the last telemetry: %w", err)
	}
	return nil
}
