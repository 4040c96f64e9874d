package simulate

import (
	"maps"
	"math"
	"slices"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// Truth is what was planted: the yardstick for what is found.
type Truth struct {
	Scenario string `json:"scenario"`
	Seed     uint64 `json:"seed"`
	// Planted are the differences between groups, sorted.
	Planted []Difference `json:"planted"`
	// Agree are the intents on which all groups of a dimension want the same.
	Agree []Agreement `json:"agree"`
	// Shared are the aspects that everyone likes or dislikes alike: no difference, though an effect.
	Shared []Shared `json:"shared"`
	// Dimensions and Intents are all there are: a difference between them that is not planted is wrong.
	Dimensions []string `json:"dimensions"`
	Intents    []string `json:"intents"`
	Counts     Counts   `json:"counts"`
}

// Difference is a planted divergence: Group, alphabetically before Versus, wants more or less of the aspect.
type Difference struct {
	Dimension string  `json:"dimension"`
	Group     string  `json:"group"`
	Versus    string  `json:"versus"`
	Intent    string  `json:"intent"`
	Aspect    string  `json:"aspect"`
	Direction string  `json:"direction"`
	Effect    float64 `json:"effect"`
}

// Agreement is an intent on which the groups of a dimension want the same.
type Agreement struct {
	Dimension string `json:"dimension"`
	Intent    string `json:"intent"`
}

// Shared is an effect that is the same for everyone.
type Shared struct {
	Intent string  `json:"intent"`
	Aspect string  `json:"aspect"`
	Effect float64 `json:"effect"`
}

// Counts say what was generated.
type Counts struct {
	Conversations int `json:"conversations"`
	Turns         int `json:"turns"`
	Exchanges     int `json:"exchanges"`
	Satisfied     int `json:"satisfied"`
	Dissatisfied  int `json:"dissatisfied"`
	Neutral       int `json:"neutral"`
	Silent        int `json:"silent"`
	Wishes        int `json:"wishes"`
	Ratings       int `json:"ratings"`
}

// Truth is what the scenario plants, before anything is generated.
func (s Scenario) Truth(seed uint64) Truth {
	t := Truth{Scenario: s.Name, Seed: seed, Planted: []Difference{}, Agree: []Agreement{}, Shared: []Shared{}}
	for _, in := range s.Intents {
		t.Intents = append(t.Intents, in.Name)
		for _, a := range slices.Sorted(maps.Keys(in.Aspects)) {
			if e := in.everyone(a); e != 0 && !in.divides(a) {
				t.Shared = append(t.Shared, Shared{Intent: in.Name, Aspect: a, Effect: e})
			}
		}
	}
	for _, d := range s.Dimensions {
		t.Dimensions = append(t.Dimensions, d.Name)
		for _, in := range s.Intents {
			planted := s.differences(d, in)
			t.Planted = append(t.Planted, planted...)
			if len(planted) == 0 {
				t.Agree = append(t.Agree, Agreement{Dimension: d.Name, Intent: in.Name})
			}
		}
	}
	return t
}

// differences lists the pairs of groups whose effects differ by enough, group before versus.
func (s Scenario) differences(d Dimension, in Intent) []Difference {
	var names []string
	for _, g := range d.Groups {
		names = append(names, g.Name)
	}
	slices.Sort(names)
	var out []Difference
	for _, a := range slices.Sorted(maps.Keys(in.Aspects)) {
		for i, g := range names {
			for _, v := range names[i+1:] {
				delta := in.effect(a, d.Name, g) - in.effect(a, d.Name, v)
				if math.Abs(delta) < s.Difference-1e-12 {
					continue
				}
				direction := schema.More
				if delta < 0 {
					direction = schema.Less
				}
				out = append(out, Difference{d.Name, g, v, in.Name, a, direction, schema.Round(delta)})
			}
		}
	}
	return out
}

// everyone is the part of an aspect's effect that all share.
func (in Intent) everyone(aspect string) float64 {
	sum := 0.0
	for _, p := range in.Preferences {
		if p.Aspect == aspect {
			sum += p.Everyone
		}
	}
	return sum
}

// effect is what a group of one dimension adds to an aspect's effect.
func (in Intent) effect(aspect, dimension, group string) float64 {
	sum := 0.0
	for _, p := range in.Preferences {
		if p.Aspect == aspect {
			sum += p.Groups[dimension][group]
		}
	}
	return sum
}

func (in Intent) divides(aspect string) bool {
	return slices.ContainsFunc(in.Preferences, func(p Preference) bool { return p.Aspect == aspect && len(p.Groups) > 0 })
}
