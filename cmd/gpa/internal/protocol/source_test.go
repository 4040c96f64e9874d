package protocol

import (
	"context"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ingest"
)

// progress is where sources say how far they have come.
var progress = stream.Partition{Topic: prefix + string(schema.TopicProgress)}

// never is longer than anything takes here.
const never = 1000 * time.Hour

// A source is a task of ingest whose step ends where it has to wait.
type source struct {
	*ingest.Task
	o *owner
}

func (s *source) Process(ctx context.Context, r stream.Record, out *stream.Batch) error {
	s.o.taken++
	return s.Task.Process(ctx, r, out)
}

func (s *source) Wait() <-chan struct{} {
	until := s.Task.Wait()
	if until != nil {
		s.o.waiting = true
		s.o.stop()
	}
	return until
}

// hear lets ingest hear some of what sources have said of their progress.
func (w *world) hear() {
	said := w.broker.logs[progress]
	for n := w.rng.IntN(4); n > 0 && w.heard < len(said); n-- {
		w.reading.Hear(said[w.heard], []string{raw})
		w.heard++
	}
}
