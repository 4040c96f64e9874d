package protocol

import (
	"context"
	"errors"
	"fmt"

	"github.com/gpa-stream/gpa/pkg/stream"
)

// A plan is a run: what comes in, in which schedule, with how many crashes.
type plan struct {
	imports [][][]stream.Record
	seed    uint64
	fault   float64
	idle    bool
	waits   bool // sources far ahead wait for the others
	hurries bool // the second import does not wait for the first to be closed
}

// patience is how many steps all must have been quiet before the next import comes, and how many more where idle marks may be made.
const (
	patience     = 60
	idlePatience = 600
	tooLong      = 400_000
)

var errStuck = errors.New("stuck")

// run works through a plan and gives the world as it is at the end.
func run(ctx context.Context, p plan) (*world, error) {
	w, err := newWorld(ctx, p)
	if err != nil {
		return nil, err
	}
	later := p.imports[1:]
	w.tired = p.idle
	w.bring(p.imports[0])
	if p.hurries {
		w.bring(later[0])
		later = later[1:]
	}
	var (
		saved   *backup
		setBack bool
	)
	for step, quiet := 1, 0; ; step++ {
		w.arrive(step)
		w.fault = 0
		if (step/400)%3 != 2 && step < 60_000 { // a storm, a lull, a storm
			w.fault = p.fault
		}
		if err := w.turn(step, &saved); err != nil {
			return nil, err
		}
		if err := w.haunt(quiet > patience); err != nil {
			return nil, err
		}
		now, err := w.quiet()
		if err != nil {
			return nil, err
		}
		if now || quiet > 0 {
			quiet++
		}
		enough := quiet > patience && !p.idle || quiet > idlePatience
		switch {
		case !now || !enough || len(w.zombies) > 0:
		case w.tired:
			if err := w.night(); err != nil {
				return nil, err
			}
			quiet = 0
		case len(later) == 0 && saved != nil && !setBack:
			w.restore(saved) // Once more when all is done, and nothing new comes that would show it.
			setBack, quiet = true, 0
		default:
			if len(later) == 0 {
				return w, w.wake()
			}
			w.bring(later[0])
			later, quiet, w.tired = later[1:], 0, p.idle
		}
		if step > tooLong {
			return nil, w.stuck()
		}
	}
}

// turn is one step of one actor, or a misfortune.
func (w *world) turn(step int, saved **backup) error {
	a := pick(w.rng, w.actors...)
	switch x := w.rng.Float64(); {
	case x < w.fault:
		w.kill(a)
		return nil
	case x < w.fault*1.03 && step > 200:
		if *saved == nil || w.rng.IntN(3) == 0 {
			*saved = w.db.backup()
			return nil
		}
		w.restore(*saved)
		return nil
	}
	return a.step(w.ctx)
}

func (w *world) stuck() error {
	var who []string
	for _, a := range w.actors {
		if done, err := a.done(w.ctx); err != nil || !done {
			who = append(who, fmt.Sprintf("%T", a))
		}
	}
	return fmt.Errorf("%w: %d zombies; not done are %v", errStuck, len(w.zombies), who)
}
