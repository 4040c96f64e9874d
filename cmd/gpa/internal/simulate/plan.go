package simulate

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/gpa-stream/gpa/cmd/gpa/internal/simulate/prose"
)

// plan is a scenario made ready for drawing.
type plan struct {
	s         Scenario
	seed      uint64
	people    population
	models    wheel
	languages []string
	intents   []planIntent
}

type planIntent struct {
	name string
	// kind is the intent in the phrase library.
	kind    int
	aspects []planAspect
	// errors holds the share of wrong answers per dimension and group.
	errors [][]float64
}

type planAspect struct {
	name     string
	rate     float64
	everyone float64
	// byGroup holds what is added, per dimension and group.
	byGroup [][]float64
	// shown is the index in prose.Aspects, or -1.
	shown int
	// heavy is what the heavy user adds.
	heavy float64
}

func newPlan(s Scenario, seed uint64) *plan {
	p := &plan{s: s, seed: seed, people: populate(s, seed)}
	p.models = newWheel(len(s.Models), func(i int) float64 { return s.Models[i].Share })
	for _, l := range s.Locales {
		language, _, _ := strings.Cut(l.Name, "-")
		p.languages = append(p.languages, language)
	}
	for _, in := range s.Intents {
		pi := planIntent{name: in.Name, errors: s.table(in.Errors)}
		for _, name := range slices.Sorted(maps.Keys(in.Aspects)) {
			a := planAspect{name: name, rate: in.Aspects[name], everyone: in.everyone(name), shown: prose.Index(name)}
			for _, d := range s.Dimensions {
				row := make([]float64, len(d.Groups))
				for g := range d.Groups {
					row[g] = in.effect(name, d.Name, d.Groups[g].Name)
				}
				a.byGroup = append(a.byGroup, row)
			}
			if s.Heavy != nil && s.Heavy.Intent == in.Name && s.Heavy.Aspect == name {
				a.heavy = s.Heavy.Effect
			}
			pi.aspects = append(pi.aspects, a)
		}
		p.intents = append(p.intents, pi)
	}
	return p
}

// withTexts finds the phrases for every intent and aspect.
func (p *plan) withTexts(lib *prose.Library) error {
	for i := range p.intents {
		in := p.s.Intents[i]
		kind := in.Kind
		if kind == "" {
			kind = in.Name
		}
		if p.intents[i].kind = lib.Kind(kind); p.intents[i].kind < 0 {
			return fmt.Errorf("intents[%d]: no phrases for intent %q; kind may be one of %s", i, kind, strings.Join(lib.Kinds(), ", "))
		}
		for _, a := range p.intents[i].aspects {
			if a.shown < 0 {
				return fmt.Errorf("intents[%d].aspects: answers cannot be made to show %q; these can: %s", i, a.name, strings.Join(prose.Aspects, ", "))
			}
		}
	}
	return nil
}

// table turns dimension, group, number into rows by index.
func (s Scenario) table(t map[string]map[string]float64) [][]float64 {
	var rows [][]float64
	for _, d := range s.Dimensions {
		row := make([]float64, len(d.Groups))
		for g := range d.Groups {
			row[g] = t[d.Name][d.Groups[g].Name]
		}
		rows = append(rows, row)
	}
	return rows
}

// scene is one exchange as it happened, before anyone writes it down.
type scene struct {
	present   uint64
	wrong     bool
	satisfied bool
	effects   []float64
}

// play draws an answer to that user and whether it satisfies.
func (p *plan) play(rng *rand.Rand, who, intent, model int, sc *scene) {
	u, in := &p.people.users[who], &p.intents[intent]
	sc.present, sc.effects = 0, sc.effects[:0]
	chance := p.s.Satisfaction + u.mood
	if len(p.s.Models) > 0 {
		chance += p.s.Models[model].Satisfaction
	}
	for i, a := range in.aspects {
		effect := p.effect(who, intent, i)
		sc.effects = append(sc.effects, effect)
		x := 0.0
		if rng.Float64() < a.rate {
			x = 1
			sc.present |= 1 << i
		}
		chance += effect * (x - a.rate)
	}
	share := 0.0
	for d, g := range u.groups {
		share = max(share, in.errors[d][g])
	}
	if sc.wrong = rng.Float64() < share; sc.wrong {
		chance = 0.08
	}
	sc.satisfied = rng.Float64() < min(max(chance, 0.03), 0.97)
}

// effect is how that user takes an aspect in answers to that intent.
func (p *plan) effect(who, intent, aspect int) float64 {
	u, a := &p.people.users[who], &p.intents[intent].aspects[aspect]
	e := a.everyone + p.s.Tastes.Aspects*normal(mix(p.seed, mix(uint64(who), uint64(intent)<<32|uint64(aspect))))
	for d, g := range u.groups {
		e += a.byGroup[d][g]
	}
	if p.s.Heavy != nil && who == heavyUser {
		e += a.heavy
	}
	return e
}
