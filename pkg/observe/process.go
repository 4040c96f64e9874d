package observe

import (
	runtime "runtime/metrics"
)

// Process records what the runtime says about this process, and the version of the build.
func (m *Metrics) Process(version string) {
	samples := []runtime.Sample{
		{Name: "/sched/goroutines:goroutines"}, {Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"},
	}
	runtime.Read(samples)
	n := func(i int) int64 {
		if samples[i].Value.Kind() != runtime.KindUint64 {
			return 0
		}
		return int64(samples[i].Value.Uint64())
	}
	m.Gauge("gpa_goroutines", "Goroutines of the process.").Set(n(0))
	m.Gauge("gpa_memory_bytes", "Memory that the runtime holds of the system.").Set(n(1) - n(2))
	m.Gauge("gpa_build_info", "1, with the version of the build.", Label{"version", version}).Set(1)
}
