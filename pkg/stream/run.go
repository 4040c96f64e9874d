package stream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// A run is one task at work: what it has put out and not yet settled, and when it last did.
type run struct {
	loop      *Loop
	task      Task
	partition Partition
	committed Position
	batch     Batch

	unsettled bool
	settledAt time.Time
	statedAt  time.Time // when statements were asked for
	saidAt    time.Time // when one was made that said something new
	heardAt   time.Time // when the last record came
	behind    int64     // records that lay behind the last chunk

	gauges *Gauges // nil without a meter
	watch  Watch
	steps  []Step // of records whose outputs are not acknowledged yet
}

type chunk struct {
	records []Record
	atEnd   bool
	lag     int64
	err     error
}

// follow reads ahead by one chunk, which waits to be taken, and processes, until ctx ends; what is in hand then is
// finished under hard.
func (r *run) follow(ctx, hard context.Context, reader Reader) (err error) {
	reading, stop := context.WithCancel(ctx)
	chunks := make(chan chunk)
	go func() {
		defer close(chunks)
		defer reader.Close()
		for reading.Err() == nil {
			c := chunk{}
			c.records, c.atEnd, c.err = reader.Fetch(reading)
			if l, ok := reader.(Lagging); ok {
				c.lag = l.Lag()
			}
			select {
			case chunks <- c:
			case <-reading.Done():
				return
			}
			if c.err != nil {
				return
			}
		}
	}()
	defer func() {
		stop()
		for range chunks { // The reader is waited for: nobody else does.
		}
	}()
	for {
		c, more, err := r.next(hard, chunks)
		if err != nil {
			return ended(hard, err)
		}
		if !more {
			break
		}
		if c.err != nil {
			if ctx.Err() != nil || errors.Is(c.err, io.EOF) {
				break
			}
			return fmt.Errorf("fetch from %s/%d: %w", r.partition.Topic, r.partition.Index, c.err)
		}
		if err := r.take(hard, ctx.Done(), c); err != nil {
			return ended(hard, err)
		}
		if ctx.Err() != nil {
			break
		}
	}
	return ended(hard, r.settle(hard))
}

// take processes a chunk, publishes what came of it, and settles when it is due. A task that waits when stop is closed
// leaves the rest of the chunk.
func (r *run) take(ctx context.Context, stop <-chan struct{}, c chunk) error {
	r.behind = c.lag
	r.lag(c.lag + int64(len(c.records)))
	if len(c.records) > 0 || r.unsettled {
		r.watch.Progress()
		defer r.rest()
	}
	for _, rec := range c.records {
		if goOn, err := r.hold(ctx, stop); err != nil || !goOn {
			return err
		}
		if err := r.process(ctx, rec); err != nil {
			return err
		}
		r.watch.Progress()
		if r.batch.cut {
			if err := r.settle(ctx); err != nil {
				return err
			}
		}
	}
	now := r.loop.now()
	if len(c.records) > 0 {
		r.heardAt = now
	}
	r.stands(c)
	if err := r.hand(ctx, c, now); err != nil {
		return err
	}
	r.took(c)
	if q, ok := r.task.(Quieter); ok && c.atEnd && len(c.records) == 0 && !r.unsettled && now.Sub(r.settledAt) >= quietPaces*r.loop.pace() {
		return r.quiet(ctx, q, now.Sub(r.heardAt))
	}
	return nil
}

// hand publishes what came of a chunk, with statements where they are due, and commits where that is due: it costs a
// broker as much as records, and all that it saves is reading again.
func (r *run) hand(ctx context.Context, c chunk, now time.Time) error {
	pace, since := r.loop.pace(), now.Sub(r.settledAt)
	switch {
	case !r.unsettled:
		return nil
	case since >= commitPaces*pace || since >= pace && c.atEnd && len(c.records) == 0:
		return r.settle(ctx)
	case now.Sub(r.statedAt) >= pace || c.atEnd && r.hurried(now):
		return r.state(ctx)
	}
	return r.publish(ctx)
}

// commitPaces is how many paces lie between two commits while records flow.
const commitPaces = 5

// quietPaces is how many paces lie between two calls of Quiet: each asks the broker.
const quietPaces = 5

// quiet lets the task know that nothing comes in, once it is sure that the partition still is this member's: one that
// has slept would speak of an end that is none.
func (r *run) quiet(ctx context.Context, q Quieter, d time.Duration) error {
	if err := r.loop.Ports.Owned(ctx, r.partition); err != nil {
		return fmt.Errorf("ask whether %s/%d still is ours: %w", r.partition.Topic, r.partition.Index, err)
	}
	if err := q.Quiet(ctx, d, &r.batch); err != nil {
		return err
	}
	return r.settle(ctx)
}

