package evaluate

import (
	"context"
	"fmt"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

// naiveLevel is that at which the z-test publishes.
const naiveLevel = 0.05

// Run is one world, mined day by day, with a look after each.
func Run(ctx context.Context, s Scenario, seed uint64, c ruleminer.Config) (Outcome, error) {
	w := newWorld(s, seed)
	c.Salt = schema.Salt(fmt.Sprintf("%s %d", s.Name, seed))
	miner, err := ruleminer.NewReplay(c)
	if err != nil {
		return Outcome{}, fmt.Errorf("evaluate %s: %w", s.Name, err)
	}
	simple := newNaive(s)
	j := newJudge(w)
	for day := range s.Days {
		if err := ctx.Err(); err != nil {
			return Outcome{}, fmt.Errorf("evaluate %s: %w", s.Name, err)
		}
		w.day(day, func(o ruleminer.Observation, who, intent int, present []bool) {
			group := 0
			if who >= 0 {
				group = w.users[who].group
			}
			simple.add(&o, group, intent, present)
			miner.Add(o)
		})
		if err := miner.Close(int64(day)); err != nil {
			return Outcome{}, fmt.Errorf("evaluate %s: %w", s.Name, err)
		}
		j.rules(day, miner.RuleSet().Rules)
		j.claims(day, simple.published(naiveLevel))
	}
	return j.outcome(), nil
}
