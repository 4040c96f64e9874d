package mine

import "github.com/gpa-stream/gpa/services/ruleminer/internal/evidence"

// generation is the evidence of one group and intent since its start bucket. It adds up over flushes.
type generation struct {
	start         int64
	aspects       *evidence.Sums
	users         []userSet
	wishes        *evidence.Wishes
	wishUsers     []userSet
	conversations conversationSet
	quality       quality
	// strata stand beside aspects, for people.
	strata strata

	// views are what the sums say, made when asked for.
	views *views
}

// views are evaluations per channel, and which aspects have enough observations, users and conversations.
type views struct {
	scores    [channels]evidence.Evaluation
	supported [channels][]bool
}

func newGeneration(start int64, aspects, wishes int) *generation {
	return &generation{
		start:   start,
		aspects: evidence.NewSums(aspects), users: make([]userSet, aspects),
		wishes: evidence.NewWishes(wishes), wishUsers: make([]userSet, wishes),
	}
}

func (g *generation) empty() bool {
	return g.aspects.N == 0 && g.wishes.N == 0 && g.quality.judged == 0
}

func (g *generation) add(d *generation) {
	g.aspects.Add(d.aspects)
	g.wishes.Add(d.wishes)
	for i := range d.users {
		g.users[i].unite(&d.users[i])
	}
	for i := range d.wishUsers {
		g.wishUsers[i].unite(&d.wishUsers[i])
	}
	g.conversations.unite(&d.conversations)
	g.quality.add(&d.quality)
	g.strata.add(d.strata)
	g.views = nil
}

func (g *generation) evaluate(p Params) *views {
	if g.views != nil {
		return g.views
	}
	v := &views{scores: [channels]evidence.Evaluation{
		revealed: g.aspects.Evaluate(int64(p.MinArm), p.RidgeN),
		stated:   g.wishes.Evaluate(int64(p.MinArm)),
	}}
	least := int64(p.MinUsers)
	enough := g.conversations.atLeast() >= least
	for channel := range v.supported {
		v.supported[channel] = make([]bool, len(v.scores[channel].Eligible))
		for aspect, eligible := range v.scores[channel].Eligible {
			v.supported[channel][aspect] = eligible && enough && g.exposed(channel, aspect) >= least
		}
	}
	g.views = v
	return v
}

// exposed are the users of an aspect in a channel.
func (g *generation) exposed(channel, aspect int) int64 {
	if channel == revealed {
		return g.users[aspect].atLeast()
	}
	return g.wishUsers[aspect].atLeast()
}

// counts are the observations of a channel, and those with the aspect.
func (g *generation) counts(channel, aspect int) (n, n1 int64) {
	if channel == revealed {
		return g.aspects.N, g.aspects.N1[aspect]
	}
	return g.wishes.N, g.wishes.N1[aspect]
}

// move gives a channel's aspects other places.
func (g *generation) move(channel int, from []int) {
	if channel == revealed {
		g.aspects, g.users = g.aspects.Select(from), moveSets(g.users, from)
		g.strata.move(from)
	} else {
		g.wishes, g.wishUsers = g.wishes.Select(from), moveSets(g.wishUsers, from)
	}
	g.views = nil
}

func moveSets(sets []userSet, from []int) []userSet {
	moved := make([]userSet, len(from))
	for i, at := range from {
		if at >= 0 {
			moved[i] = sets[at]
		}
	}
	return moved
}
