package observe

import (
	"strconv"
	"time"

	"github.com/gpa-stream/gpa/pkg/stream"
)

// Stage records what a stage's meter says, under the names that all stages share. They describe work, not results: a
// replay raises them.
func (m *Metrics) Stage(name string, s *stream.Meter, now time.Time) {
	l := Label{"stage", name}
	m.Counter("gpa_records_in_total", "Records read, statements of time apart.", l).Set(s.In.Load())
	m.Counter("gpa_records_out_total", "Records published and acknowledged, statements of time apart.", l).Set(s.Out.Load())
	m.Counter("gpa_records_dead_total", "Records sent to the dead letters.", l).Set(s.Dead.Load())
	m.Counter("gpa_records_late_total", "Records dropped because they came behind the lateness.", l).Set(s.Late.Load())
	m.Counter("gpa_records_repeated_total", "Records dropped as repeated, or behind a time that has passed.", l).Set(s.Repeated.Load())
	m.Counter("gpa_requests_retried_total", "Requests to the brokers that were sent again after a passing error.", l).Set(s.Retried.Load())
	m.Counter("gpa_fenced_total", "Times that another owner had taken a partition over.", l).Set(s.Fenced.Load())
	m.Counter("gpa_commits_total", "Positions committed.", l).Set(s.Commits.Load())
	m.Distribute("gpa_latency_seconds", "From a record's timestamp to the acknowledgement of what came of it, by chunk.", latency(&s.Latency), l)
	for _, p := range s.Partitions() {
		labels := []Label{l, {"topic", p.Topic}, {"partition", strconv.Itoa(int(p.Index))}}
		m.Gauge("gpa_lag_records", "Records between what was processed and the end of the log.", labels...).Set(p.Lag)
		m.Gauge("gpa_partition_paused", "1 while the partition is so far ahead of others that it waits for them.", labels...).Set(paused(p.Waiting))
		if p.Time != stream.None {
			m.Seconds("gpa_partition_time_behind_seconds", "How far event time in the partition is behind the clock.", labels...).Set(now.UnixMicro() - p.Time)
		}
		if p.Oldest != stream.None {
			m.Seconds("gpa_oldest_open_bucket_age_seconds", "How long ago the oldest open bucket of the partition began.", labels...).Set(now.UnixMicro() - p.Oldest)
		}
	}
}

func paused(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

func latency(h *stream.Histogram) Distribution {
	counts, sum := h.Load()
	d := Distribution{Counts: counts[:], Sum: sum.Seconds()}
	for _, b := range stream.Bounds {
		d.Bounds = append(d.Bounds, b.Seconds())
	}
	return d
}
