package audit

import (
	"context"
	"fmt"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
)

// An again is a stage run once more over one partition. What it says of time is left out.
type again struct {
	tail
	group string
	stage stream.Stage
	task  stream.Task
	until int64
}

// ask asks how far the stage has committed.
func (a *again) ask(ctx context.Context, log Log) (err error) {
	a.until, err = log.Committed(ctx, a.group, a.at)
	return err
}

// run goes on to where the stage has committed, and gives what each record brings.
func (a *again) run(ctx context.Context, log Log, each func(stream.Record, *stream.Batch)) error {
	if a.until <= 0 {
		return nil
	}
	if a.task == nil {
		task, _, err := a.stage.Open(ctx, a.at, stream.Position{Offset: -1})
		if err != nil {
			return fmt.Errorf("open %s/%d: %w", a.at.Topic, a.at.Index, err)
		}
		a.task = task
	}
	err := a.follow(ctx, log, a.until, func(r stream.Record) error {
		var b stream.Batch
		if err := a.task.Process(ctx, r, &b); stream.IsPermanent(err) {
			b.Bury(r, err.Error())
		} else if err != nil {
			return fmt.Errorf("process %s/%d@%d again: %w", r.Topic, r.Index, r.Offset, err)
		}
		each(r, &b)
		return nil
	})
	if err != nil {
		return err
	}
	a.task.Position() // It forgets what it needs no more.
	return a.task.Settle(ctx, &stream.Batch{})
}

// time is how far event time has come in the partition.
func (a *again) time() (us int64, known bool) {
	if t, timed := a.task.(stream.Timed); timed {
		return t.EventTime()
	}
	return 0, false
}

// reopened are stages to be run again over all partitions of their inputs.
func reopened(ctx context.Context, log Log, group string, s stream.Stage, topics []string) ([]*again, error) {
	var all []*again
	for _, topic := range topics {
		ts, err := tails(ctx, log, topic)
		if err != nil {
			return nil, err
		}
		for _, t := range ts {
			all = append(all, &again{tail: *t, group: group, stage: s})
		}
	}
	return all, nil
}

// outputs are the messages of a batch that are no statements.
func outputs(b *stream.Batch) []stream.Message {
	var all []stream.Message
	for _, m := range b.Messages {
		if m.Type != schema.TypeStatement {
			all = append(all, m)
		}
	}
	return all
}