func (r *run) process(ctx context.Context, rec Record) error {
	r.unsettled = true
	if rec.Type != schema.TypeStatement {
		r.loop.Meter.in(1)
	}
	before := len(r.batch.Messages)
	step := r.loop.begin(&rec)
	err := r.task.Process(ctx, rec, &r.batch)
	if step != nil {
		trace(step, r.batch.Messages[before:])
		r.steps = append(r.steps, step)
		if err != nil {
			step.Fail(err.Error())
		}
	}
	if err == nil {
		return nil
	}
	if IsPermanent(err) {
		r.batch.Bury(rec, err.Error())
		return nil
	}
	return fmt.Errorf("process %s/%d@%d: %w", rec.Topic, rec.Index, rec.Offset, err)
}

// settle publishes what is in hand and the task's statements, and commits.
func (r *run) settle(ctx context.Context) error {
	r.batch.cut = false
	if err := r.state(ctx); err != nil {
		return err
	}
	r.unsettled, r.settledAt = false, r.loop.now()
	pos, ok := r.task.Position()
	if !ok || pos == r.committed {
		return nil
	}
	if len(pos.Metadata) > MaxMetadata {
		return fmt.Errorf("position of %s/%d carries %d bytes, at most %d fit: too many sources", r.partition.Topic, r.partition.Index, len(pos.Metadata), MaxMetadata)
	}
	if err := r.loop.Ports.Commit(ctx, r.partition, pos); err != nil {
		return fmt.Errorf("commit %s/%d@%d: %w", r.partition.Topic, r.partition.Index, pos.Offset, err)
	}
	r.committed = pos
	r.loop.Meter.committed()
	return nil
}

// gather lets the task add what it left outstanding.
func (r *run) gather(ctx context.Context) error {
	if g, ok := r.task.(Gatherer); ok {
		if err := g.Gather(ctx, &r.batch); err != nil {
			return fmt.Errorf("gather %s/%d: %w", r.partition.Topic, r.partition.Index, err)
		}
	}
	return nil
}

// publish sends all that the task has put out.
func (r *run) publish(ctx context.Context) error {
	if err := r.gather(ctx); err != nil {
		return err
	}
	return r.send(ctx)
}

// send sends what the batch holds, dead letters included, and empties it. A message that the log will never take
// becomes a dead letter itself, without its content.
func (r *run) send(ctx context.Context) error {
	messages := r.batch.Messages
	outputs := outputs(messages)
	for _, d := range r.batch.Dead {
		m, err := r.loop.deadLetter(d)
		if err != nil {
			return err
		}
		messages = append(messages, m)
	}
	r.loop.Meter.dead(len(r.batch.Dead))
	r.loop.Meter.dropped(r.batch.Late, r.batch.Repeated)
	gathered := r.batch.Gathered
	r.batch.Messages, r.batch.Dead, r.batch.Late, r.batch.Repeated, r.batch.Gathered = nil, nil, 0, 0, nil
	room := messages
	for len(messages) > 0 {
		err := r.loop.Ports.Publish(ctx, messages)
		var rejected *RejectedError
		if err == nil {
			r.loop.Meter.out(outputs)
			break
		}
		if !errors.As(err, &rejected) {
			return err
		}
		messages, err = r.bury(messages, rejected)
		if err != nil {
			return err
		}
		outputs--
		r.loop.Meter.dead(1)
	}
	r.keep(room)
	r.endSteps()
	r.loop.gathered(r.partition, gathered)
	return nil
}

// bury replaces a rejected message by a dead letter that tells of it. What was sent already is sent again: that is
// allowed anywhere.
func (r *run) bury(messages []Message, rejected *RejectedError) ([]Message, error) {
	m := rejected.Message
	if m.Topic == r.loop.DeadLetters {
		return nil, fmt.Errorf("dead letter refused: %w", rejected.Err)
	}
	letter, err := r.loop.deadLetter(DeadRecord{
		Record: Record{Partition: m.Partition, Offset: -1, Key: m.Key},
		Reason: fmt.Sprintf("output %s of %d bytes: %v", m.ID, len(m.Value), rejected.Err),
	})
	if err != nil {
		return nil, err
	}
	kept := make([]Message, 0, len(messages))
	for _, x := range messages {
		if x.Partition == m.Partition && x.ID == m.ID && x.Type == m.Type {
			continue
		}
		kept = append(kept, x)
	}
	return append(kept, letter), nil
}
