// Package audit counts by ids whether anything is missing between the stages: what went in against what came out, was
// given up, came too late or was there already.
//
// The stages are functions of their logs, so an audit runs them again, over what the topics still hold and up to what
// was committed, and looks for each id that must have come out. It publishes and stores nothing of what they put out.
package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/gpa-stream/gpa/pkg/stream"
)

// A Line is the account of one stage: In = Out + Dead + Late + Repeated + Missing.
type Line struct {
	Stage string `json:"stage"`
	// In are records, of turnclassifier the exchanges that follow from its turns.
	In int64 `json:"in"`
	// Out are different ids that were found behind the stage.
	Out      int64 `json:"out"`
	Dead     int64 `json:"dead"`
	Late     int64 `json:"late"`
	Repeated int64 `json:"repeated"`
	Missing  int64 `json:"missing"`
	// Examples name some of what is missing: the record that it follows from, and the id.
	Examples []string `json:"examples,omitempty"`
	// Models are how many of the observations each model judged; of ruleminer only.
	Models map[string]int64 `json:"models,omitempty"`
	// Several are judged by more than one of them, as an upgrade leaves it; of each one judgement counts.
	Several int64 `json:"several,omitempty"`
	// Notes say what could not be judged.
	Notes []string `json:"notes,omitempty"`
}

// maxExamples is how many missing ids are named.
const maxExamples = 5

// A Log is what an audit reads: topics, and how far a group has committed.
type Log interface {
	Read(ctx context.Context, p stream.Partition, from int64) (stream.Reader, error)
	PartitionCount(ctx context.Context, topic string) (int, error)
	// Committed is the offset that a group has committed, negative for none.
	Committed(ctx context.Context, group string, p stream.Partition) (int64, error)
}

// A check is how a stage is audited.
type check struct {
	stage string
	// group has committed how far the stage is; inputs are read up to there.
	group  string
	inputs []string
	again  stream.Stage
	// found are the ids behind the stage, since when that topic still holds its records.
	found ids
	since time.Time
	dead  *buried
}

// account runs the stage again over its inputs.
func (c *check) account(ctx context.Context, log Log) (Line, error) {
	l := Line{Stage: c.stage}
	claimed := ids{}
	skipped := 0
	for _, topic := range c.inputs {
		n, err := log.PartitionCount(ctx, topic)
		if err != nil {
			return l, err
		}
		for i := range n {
			p := stream.Partition{Topic: topic, Index: int32(i)}
			until, err := log.Committed(ctx, c.group, p)
			if err != nil {
				return l, err
			}
			err = replay(ctx, log, p, c.again, until, func(r stream.Record, b *stream.Batch) {
				if r.Time.Before(c.since) {
					skipped++
					return
				}
				l.take(r, b, c, claimed)
			})
			if err != nil {
				return l, fmt.Errorf("audit %s: %w", c.stage, err)
			}
		}
	}
	if skipped > 0 {
		l.Notes = append(l.Notes, fmt.Sprintf("%d records are older than what the topic behind the stage still holds, and were not judged", skipped))
	}
	return l, nil
}

// take accounts for what a record brings.
func (l *Line) take(r stream.Record, b *stream.Batch, c *check, claimed ids) {
	l.In += int64(b.Late + b.Repeated + len(b.Dead))
	l.Late += int64(b.Late)
	l.Repeated += int64(b.Repeated)
	for range b.Dead {
		l.settle(c.dead.record(r), r, "no dead letter")
	}
	for _, m := range b.Messages {
		l.In++
		switch {
		case !claimed.add(m.ID):
			l.Repeated++
		case c.found.has(m.ID):
			l.Out++
		default:
			// What was given up for a reason that is no part of the log, a clock for instance.
			l.settle(c.dead.record(r) || c.dead.output(m.ID), r, m.ID)
		}
	}
}

// settle counts something that is not behind the stage: given up, or missing.
func (l *Line) settle(dead bool, r stream.Record, what string) {
	if dead {
		l.Dead++
		return
	}
	l.miss(r, what)
}

func (l *Line) miss(r stream.Record, what string) {
	l.Missing++
	if len(l.Examples) < maxExamples {
		l.Examples = append(l.Examples, fmt.Sprintf("%s/%d@%d: %s", r.Topic, r.Index, r.Offset, what))
	}
}
