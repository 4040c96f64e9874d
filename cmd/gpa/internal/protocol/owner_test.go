package protocol

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/ingest"
)

// An owner works through a partition in the real loop, a few records a step. It is the loop's stage and ports: it keeps
// the task from step to step, and forgets it when it dies.
type owner struct {
	w       *world
	service string
	stage   stream.Stage
	p       stream.Partition
	zombie  bool // it owns nothing any more, and goes on

	task      stream.Task
	next      int64
	unsettled bool
	silence   time.Duration // since the last record came
	waits     bool          // a minute is to pass in the next step, if nothing comes in

	// Of the step at work.
	opened  bool
	records []stream.Record
	pauses  bool
	states  bool // and makes statements before, which no commit follows
	quiet   time.Duration
	looks   int // at the clock
	taken   int // records of a source
	waiting bool
	stop    context.CancelFunc
}

// step lets the loop take a few records, or shows it that none are there, and settle or not.
func (o *owner) step(ctx context.Context) error {
	o.opened, o.looks, o.quiet, o.taken, o.waiting = false, 0, 0, 0, false
	o.w.hear()
	if o.finished() {
		switch {
		case o.waits:
			o.silence += time.Minute
		case o.w.rng.IntN(20) > 0:
			return nil
		default:
			o.silence += pick(o.w.rng, 3*time.Second, 61*time.Second, 130*time.Second)
		}
		o.waits = false
		o.quiet = o.silence
	}
	loop := stream.Loop{Service: o.service, Stage: o, Ports: o, DeadLetters: deadLetters, Pace: pace, Now: o.now}
	ctx, o.stop = context.WithCancel(ctx)
	defer o.stop()
	err := loop.Run(ctx, o.p)
	taken := len(o.records)
	if o.waiting {
		taken = o.taken
	}
	switch {
	case errors.Is(err, errPaused):
		o.unsettled = o.unsettled || taken > 0
	case err == nil, o.zombie && errors.Is(err, stream.ErrRevoked):
		o.unsettled = false
	default:
		o.forget()
		if !errors.Is(err, errDied) {
			return fmt.Errorf("%s %d: %w", o.service, o.p.Index, err)
		}
		return nil
	}
	if o.next += int64(taken); taken > 0 {
		o.silence = 0
	}
	return nil
}

func (o *owner) forget() { o.task, o.unsettled, o.silence = nil, false, 0 }

// now stands still, but for the time that nothing came in, and for a pace after which statements are due: the loop looks
// twice before it fetches.
func (o *owner) now() time.Time {
	o.looks++
	at := time.Unix(0, 0)
	switch {
	case o.looks <= 2:
		return at
	case o.states && o.quiet == 0:
		return at.Add(pace)
	}
	return at.Add(o.quiet)
}

// pace is the loop's: commits are five apart.
const pace = time.Nanosecond

func (o *owner) finished() bool {
	return o.task != nil && !o.unsettled && o.next == int64(len(o.w.broker.visible(o.p)))
}

// abandon leaves a zombie behind, which has the memory, and begins anew.
func (o *owner) abandon() *owner {
	z := *o
	z.zombie = true
	if s, reads := z.task.(*source); reads {
		z.task = &source{Task: s.Task, o: &z}
	}
	o.forget()
	return &z
}

// Open gives the task that is at work already; a second time in one step means that it was fenced.
func (o *owner) Open(ctx context.Context, p stream.Partition, committed stream.Position) (stream.Task, int64, error) {
	if o.task != nil && !o.opened {
		o.opened = true
		return o.task, o.next, nil
	}
	o.forget()
	task, from, err := o.stage.Open(ctx, p, committed)
	if err != nil {
		return nil, 0, err
	}
	if reading, reads := task.(*ingest.Task); reads {
		task = &source{Task: reading, o: o}
	}
	o.task, o.next, o.opened = task, max(from, 0), true
	return task, from, nil
}

func (o *owner) Read(_ context.Context, p stream.Partition, _ int64) (stream.Reader, error) {
	all := o.w.broker.visible(p)
	if o.next > int64(len(all)) {
		return nil, fmt.Errorf("%s reads %d from %d, behind its end", o.service, p.Index, o.next)
	}
	all = all[o.next:]
	o.records = all[:min(len(all), 1+o.w.rng.IntN(o.w.pace))]
	o.pauses = o.w.rng.IntN(2) == 0
	o.states = o.pauses && o.w.rng.IntN(2) == 0
	return &reader{records: o.records, atEnd: len(o.records) == len(all), pauses: o.pauses}, nil
}

func (o *owner) Publish(_ context.Context, messages []stream.Message) error {
	return o.w.broker.publish(messages, o.w.rng, o.w.fault/4)
}

func (o *owner) Committed(_ context.Context, p stream.Partition) (stream.Position, error) {
	if pos, ok := o.w.broker.committed[p]; ok {
		return pos, nil
	}
	return stream.Position{Offset: -1}, nil
}

func (o *owner) Commit(_ context.Context, p stream.Partition, pos stream.Position) error {
	if o.zombie {
		return nil // It does not even learn that nothing came of it.
	}
	if o.w.rng.Float64() < o.w.fault/8 {
		return errDied
	}
	o.w.broker.committed[p] = pos
	if o.w.rng.Float64() < o.w.fault/8 {
		return errDied
	}
	return nil
}

// Owned tells a zombie the truth.
func (o *owner) Owned(context.Context, stream.Partition) error {
	if o.zombie {
		return stream.ErrRevoked
	}
	return nil
}

// A reader has one chunk. It is read on a goroutine of the loop's and looks at nothing but itself.
type reader struct {
	records []stream.Record
	atEnd   bool
	pauses  bool
	read    bool
}

func (r *reader) Fetch(context.Context) ([]stream.Record, bool, error) {
	switch {
	case !r.read:
		r.read = true
		return r.records, r.atEnd, nil
	case r.pauses:
		return nil, false, errPaused
	}
	return nil, false, io.EOF
}

func (r *reader) Close() error { return nil }
