package stream

import (
	"context"
	"fmt"
	"time"
)

// hurry is how long a statement waits at the end of the log, a part of the pace that it waits for while there is more to
// read: whoever waits for the time there waits for three stages. A pace too short to be parted leaves nothing to hurry
// for, and no timer: all that is due is settled with the chunk.
func (l *Loop) hurry() time.Duration { return l.pace() / 4 }

// hurried says whether statements are due at the end of the log.
func (r *run) hurried(now time.Time) bool {
	return r.unstated() && now.Sub(r.saidAt) >= r.loop.hurry()
}

// unstated says whether there is something to state, and reason to hurry.
func (r *run) unstated() bool {
	s, ok := r.task.(Stater)
	return ok && r.unsettled && r.loop.hurry() > 0 && s.Unstated()
}

// state publishes what is in hand and, in each partition behind it, the statements that the task makes of it.
func (r *run) state(ctx context.Context) error {
	if err := r.gather(ctx); err != nil {
		return err
	}
	said := r.unstated()
	if err := r.task.Settle(ctx, &r.batch); err != nil {
		return fmt.Errorf("settle %s/%d: %w", r.partition.Topic, r.partition.Index, err)
	}
	r.statedAt = r.loop.now()
	if said {
		r.saidAt = r.statedAt
	}
	return r.send(ctx)
}

// next is the next chunk. Statements that become due before it comes are made meanwhile.
func (r *run) next(ctx context.Context, chunks <-chan chunk) (c chunk, more bool, err error) {
	for r.unstated() {
		due := time.NewTimer(r.loop.hurry() - r.loop.now().Sub(r.saidAt))
		select {
		case c, more = <-chunks:
			due.Stop()
			return c, more, nil
		case <-due.C:
		}
		r.watch.Progress()
		err := r.state(ctx)
		r.rest()
		if err != nil {
			return c, false, err
		}
	}
	c, more = <-chunks
	return c, more, nil
}

// mostKept bounds the room that is kept for messages.
const mostKept = 4096

// keep keeps the room that published messages took. Where publishing failed it is left alone: a connection that was given
// up may still be writing from it.
func (r *run) keep(messages []Message) {
	if cap(messages) > mostKept {
		return
	}
	clear(messages)
	r.batch.Messages = messages[:0]
}
