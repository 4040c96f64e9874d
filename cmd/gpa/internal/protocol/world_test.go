package protocol

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/gpa-stream/gpa/pkg/outbox"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/pkg/stream"
	"github.com/gpa-stream/gpa/services/attrextractor"
	"github.com/gpa-stream/gpa/services/ingest"
	"github.com/gpa-stream/gpa/services/ruleminer"
	"github.com/gpa-stream/gpa/services/turnclassifier"
)

const (
	prefix      = "gpa."
	raw         = prefix + string(schema.TopicRaw)
	deadLetters = prefix + "dlq"
	salt        = "salt"
)

// A world is a whole system in memory, with everybody who works in it.
type world struct {
	ctx    context.Context
	rng    *rand.Rand
	fault  float64 // the chance of a crash, at the moment
	pace   int     // the most records of a step
	broker *broker
	db     *database
	public []outbox.Event  // the public topic of the rubrics
	late   map[string]bool // what ingest found late
	nested bool            // somebody works in between already
	heard  int             // how much of what sources say of their progress ingest has heard
	tired  bool            // time has to pass: the database was set back and workers may not know it, or sources are to be idle

	reading    *ingest.Stage
	service    *ruleminer.Service
	classifier *turnclassifier.Stage
	workers    []actor // those whom the store alone fences
	actors     []actor // all who take turns
	zombies    []*zombie
	sleepers   []*relay
}

// A zombie sleeps for some time, and then takes some steps.
type zombie struct {
	actor
	sleep, steps int
}

func newWorld(ctx context.Context, p plan) (*world, error) {
	w := &world{ctx: ctx, rng: rand.New(rand.NewPCG(p.seed, 1)), broker: newBroker(), db: newDatabase(), late: map[string]bool{}}
	w.pace = pick(w.rng, 5, 8, 20)
	w.db.miner.interrupts = func() error {
		return w.interrupt(func() error { return newCoordinator(w).step(ctx) })
	}
	w.db.rubrics.interrupts = func() error {
		return w.interrupt(func() error { return newPublisher(w).step(ctx) })
	}
	into := ingest.Config{
		Records: ingest.Records{Salt: salt}, Finished: true, Sources: sources, Lateness: lateness * time.Second,
		Output: prefix + string(schema.TopicTurns), Partitions: conversing,
	}
	if p.waits {
		into.Progress, into.MaxAhead, into.Idle = progress.Topic, (2*window+lateness)*time.Second, never
	}
	if p.idle {
		into.Idle = time.Minute
	}
	var err error
	w.reading, err = ingest.New(into, ingest.Ports{Late: func(l ingest.Late) {
		w.late[fmt.Sprintf("%d@%d", l.Source.Index, l.Offset)] = true
	}})
	if err != nil {
		return nil, err
	}
	judging := turnclassifier.Default()
	judging.Window = window * time.Second
	if w.classifier, err = turnclassifier.New(judging, judge{slots: pick(w.rng, 1, 2)}); err != nil {
		return nil, err
	}
	extracting, err := attrextractor.New(attrextractor.Config{Topics: schema.Names{Prefix: prefix}, Observations: observing, Exchanges: conversing}, attrextractor.NoSpans{})
	if err != nil {
		return nil, err
	}
	if w.service, err = ruleminer.New(mining(), w.db.miner); err != nil {
		return nil, err
	}
	w.employ(ingest.Name, w.reading, raw, sources)
	w.employ(turnclassifier.Service, w.classifier, into.Output, conversing)
	w.employ(attrextractor.Service, extracting, prefix+string(schema.TopicExchanges), conversing)
	n := len(w.actors)
	w.employ(ruleminer.Name, w.service.Stage(), prefix+string(schema.TopicObservations), observing)
	w.actors = append(w.actors, newCoordinator(w), newPublisher(w))
	w.workers = w.actors[n:len(w.actors):len(w.actors)]
	w.actors = append(w.actors, relayer{w})
	return w, nil
}

