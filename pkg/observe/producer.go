package observe

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/instrumentation"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
)

// A producer gives the numbers that gather records, as OpenTelemetry has them.
type producer struct {
	gather  func(*Metrics)
	started time.Time
}

// Produce implements metric.Producer.
func (p producer) Produce(context.Context) ([]metricdata.ScopeMetrics, error) {
	if p.gather == nil {
		return nil, nil
	}
	var m Metrics
	p.gather(&m)
	return []metricdata.ScopeMetrics{{
		Scope: instrumentation.Scope{Name: scope}, Metrics: m.data(p.started, time.Now()), //nolint:forbidigo // The time of the reading.
	}}, nil
}

// data is all families with their members, counted since started and read at now.
func (m *Metrics) data(started, now time.Time) []metricdata.Metrics {
	var all []metricdata.Metrics
	points := map[string]*points{}
	m.each(func(f *family, _ string, x *member) {
		p := points[f.name]
		if p == nil {
			all = append(all, metricdata.Metrics{Name: f.name, Description: f.help, Unit: unit(f)})
			p = newPoints(points, f.name)
		}
		p.add(f, x, started, now)
	})
	for i := range all {
		all[i].Data = points[all[i].Name].data()
	}
	return all
}

func unit(f *family) string {
	if f.scale > 1 || f.kind == histogram {
		return "s"
	}
	return "1"
}

// points gather the members of one family.
type points struct {
	kind       kind
	floats     []metricdata.DataPoint[float64]
	histograms []metricdata.HistogramDataPoint[float64]
}

func newPoints(by map[string]*points, name string) *points {
	p := &points{}
	by[name] = p
	return p
}

func (p *points) add(f *family, x *member, started, now time.Time) {
	p.kind = f.kind
	labels := make([]attribute.KeyValue, len(x.labels))
	for i, l := range x.labels {
		labels[i] = attribute.String(l.Name, l.Value)
	}
	set := attribute.NewSet(labels...)
	if f.kind != histogram {
		p.floats = append(p.floats, metricdata.DataPoint[float64]{
			Attributes: set, StartTime: started, Time: now, Value: float64(x.value.Load()) / float64(f.scale),
		})
		return
	}
	h := metricdata.HistogramDataPoint[float64]{Attributes: set, StartTime: started, Time: now, Bounds: x.distribution.Bounds, Sum: x.distribution.Sum}
	for _, n := range x.distribution.Counts {
		h.BucketCounts = append(h.BucketCounts, uint64(n))
		h.Count += uint64(n)
	}
	p.histograms = append(p.histograms, h)
}

func (p *points) data() metricdata.Aggregation {
	switch p.kind {
	case counter:
		return metricdata.Sum[float64]{DataPoints: p.floats, Temporality: metricdata.CumulativeTemporality, IsMonotonic: true}
	case histogram:
		return metricdata.Histogram[float64]{DataPoints: p.histograms, Temporality: metricdata.CumulativeTemporality}
	case gauge:
	}
	return metricdata.Gauge[float64]{DataPoints: p.floats}
}
