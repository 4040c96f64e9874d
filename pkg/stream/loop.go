package stream

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A Loop runs a stage over partitions. Its fields are fixed before the first Run.
type Loop struct {
	// Service is the name under which dead letters are filed.
	Service string
	Stage   Stage
	Ports   Ports
	// DeadLetters is the full name of the topic (one partition) for what cannot be processed.
	DeadLetters string
	// Pace is how often statements are made and positions committed while records flow (default 200 ms).
	Pace time.Duration
	// Drain is how long a run may go on after its context has ended, to finish what it has in hand (default 2 s).
	Drain time.Duration
	// Now is the clock for pace and quiet alone: it never decides a result (default time.Now).
	Now func() time.Time
	// Meter counts what passes; nil counts nothing.
	Meter *Meter
	// Watch makes the watch over a partition, for as long as it is worked on; nil watches nothing.
	Watch func(Partition) Watch
	// Tracer follows single records; nil follows none.
	Tracer Tracer
}

// Run works through a partition until ctx or the log ends, then finishes the chunk in hand, settles and commits it. It returns
// nil at such an end, ErrRevoked when the partition was given away, and any other error when it cannot go on.
func (l *Loop) Run(ctx context.Context, p Partition) error {
	for {
		err := l.runOnce(ctx, p)
		if !errors.Is(err, ErrFenced) {
			return err
		}
		l.Meter.fenced()
		if !sleep(ctx, l.pace()) {
			return nil
		}
	}
}

func (l *Loop) runOnce(ctx context.Context, p Partition) error {
	hard, release := l.drainContext(ctx)
	defer release()
	committed, err := l.Ports.Committed(ctx, p)
	if err != nil {
		return ended(ctx, fmt.Errorf("ask for the committed position of %s/%d: %w", p.Topic, p.Index, err))
	}
	task, from, err := l.Stage.Open(ctx, p, committed)
	if err != nil {
		return ended(ctx, fmt.Errorf("open %s/%d: %w", p.Topic, p.Index, err))
	}
	reader, err := l.Ports.Read(ctx, p, from)
	if err != nil {
		return ended(ctx, fmt.Errorf("read %s/%d from %d: %w", p.Topic, p.Index, from, err))
	}
	r := run{loop: l, task: task, partition: p, committed: committed, settledAt: l.now(), heardAt: l.now(), gauges: l.Meter.own(p), watch: l.watch(p)}
	defer r.watch.Close()
	defer l.Meter.release(p, r.gauges)
	defer r.endSteps()
	return r.follow(ctx, hard, reader)
}

// drainContext outlives ctx by the time for draining, so that what is in hand can be finished.
func (l *Loop) drainContext(ctx context.Context) (context.Context, func()) {
	hard, cancel := context.WithCancel(context.WithoutCancel(ctx))
	drain := l.Drain
	if drain == 0 {
		drain = 2 * time.Second
	}
	stop := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(drain, cancel)
		context.AfterFunc(hard, func() { timer.Stop() })
	})
	return hard, func() { stop(); cancel() }
}

func (l *Loop) pace() time.Duration {
	if l.Pace == 0 {
		return 200 * time.Millisecond
	}
	return l.Pace
}

func (l *Loop) now() time.Time {
	if l.Now == nil {
		return time.Now() //nolint:forbidigo // The default of the one clock of the loop.
	}
	return l.Now()
}

// ended hides an error that is only the end of the context.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil
	}
	return err
}

func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
