package simulate

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/simulate/prose"
)

// Generate gives the conversations of the scenario to emit, in the order of their last turns, and returns what was
// planted. It stops at the first error of emit or when ctx ends. A conversation may be kept after emit returns.
func Generate(ctx context.Context, s Scenario, seed uint64, emit func(Conversation) error) (Truth, error) {
	lib, err := prose.Open()
	if err != nil {
		return Truth{}, fmt.Errorf("simulate %s: %w", s.Name, err)
	}
	p := newPlan(s, seed)
	if err := p.withTexts(lib); err != nil {
		return Truth{}, fmt.Errorf("simulate %s: %w", s.Name, err)
	}
	source := rand.NewPCG(0, 0)
	rng := rand.New(source)
	st := stage{plan: p, rng: rng, write: lib.NewWriter(rng), topics: lib.Topics(), truth: s.Truth(seed)}
	times, dates := newCalendar(s), rand.New(rand.NewPCG(seed, 0xda7e))
	for i := range s.Conversations {
		if i%256 == 0 && ctx.Err() != nil {
			return st.truth, fmt.Errorf("simulate %s: %w", s.Name, ctx.Err())
		}
		source.Seed(seed, uint64(i)+1<<32)
		c := st.conversation(times.next(dates))
		c.ID = fmt.Sprintf("c%07d", i+1)
		if err := emit(c); err != nil {
			return st.truth, fmt.Errorf("simulate %s: conversation %d: %w", s.Name, i+1, err)
		}
	}
	return st.truth, nil
}

// stage plays conversations one after the other.
type stage struct {
	*plan
	rng    *rand.Rand
	write  *prose.Writer
	topics int
	truth  Truth
	scene  scene
	clock  time.Duration
}

// maxExchanges keeps conversations shorter than the longest.
const maxExchanges = 8

// conversation plays one conversation that ends at that time.
func (st *stage) conversation(end time.Time) Conversation {
	who := st.people.weights.draw(st.rng)
	u := &st.people.users[who]
	c := Conversation{User: u.name, Groups: u.cast.groups}
	intent := u.cast.intents.draw(st.rng)
	c.Intent = st.intents[intent].name
	model := st.models.draw(st.rng)
	if len(st.s.Models) > 0 {
		c.Stratum = st.s.Models[model].Name
	}
	if len(st.s.Locales) > 0 {
		c.Locale = st.s.Locales[u.locale].Name
	}
	topic := st.rng.IntN(st.topics)
	st.clock = 0
	c.Turns = append(c.Turns, st.turn("user", st.write.Prompt(st.intents[intent].kind, topic), 0))
	more := 1 - 1/st.s.Exchanges
	for n := 1; ; n++ {
		last := n == maxExchanges || st.rng.Float64() >= more
		moved, spoke := st.exchange(&c, who, intent, model, topic)
		if last || !spoke {
			break
		}
		if moved >= 0 {
			topic = moved
		}
	}
	st.count(c)
	shift(&c, end)
	return c
}

// exchange adds an answer and the reaction to it. moved is the topic that the user turned to, or -1.
func (st *stage) exchange(c *Conversation, who, intent, model, topic int) (moved int, spoke bool) {
	in, rng, r := &st.intents[intent], st.rng, st.s.Reactions
	st.play(rng, who, intent, model, &st.scene)
	answer := st.turn("assistant", st.write.Answer(in.kind, topic, in.shown(st.scene.present)), 4+rng.IntN(30))
	answer.Model = c.Stratum
	c.Turns = append(c.Turns, answer)
	st.truth.Counts.Exchanges++
	if rng.Float64() < r.Explicit {
		c.Feedback = append(c.Feedback, rate(rng, len(c.Turns)-1, st.scene.satisfied, st.clock))
	}
	if rng.Float64() < r.None {
		st.truth.Counts.Silent++
		return -1, false
	}
	cue := prose.Cue{Kind: in.kind, Topic: topic, Mood: st.mood(), NextTopic: (topic + 1 + rng.IntN(st.topics-1)) % st.topics}
	if len(st.languages) > 0 {
		cue.Language = st.languages[st.people.users[who].locale]
	}
	if cue.Mood != prose.Satisfied {
		if i, more, ok := st.wish(rng, intent, &st.scene); ok {
			cue.Wish = &prose.Wish{Aspect: in.aspects[i].shown, More: more}
		}
	}
	said := st.write.Reaction(cue)
	if said.Wished {
		st.truth.Counts.Wishes++
	}
	pause := 20 * math.Exp(1.2*min(rng.NormFloat64(), 2.5)+1)
	c.Turns = append(c.Turns, st.turn("user", said.Text, min(int(pause), 400)))
	if said.Moved {
		return cue.NextTopic, true
	}
	return -1, true
}

// mood is how the user takes the scene, in words.
func (st *stage) mood() prose.Mood {
	r, n := st.s.Reactions, &st.truth.Counts
	switch {
	case st.rng.Float64() < r.Neutral/max(1-r.None, 1e-9):
		n.Neutral++
		return prose.Neutral
	case st.scene.satisfied:
		n.Satisfied++
		return prose.Satisfied
	}
	n.Dissatisfied++
	return prose.Dissatisfied
}

// shown is the set of the present aspects for the writer.
func (in *planIntent) shown(present uint64) prose.Set {
	var s prose.Set
	for i, a := range in.aspects {
		if present&(1<<i) != 0 {
			s |= 1 << a.shown
		}
	}
	return s
}

// turn is a turn that many seconds after the one before.
func (st *stage) turn(role, text string, after int) Turn {
	st.clock += time.Duration(after) * time.Second
	return Turn{Role: role, Content: text, At: time.Time{}.Add(st.clock)}
}

// rate is an explicit rating; now and then a finger slips.
func rate(rng *rand.Rand, turn int, satisfied bool, clock time.Duration) Feedback {
	f := Feedback{Turn: turn, At: time.Time{}.Add(clock)}
	if rng.IntN(33) == 0 {
		satisfied = !satisfied
	}
	if rng.IntN(3) == 0 {
		f.Scale, f.Rating = 5, 1+rng.IntN(2)
		if satisfied {
			f.Rating = 4 + rng.IntN(2)
		}
		return f
	}
	f.Value = "down"
	if satisfied {
		f.Value = "up"
	}
	return f
}

// shift moves all times so that the last turn is at end.
func shift(c *Conversation, end time.Time) {
	by := c.Turns[len(c.Turns)-1].At.Sub(time.Time{})
	for i := range c.Turns {
		c.Turns[i].At = end.Add(c.Turns[i].At.Sub(time.Time{}) - by)
	}
	for i := range c.Feedback {
		c.Feedback[i].At = end.Add(c.Feedback[i].At.Sub(time.Time{}) - by)
	}
}

func (st *stage) count(c Conversation) {
	n := &st.truth.Counts
	n.Conversations++
	n.Turns += len(c.Turns)
	n.Ratings += len(c.Feedback)
}
