package protocol

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/gpa-stream/gpa/pkg/outbox"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/rubricpublisher"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

// An actor is one of those who take turns.
type actor interface {
	// step does a little; it returns what can never be right.
	step(ctx context.Context) error
	// done says that nothing is left to do for now.
	done(ctx context.Context) (bool, error)
	// die forgets what is in memory. The zombie, if any, still has it.
	die() (zombie actor)
}

func (o *owner) done(context.Context) (bool, error) { return o.finished(), nil }
func (o *owner) die() actor                         { return o.abandon() }

// A coordinator is the real one; a zombie believes that it still leads.
type coordinator struct {
	w *world
	c *ruleminer.Coordinator
}

func newCoordinator(w *world) *coordinator {
	c := &coordinator{w: w, c: w.service.Coordinator()}
	c.c.OnBucket = func(_ context.Context, bucket int64, endsAt time.Time, set schema.RuleSet) error {
		w.db.rubrics.feed(bucket, endsAt, enliven(set))
		return w.interrupt(nil)
	}
	return c
}

// enliven lets rules hold, or not, by a hash of what is known of them: the few observations of a run would hardly ever
// change a rubric.
func enliven(set schema.RuleSet) schema.RuleSet {
	set.Rules = slices.Clone(set.Rules)
	for i := range set.Rules {
		r := &set.Rules[i]
		r.State = pick2(hash(r.ID, strconv.FormatInt(r.Support.Observations, 10)), schema.Confirmed, schema.Emerging)
	}
	return set
}

func (c *coordinator) step(ctx context.Context) error {
	_, err := c.c.Coordinate(ctx)
	if errors.Is(err, errDied) {
		*c = *newCoordinator(c.w)
		return nil
	}
	if errors.Is(err, stream.ErrFenced) {
		return nil
	}
	return err
}

func (c *coordinator) done(ctx context.Context) (bool, error) {
	_, bucket, err := c.w.db.miner.Holder(ctx)
	if err != nil {
		return false, err
	}
	_, more, err := c.w.db.miner.Next(ctx, bucket, observing)
	return !more, err
}

func (c *coordinator) die() actor {
	z := *c
	*c = *newCoordinator(c.w)
	return &z
}

// A publisher has nothing in memory between its steps.
type publisher struct {
	w *world
	p *rubricpublisher.Publisher
}

func newPublisher(w *world) *publisher {
	return &publisher{w: w, p: rubricpublisher.New(rubricpublisher.Config{}, w.db.rubrics)}
}

func (p *publisher) step(ctx context.Context) error {
	_, err := p.p.Step(ctx)
	if errors.Is(err, errDied) {
		return nil
	}
	return err
}

func (p *publisher) done(ctx context.Context) (bool, error) {
	at, err := p.w.db.rubrics.Position(ctx)
	if err != nil {
		return false, err
	}
	_, more, err := p.w.db.rubrics.Store.Next(ctx, at)
	return !more, err
}

func (p *publisher) die() actor { return nil }

// A relayer is whoever is the relay at the moment.
type relayer struct{ w *world }

func (l relayer) step(ctx context.Context) error {
	r := &relay{w: l.w}
	if l.w.rng.IntN(10) == 0 {
		return r.repairs(ctx)
	}
	return r.drains(ctx)
}

func (l relayer) done(context.Context) (bool, error) { return len(waiting(l.w.events())) == 0, nil }

func (l relayer) die() actor { return nil }

// events are the outbox rows of the versions that were announced, oldest first.
func (w *world) events() []outbox.Event {
	known := w.db.rubrics.events
	found, err := w.db.rubrics.Events(w.ctx, int64(len(known)), 1_000_000)
	if err != nil {
		panic(err)
	}
	for _, e := range found {
		x, err := outbox.New(outbox.KindRubric, e.Rubric.ID, e.Type, e.Rubric.Version, int64(e.Rubric.Version), nil)
		if err != nil {
			panic(err)
		}
		x.Seq = e.Seq
		known = append(known, x)
	}
	w.db.rubrics.events = known
	out := slices.Clone(known)
	for i := range out {
		out[i].Waiting = !w.db.marked[out[i].ID]
	}
	return out
}
