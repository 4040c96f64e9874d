// Package ingest brings log records into the system: it reads them in any known format, puts pseudonyms in the place of
// names, and writes turns, keyed by conversation, with statements of time behind them.
//
// A Reader reads files; a Stage reads topics. Both understand records alike, and a Stage takes what a Reader has
// finished without parsing it again.
package ingest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/gpa-stream/gpa/pkg/stream"
)

// Name is the service's name.
const Name = "ingest"

// Ports are what the stage tells and asks the outside. Every one may be left out, and may be called from several
// goroutines at once.
type Ports struct {
	// Now is the clock that Config.Ahead is measured by.
	Now func() time.Time
	// Late is told of every record that is late.
	Late func(Late)
	// Warned is told of optional fields that were dropped, and how often in one record.
	Warned func(what string, n int)
}

// A Late is a record that is not passed on, because its event time lies too far behind.
type Late struct {
	Source stream.Partition
	Offset int64
	// Origin is the file and line that it was imported from, as FILE:LINE; empty when not known.
	Origin string
	// Time is the record's event time, Limit the earliest that was still in time.
	Time, Limit time.Time
	// Turns is how many turns it holds.
	Turns int
}

// A Stage is ingest over the partitions of the input topics.
type Stage struct {
	config Config
	ports  Ports

	gate *gate

	mu   sync.Mutex
	ends uint32 // the most ends that a source is known to have passed
}

// New makes the stage.
func New(c Config, p Ports) (*Stage, error) {
	c.Records = c.withDefaults()
	if err := c.Validate(); err != nil {
		return nil, err
	}
	return &Stage{config: c, ports: p, gate: newGate(c)}, nil
}

// Open makes the task of a source partition, which goes on where the position says.
func (s *Stage) Open(_ context.Context, p stream.Partition, committed stream.Position) (stream.Task, int64, error) {
	m, err := parseMark(committed.Metadata)
	if err != nil {
		return nil, 0, fmt.Errorf("read the committed position of %s/%d: %w", p.Topic, p.Index, err)
	}
	s.Heard(m.ends)
	return &Task{
		stage: s, in: newInterpreter(s.config.Records), source: p,
		name: fmt.Sprintf("%s/%d", p.Topic, p.Index), next: committed.Offset, mark: m,
	}, committed.Offset, nil
}

// Heard tells the stage that some source, perhaps of another instance, has passed so many ends. A quiet source whose
// buckets close by Config.CloseIdle passes as many, so that all of them meet.
func (s *Stage) Heard(ends uint32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ends = max(s.ends, ends)
}

func (s *Stage) heard() uint32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ends
}
