package ruleminer

import (
	"testing"

	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/memstore"
)

// BenchmarkWorker is the cost of an observation in a worker, statements and closings included.
func BenchmarkWorker(b *testing.B) {
	l := &log{t: &testing.T{}, offsets: map[string]int64{}}
	var most int64
	for _, o := range world(1, 50_000, 48) {
		l.observe(o)
		most = max(most, o.GetTimeUs())
	}
	l.end(1, most)
	s, err := New(settings(1), memstore.New())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for n := 0; n < b.N; {
		s.store = memstore.New()
		s.stage.positions = s.store
		task, _, err := s.Stage().Open(b.Context(), stream.Partition{}, stream.Position{})
		if err != nil {
			b.Fatal(err)
		}
		var out stream.Batch
		for _, r := range l.records {
			if err := task.Process(b.Context(), r, &out); err != nil {
				b.Fatal(err)
			}
			n++
		}
	}
}