// mining are settings by which a few hundred observations are caught by every cap, and make rules that come and go.
func mining() ruleminer.Config {
	c := ruleminer.Defaults()
	c.Salt, c.Partitions, c.LookEvery = salt, observing, 50
	c.Bucket, c.Epoch, c.MaxHold = bucket*time.Second, epoch*time.Second, 12*bucket*time.Second
	c.Set = []string{
		"MinUsers=2", "MinArm=2", "MinFlush=5", "CapIntent=2", "CapUser=3", "CapEpoch=9", "AlphaPub=0.9", "AlphaKeep=0.9",
		"AlphaEmerging=0.9",
	}
	return c
}

func (w *world) employ(service string, s stream.Stage, topic string, partitions int) {
	for i := range partitions {
		w.actors = append(w.actors, &owner{w: w, service: service, stage: s, p: stream.Partition{Topic: topic, Index: int32(i)}})
	}
}

// interrupt may kill whoever calls it, or let another do some work first.
func (w *world) interrupt(other func() error) error {
	switch x := w.rng.Float64(); {
	case x < w.fault:
		return errDied
	case x < 2*w.fault && other != nil && !w.nested:
		w.nested = true
		defer func() { w.nested = false }()
		return other()
	}
	return nil
}

// bring appends an import to the sources.
func (w *world) bring(logs [][]stream.Record) {
	for p, all := range logs {
		for _, rec := range all {
			w.broker.add(stream.Partition{Topic: raw, Index: int32(p)}, rec)
		}
	}
}

// arrive lets records come in. Sources pause in turn.
func (w *world) arrive(step int) {
	for p := range int32(sources) {
		chance := 0.3
		if (step/150+int(p))%3 == 0 {
			chance = 0.02
		}
		if w.rng.Float64() < chance {
			all := len(w.broker.logs[stream.Partition{Topic: raw, Index: p}])
			w.broker.arrived[p] = min(all, w.broker.arrived[p]+1+w.rng.IntN(w.pace))
		}
	}
}

// quiet says that all have done what there is to do.
func (w *world) quiet() (bool, error) {
	for p := range int32(sources) {
		if w.broker.arrived[p] < len(w.broker.logs[stream.Partition{Topic: raw, Index: p}]) {
			return false, nil
		}
	}
	for _, a := range w.actors {
		if done, err := a.done(w.ctx); err != nil || !done {
			return false, err
		}
	}
	return true, nil
}

// kill lets an actor die; half of the time the old one lives on.
func (w *world) kill(a actor) {
	z := a.die()
	if z == nil || w.rng.IntN(2) == 0 {
		return
	}
	w.zombies = append(w.zombies, &zombie{actor: z, sleep: w.rng.IntN(400), steps: 1 + w.rng.IntN(30)})
}

// haunt lets zombies act that have slept enough.
func (w *world) haunt(wake bool) error {
	for _, z := range slices.Clone(w.zombies) {
		z.sleep--
		if wake {
			z.sleep = 0
		}
		if z.sleep > 0 || w.rng.IntN(5) > 0 {
			continue
		}
		z.steps--
		if err := z.step(w.ctx); err != nil {
			return err
		}
	}
	w.zombies = slices.DeleteFunc(w.zombies, func(z *zombie) bool { return z.steps <= 0 })
	return nil
}

// restore sets the database back. Half of the time all notice; otherwise everybody goes on with what they remember.
func (w *world) restore(b *backup) {
	w.db.restore(b)
	if w.rng.IntN(2) == 0 {
		w.tired = true
		return
	}
	for _, a := range w.workers {
		a.die()
	}
	w.zombies = slices.DeleteFunc(w.zombies, func(z *zombie) bool {
		o, isOwner := z.actor.(*owner)
		return !isOwner || o.service == ruleminer.Name
	})
}

// night lets so much time pass that every worker looks at its position, and sources are found idle.
func (w *world) night() error {
	w.tired = false
	for _, a := range w.actors {
		o, isOwner := a.(*owner)
		if !isOwner {
			continue
		}
		o.waits = true
		if err := o.step(w.ctx); err != nil {
			return err
		}
	}
	return nil
}

// wake lets all relays that sleep append what they held, and one of them look at the topic at last.
func (w *world) wake() error {
	w.fault = 0
	for _, l := range w.sleepers {
		if err := l.wakes(w.ctx, w.rng.IntN(2) == 0); err != nil {
			return err
		}
	}
	w.sleepers = nil
	last := &relay{w: w}
	return errors.Join(last.drains(w.ctx), last.repairs(w.ctx))
}
