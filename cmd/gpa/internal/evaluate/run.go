package evaluate

import (
	"context"
	"fmt"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

// naiveLevel is that at which the z-test publishes.
const naiveLevel = 0.05

// procedure is the miner with its settings, and what is thought of it.
type procedure struct {
	miner *ruleminer.Replay
	judge *judge
}

// Run is one world, mined day by day, with a look after each. With parameters in beside (KEY=VALUE) a second miner that has
// them as well gets the same data.
func Run(ctx context.Context, s Scenario, seed uint64, c ruleminer.Config, beside ...string) (Outcome, error) {
	r, err := newRun(s, seed, c, beside)
	if err != nil {
		return Outcome{}, fmt.Errorf("evaluate %s: %w", s.Name, err)
	}
	for day := range s.Days {
		if err := ctx.Err(); err != nil {
			return Outcome{}, fmt.Errorf("evaluate %s: %w", s.Name, err)
		}
		if err := r.day(day); err != nil {
			return Outcome{}, fmt.Errorf("evaluate %s: %w", s.Name, err)
		}
	}
	return r.outcome(), nil
}

// run is a world and all who look at it. The first procedure is the miner as it is set.
type run struct {
	world      *world
	simple     *naive
	checker    *checker
	procedures []procedure
}

func newRun(s Scenario, seed uint64, c ruleminer.Config, beside []string) (*run, error) {
	w := newWorld(s, seed)
	c.Salt = schema.Salt(fmt.Sprintf("%s %d", s.Name, seed))
	r := &run{world: w, simple: newNaive(s)}
	settings := [][]string{c.Set}
	if len(beside) > 0 {
		settings = append(settings, slices.Concat(c.Set, beside))
	}
	for _, set := range settings {
		c.Set = set
		miner, err := ruleminer.NewReplay(c)
		if err != nil {
			return nil, err
		}
		r.procedures = append(r.procedures, procedure{miner, newJudge(w)})
	}
	first := r.procedures[0].miner
	r.checker = newChecker(w, first.MinUsers(), first.SameEffect())
	return r, nil
}

func (r *run) day(day int) error {
	r.world.day(day, func(o ruleminer.Observation, who, intent int, present []bool) {
		group := 0
		if who >= 0 {
			group = r.world.users[who].group
		}
		r.simple.add(&o, group, intent, present)
		r.checker.saw(who, group, intent)
		for _, p := range r.procedures {
			p.miner.Add(o)
		}
	})
	for i, p := range r.procedures {
		if err := p.miner.Close(int64(day)); err != nil {
			return err
		}
		set := p.miner.RuleSet()
		p.judge.rules(day, set.Rules)
		if i == 0 {
			r.checker.day(day, set)
			p.judge.claims(day, r.simple.published(naiveLevel))
		}
	}
	return nil
}

func (r *run) outcome() Outcome {
	o := r.procedures[0].judge.outcome()
	o.Checks = r.checker.out
	for _, p := range r.procedures[1:] {
		other := p.judge.outcome().Miner
		o.Beside = &other
	}
	return o
}
