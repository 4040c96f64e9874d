package evaluate

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

const (
	// bundle is how many aspects go along with each other.
	bundle = 5
	// wishedFor is how many aspects users ask for.
	wishedFor = 6
	// level of satisfaction when nothing speaks for or against it.
	level = 0.55
)

const microDay = int64(24 * time.Hour / time.Microsecond)

// world is a chat platform with known truth, ready for drawing.
type world struct {
	s                Scenario
	truth            truth
	rng              *rand.Rand
	intents, aspects []string
	shares           []float64
	users            []user
	// cumulated weights of users and, by group, of models.
	activity []float64
	models   [][]float64

	present []bool
	names   []string
	group   [1]ruleminer.Group
	stated  [1]ruleminer.Stated
}

func newWorld(s Scenario, seed uint64) *world {
	w := &world{s: s, rng: rand.New(rand.NewPCG(seed, 0x5eed)), present: make([]bool, s.Aspects)}
	w.truth = plant(s, w.rng)
	for i := range s.Intents {
		w.intents = append(w.intents, fmt.Sprintf("intent_%02d", i))
	}
	for a := range s.Aspects {
		w.aspects = append(w.aspects, fmt.Sprintf("aspect_%02d", a))
		w.shares = append(w.shares, 0.2+0.3*w.rng.Float64())
	}
	w.populate(seed)
	for _, g := range s.Groups {
		sum, row := 0.0, []float64{}
		for _, m := range s.Models {
			share := m.Share
			if f, ok := m.Groups[g]; ok {
				share *= f
			}
			sum += share
			row = append(row, sum)
		}
		w.models = append(w.models, row)
	}
	return w
}

// day gives the observations of a day to yield: whose they are, negative for spam, about which intent, and which aspects
// the answers have. Slices are used anew for the next one.
func (w *world) day(day int, yield func(o ruleminer.Observation, who, intent int, present []bool)) {
	s := w.s
	from, to := day*s.Observations/s.Days, (day+1)*s.Observations/s.Days
	for i := from; i < to; i++ {
		who := w.pick(w.activity)
		if s.Heavy != nil && w.rng.Float64() < s.Heavy.Share {
			who = w.rng.IntN(s.Heavy.Users)
		}
		w.observe(day, i, who, w.rng.IntN(s.Intents), yield)
	}
	if s.Spam == nil {
		return
	}
	for a := range s.Spam.Accounts {
		for i := range s.Spam.PerDay {
			w.spam(day, a, i, yield)
		}
	}
}

func (w *world) observe(day, i, who, intent int, yield func(ruleminer.Observation, int, int, []bool)) {
	u := &w.users[who]
	model := w.pick(w.models[u.side])
	p := w.answer(day, u, intent, model)
	o := w.observation(u, intent, day)
	o.ID, o.Conversation = "o"+strconv.Itoa(i), "c"+strconv.Itoa(i)
	if len(w.s.Models) > 0 {
		o.Stratum = w.s.Models[model].Name
	}
	satisfied := w.rng.Float64() < p
	if w.wrong(u) {
		satisfied, o.Defect = false, ruleminer.ErrorReport
	}
	// A label is right as often as its confidence says.
	o.Confidence = 0.6 + 0.39*w.rng.Float64()
	if satisfied == (w.rng.Float64() < o.Confidence) {
		o.Label = ruleminer.SAT
	} else {
		o.Label = ruleminer.DSAT
	}
	if w.rng.Float64() < w.s.Wishes {
		o.Stated = w.wish(day, u, intent)
	}
	yield(o, who, intent, w.present)
}

// answer draws the aspects of an answer, and is the chance that it satisfies.
func (w *world) answer(day int, u *user, intent, model int) float64 {
	p := level + u.mood
	habits := [2]Habits{}
	if len(w.s.Models) > 0 {
		habits[0] = w.s.Models[model].Habits
		p += habits[0].Satisfied
	}
	for _, r := range w.s.Releases {
		if day >= r.Day {
			habits[1] = r.Habits
			if r.Group == "" || r.Group == w.s.Groups[u.side] {
				p += r.Satisfied
			}
		}
	}
	lift := 0.0
	for a := range w.present {
		if a%bundle == 0 && w.s.Together > 0 {
			lift = w.s.Together * float64(1-2*w.rng.IntN(2))
		}
		share := w.shares[a]
		for _, h := range habits {
			if a < h.Aspects {
				share += h.More
			}
		}
		w.present[a] = w.rng.Float64() < share+lift
		e := w.likes(day, intent, u.side, a)
		if u.tastes != nil {
			e += u.tastes[a]
		}
		if w.present[a] {
			p += e * (1 - share)
		} else {
			p -= e * share
		}
	}
	return min(max(p, 0.02), 0.98)
}

func (w *world) likes(day, intent, group, aspect int) float64 {
	e := w.truth.likes[place{intent, group, aspect}]
	if w.s.Change > 0 && day >= w.s.Change {
		return e.after
	}
	return e.before
}

// wrong draws whether an answer is simply wrong.
func (w *world) wrong(u *user) bool {
	for _, e := range w.s.Errors {
		if e.Group != w.s.Groups[u.side] {
			continue
		}
		share := e.Share
		if w.present[0] {
			share = e.With
		}
		if w.rng.Float64() < share {
			return true
		}
	}
	return false
}

func (w *world) wish(day int, u *user, intent int) []ruleminer.Stated {
	a := w.rng.IntN(min(wishedFor, w.s.Aspects))
	e := w.truth.wishes[place{intent, u.side, a}]
	mean := e.before
	if w.s.Change > 0 && day >= w.s.Change {
		mean = e.after
	}
	w.stated[0] = ruleminer.Stated{Aspect: w.aspects[a], Direction: -1, Confidence: 0.8 + 0.2*w.rng.Float64()}
	if w.rng.Float64() < 0.5+mean/2 {
		w.stated[0].Direction = 1
	}
	return w.stated[:]
}

// observation is one without a judgement, with the aspects that are present.
func (w *world) observation(u *user, intent, day int) ruleminer.Observation {
	w.names = w.names[:0]
	for a, has := range w.present {
		if has {
			w.names = append(w.names, w.aspects[a])
		}
	}
	w.group[0] = ruleminer.Group{Dimension: "group", Value: w.s.Groups[u.group]}
	return ruleminer.Observation{
		User: u.name, Shard: u.shard, Groups: w.group[:], Intent: w.intents[intent], Aspects: w.names, Time: int64(day) * microDay,
	}
}

// spam is what an account says to make its rule: satisfied when the first aspect is there, dissatisfied when not.
func (w *world) spam(day, account, i int, yield func(ruleminer.Observation, int, int, []bool)) {
	name := schema.Salt("spam").Pseudonym("user", strconv.Itoa(account))
	u := &user{name: name, shard: int(schema.Shard(name))}
	for a := range w.present {
		w.present[a] = w.rng.Float64() < w.shares[a]
	}
	o := w.observation(u, 0, day)
	o.ID = fmt.Sprintf("s%d-%d-%d", day, account, i)
	o.Conversation, o.Label, o.Confidence = o.ID, ruleminer.DSAT, 0.99
	if w.present[0] {
		o.Label = ruleminer.SAT
	}
	yield(o, -1-account, 0, w.present)
}
