package simulate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
)

// user is one person on the platform.
type user struct {
	name string
	// groups holds an index per dimension, cast what all users of the same groups share.
	groups []int
	cast   *cast
	locale int
	mood   float64
}

// cast is what users of the same groups share.
type cast struct {
	groups  map[string]string
	intents wheel
}

// population is everyone on the platform.
type population struct {
	users   []user
	weights wheel
}

// heavyUser is the index of the heavy user, in scenarios that have one.
const heavyUser = 0

func populate(s Scenario, seed uint64) population {
	rng := rand.New(rand.NewPCG(seed, 0x9e0))
	wheels := make([]wheel, len(s.Dimensions))
	for i, d := range s.Dimensions {
		wheels[i] = shareWheel(d.Groups)
	}
	locales := shareWheel(s.Locales)
	casts := map[string]*cast{}
	p := population{users: make([]user, s.Users)}
	weights, total := make([]float64, s.Users), 0.0
	for i := range p.users {
		u := user{name: fmt.Sprintf("u%06d", i+1), groups: make([]int, len(wheels))}
		for d, w := range wheels {
			u.groups[d] = w.draw(rng)
		}
		u.locale = locales.draw(rng)
		u.mood = rng.NormFloat64() * s.Tastes.Mood
		weights[i] = math.Exp(s.Activity * min(rng.NormFloat64(), 3))
		if s.Heavy != nil && i == heavyUser {
			for d, dim := range s.Dimensions {
				if g := s.group(dim.Name, s.Heavy.Groups[dim.Name]); g >= 0 {
					u.groups[d] = g
				}
			}
		}
		u.cast = castOf(s, casts, u.groups)
		p.users[i] = u
		total += weights[i]
	}
	if s.Heavy != nil {
		weights[heavyUser] = (total - weights[heavyUser]) * s.Heavy.Share / (1 - s.Heavy.Share)
	}
	p.weights = newWheel(len(weights), func(i int) float64 { return weights[i] })
	return p
}

func castOf(s Scenario, casts map[string]*cast, groups []int) *cast {
	var key strings.Builder
	for _, g := range groups {
		fmt.Fprintf(&key, "%d,", g)
	}
	if c, ok := casts[key.String()]; ok {
		return c
	}
	c := &cast{groups: map[string]string{}}
	for d, g := range groups {
		c.groups[s.Dimensions[d].Name] = s.Dimensions[d].Groups[g].Name
	}
	c.intents = newWheel(len(s.Intents), func(i int) float64 {
		share := s.Intents[i].Share
		for d, g := range groups {
			if f, ok := s.Intents[i].Mix[s.Dimensions[d].Name][s.Dimensions[d].Groups[g].Name]; ok {
				share *= f
			}
		}
		return share
	})
	casts[key.String()] = c
	return c
}
