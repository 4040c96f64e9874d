package evaluate

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// place is where an effect is: in the answers to one group and intent.
type place struct{ intent, group, aspect int }

// effect is what an aspect does to satisfaction, or which direction wishes have on average; before and after the change.
type effect struct{ before, after float64 }

// question is what a rule answers, its direction aside. Versus is -1 for a preference.
type question struct {
	intent, group, versus, aspect int
	stated                        bool
}

// truth is what was planted.
type truth struct {
	likes, wishes map[place]effect
	// sizes are the planted effects by question, as they are listed in the scenario, and what becomes of them.
	sizes map[question]Planted
	// alike are how many kinds of users each group is made of when groups are shuffled; else 0.
	alike int
}

// plant chooses places for what a scenario plants. No question is planted twice.
func plant(s Scenario, rng *rand.Rand) truth {
	t := truth{likes: map[place]effect{}, wishes: map[place]effect{}, sizes: map[question]Planted{}}
	taken := map[[2]int]bool{}
	for _, p := range s.Planted {
		for range p.Count {
			intent, aspect, ok := free(s, rng, taken, p.Kind)
			if !ok {
				continue
			}
			sign := float64(1 - 2*rng.IntN(2))
			t.plant(s, p, intent, aspect, sign, rng)
		}
	}
	if s.Shuffled {
		t.alike = len(s.Groups)
		clear(t.sizes)
	}
	return t
}

// free draws an intent and aspect where nothing is planted yet.
func free(s Scenario, rng *rand.Rand, taken map[[2]int]bool, kind string) (intent, aspect int, ok bool) {
	aspects := s.Aspects
	if kind == Wish {
		aspects = min(aspects, wishedFor)
	}
	for range 1000 {
		at := [2]int{rng.IntN(s.Intents), rng.IntN(aspects)}
		if !taken[at] {
			taken[at] = true
			return at[0], at[1], true
		}
	}
	return 0, 0, false
}

func (t truth) plant(s Scenario, p Planted, intent, aspect int, sign float64, rng *rand.Rand) {
	e := effect{before: sign * p.Effect, after: sign * p.Effect}
	switch p.Then {
	case Flipped:
		e.after = -e.before
	case Vanished:
		e.after = 0
	}
	switch p.Kind {
	case Everyone:
		for g := range s.Groups {
			t.likes[place{intent, g, aspect}] = e
		}
	case Preference:
		g := rng.IntN(len(s.Groups))
		t.likes[place{intent, g, aspect}] = e
		t.sizes[question{intent, g, -1, aspect, false}] = p
	case Divergence, Wish:
		g := rng.IntN(len(s.Groups) - 1)
		v := g + 1 + rng.IntN(len(s.Groups)-1-g)
		at, half := t.likes, effect{e.before / 2, e.after / 2}
		if p.Kind == Wish {
			at = t.wishes
		}
		at[place{intent, g, aspect}] = half
		at[place{intent, v, aspect}] = effect{-half.before, -half.after}
		t.sizes[question{intent, g, v, aspect, p.Kind == Wish}] = p
	}
}

// of is the true effect that a question is about, other aspects held fixed.
func (t truth) of(q question) effect {
	at := t.likes
	if q.stated {
		at = t.wishes
	}
	if t.alike > 0 {
		return average(at, q, t.alike)
	}
	e := at[place{q.intent, q.group, q.aspect}]
	if q.versus >= 0 {
		v := at[place{q.intent, q.versus, q.aspect}]
		e = effect{e.before - v.before, e.after - v.after}
	}
	return e
}

// average is the effect on all users, and that two groups made of the same users do not differ.
func average(at map[place]effect, q question, groups int) effect {
	e := effect{}
	for g := 0; g < groups && q.versus < 0; g++ {
		own := at[place{q.intent, g, q.aspect}]
		e.before += own.before / float64(groups)
		e.after += own.after / float64(groups)
	}
	return e
}

// looksLike is the effect that an aspect shows when it is looked at alone: what goes along with it adds its own. It is
// the one that a rule shows.
func (w *world) looksLike(q question) effect {
	e := w.truth.of(q)
	if q.stated {
		return e
	}
	first := q.aspect / bundle * bundle
	p := w.shares[q.aspect]
	for other := first; other < min(first+bundle, w.s.Aspects); other++ {
		if other == q.aspect {
			continue
		}
		o := q
		o.aspect = other
		x := w.truth.of(o)
		along := w.s.Together * w.s.Together / (p * (1 - p))
		e.before += along * x.before
		e.after += along * x.after
	}
	return e
}

// askedBy is the question that a rule answers; false when its names are none of the scenario's.
func (w *world) askedBy(r schema.Rule) (question, bool) {
	q := question{versus: -1, stated: r.Channel == schema.StatedBy}
	q.intent, q.aspect, q.group = w.intentOf(r.Intent), slices.Index(w.aspects, r.Aspect), w.groupOf(r.Group)
	ok := q.intent >= 0 && q.aspect >= 0 && q.group >= 0
	if r.Kind == schema.Divergence {
		q.versus = w.groupOf(r.Versus)
		ok = ok && q.versus >= 0
	}
	return q, ok
}

func (w *world) groupOf(name string) int { return slices.Index(w.s.Groups, name) }

func (w *world) intentOf(name string) int { return slices.Index(w.intents, name) }

// plantedQuestions are in order.
func (t truth) plantedQuestions() []question {
	return slices.SortedFunc(maps.Keys(t.sizes), func(a, b question) int {
		return cmp.Or(
			cmp.Compare(a.intent, b.intent), cmp.Compare(a.aspect, b.aspect), cmp.Compare(a.group, b.group), cmp.Compare(a.versus, b.versus),
		)
	})
}

// right says whether a direction is that of an effect.
func right(e, direction float64) bool { return math.Abs(e) > 1e-9 && (e > 0) == (direction > 0) }
