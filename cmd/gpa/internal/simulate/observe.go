package simulate

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// GenerateObservations gives the scenario as observations, one per exchange and Conversations of them, in order of
// time: what perfect extractors and an honest classifier, right as often as its confidence says, would make of it.
// Aspects may have any names. Slices may be kept; the map of groups is shared and must not be changed.
func GenerateObservations(ctx context.Context, s Scenario, seed uint64, emit func(Observation) error) (Truth, error) {
	p := newPlan(s, seed)
	truth := s.Truth(seed)
	source := rand.NewPCG(0, 0)
	rng := rand.New(source)
	times, dates := newCalendar(s), rand.New(rand.NewPCG(seed, 0xda7e))
	var sc scene
	for i := range s.Conversations {
		if i%1024 == 0 && ctx.Err() != nil {
			return truth, fmt.Errorf("simulate %s: %w", s.Name, ctx.Err())
		}
		source.Seed(seed, uint64(i)+1<<32)
		o := p.observe(rng, &sc, &truth.Counts)
		o.ID, o.Conversation, o.At = fmt.Sprintf("o%07d", i+1), fmt.Sprintf("c%07d", i+1), times.next(dates)
		if err := emit(o); err != nil {
			return truth, fmt.Errorf("simulate %s: observation %d: %w", s.Name, i+1, err)
		}
	}
	return truth, nil
}

func (p *plan) observe(rng *rand.Rand, sc *scene, n *Counts) Observation {
	who := p.people.weights.draw(rng)
	u := &p.people.users[who]
	intent, model := u.cast.intents.draw(rng), p.models.draw(rng)
	in := &p.intents[intent]
	o := Observation{User: u.name, Groups: u.cast.groups, Intent: in.name, Aspects: []string{}}
	if len(p.s.Models) > 0 {
		o.Stratum = p.s.Models[model].Name
	}
	p.play(rng, who, intent, model, sc)
	for i, a := range in.aspects {
		if sc.present&(1<<i) != 0 {
			o.Aspects = append(o.Aspects, a.name)
		}
	}
	n.Conversations++
	n.Exchanges++
	r := p.s.Reactions
	o.Confidence = confidence(rng)
	neutral := rng.Float64() < r.Neutral/max(1-r.None, 1e-9)
	switch right := rng.Float64() < o.Confidence; {
	case neutral:
		o.Label = "neutral"
		n.Neutral++
	case sc.satisfied == right:
		o.Label = "SAT"
	default:
		o.Label = "DSAT"
	}
	if !neutral && sc.satisfied {
		n.Satisfied++
	} else if !neutral {
		n.Dissatisfied++
	}
	if sc.satisfied && !neutral {
		return o
	}
	if i, more, ok := p.wish(rng, intent, sc); ok {
		o.Stated = []Stated{{Aspect: in.aspects[i].name, Direction: direction(more), Confidence: confidence(rng)}}
		n.Wishes++
	}
	return o
}

// confidence is two decimals from 0.6 to 0.99, high ones more often.
func confidence(rng *rand.Rand) float64 {
	return float64(99-min(rng.IntN(40), rng.IntN(40))) / 100
}

func direction(more bool) string {
	if more {
		return schema.More
	}
	return schema.Less
}
