package simulate

import (
	"fmt"
	"maps"
	"math"
	"slices"
)

// placeError is an error at a place of the scenario, e.g. intents[1].aspects.length.
type placeError struct{ path, text string }

func (e *placeError) Error() string { return e.path + ": " + e.text }

// check collects the first fault.
type check struct{ err *placeError }

func (c *check) fail(path, format string, args ...any) {
	if c.err == nil {
		c.err = &placeError{path: path, text: fmt.Sprintf(format, args...)}
	}
}

func (c *check) between(path string, x, low, high float64) {
	if math.IsNaN(x) || x < low || x > high {
		c.fail(path, "%v is out of range; expected %v to %v", x, low, high)
	}
}

func (s Scenario) validate() error {
	c := &check{}
	c.between("days", float64(s.Days), 1, 3650)
	c.between("users", float64(s.Users), 1, 5e6)
	c.between("conversations", float64(s.Conversations), 1, 1e9)
	c.between("exchanges", s.Exchanges, 1, 20)
	c.between("activity", s.Activity, 0, 3)
	c.between("satisfaction", s.Satisfaction, 0.02, 0.98)
	c.between("difference", s.Difference, 0.001, 1)
	c.between("tastes.mood", s.Tastes.Mood, 0, 0.5)
	c.between("tastes.aspects", s.Tastes.Aspects, 0, 0.5)
	c.between("reactions.none", s.Reactions.None, 0, 1)
	c.between("reactions.neutral", s.Reactions.Neutral, 0, 1)
	c.between("reactions.explicit", s.Reactions.Explicit, 0, 1)
	c.between("reactions.wish", s.Reactions.Wish, 0, 1)
	if y := s.Start.Year(); y < 2000 || y > 2090 {
		c.fail("start", "year %d is out of range; expected 2000 to 2090", y)
	}
	for i, m := range s.Models {
		c.share(fmt.Sprintf("models[%d]", i), m.Name, m.Share)
		c.between(fmt.Sprintf("models[%d].satisfaction", i), m.Satisfaction, -0.5, 0.5)
	}
	c.shares("locales", s.Locales)
	for i, d := range s.Dimensions {
		path := fmt.Sprintf("dimensions[%d]", i)
		if d.Name == "" || len(d.Groups) < 2 {
			c.fail(path, "expected a name and at least two groups")
		}
		c.shares(path+".groups", d.Groups)
	}
	s.validateIntents(c)
	if s.Heavy != nil {
		s.validateHeavy(c)
	}
	if c.err != nil {
		return c.err
	}
	return nil
}

func (s Scenario) validateIntents(c *check) {
	if len(s.Intents) == 0 {
		c.fail("intents", "expected at least one intent")
	}
	seen := map[string]bool{}
	for i, in := range s.Intents {
		path := fmt.Sprintf("intents[%d]", i)
		c.share(path, in.Name, in.Share)
		if seen[in.Name] {
			c.fail(path+".name", "intent %q stands twice", in.Name)
		}
		seen[in.Name] = true
		if len(in.Aspects) > 64 {
			c.fail(path+".aspects", "%d aspects; at most 64", len(in.Aspects))
		}
		for _, a := range slices.Sorted(maps.Keys(in.Aspects)) {
			c.between(path+".aspects."+a, in.Aspects[a], 0, 1)
		}
		s.groupValues(c, path+".mix", in.Mix, 0, 100)
		s.groupValues(c, path+".errors", in.Errors, 0, 1)
		for j, p := range in.Preferences {
			at := fmt.Sprintf("%s.preferences[%d]", path, j)
			if _, ok := in.Aspects[p.Aspect]; !ok {
				c.fail(at+".aspect", "no answer of %s has the aspect %q; add it to aspects", in.Name, p.Aspect)
			}
			c.between(at+".everyone", p.Everyone, -1, 1)
			s.groupValues(c, at+".groups", p.Groups, -1, 1)
		}
	}
}

func (s Scenario) validateHeavy(c *check) {
	c.between("heavy.share", s.Heavy.Share, 0, 0.95)
	c.between("heavy.effect", s.Heavy.Effect, -1, 1)
	if _, ok := s.intent(s.Heavy.Intent); !ok {
		c.fail("heavy.intent", "unknown intent %q", s.Heavy.Intent)
	}
	for _, d := range slices.Sorted(maps.Keys(s.Heavy.Groups)) {
		if s.group(d, s.Heavy.Groups[d]) < 0 {
			c.fail("heavy.groups."+d, "unknown group %q", s.Heavy.Groups[d])
		}
	}
}

func (c *check) share(path, name string, share float64) {
	if name == "" {
		c.fail(path+".name", "expected a name")
	}
	if math.IsNaN(share) || share <= 0 || share > 1e9 {
		c.fail(path+".share", "%v is no share; expected a number above 0", share)
	}
}

func (c *check) shares(path string, list []Share) {
	seen := map[string]bool{}
	for i, s := range list {
		at := fmt.Sprintf("%s[%d]", path, i)
		c.share(at, s.Name, s.Share)
		if seen[s.Name] {
			c.fail(at+".name", "%q stands twice", s.Name)
		}
		seen[s.Name] = true
	}
}

// groupValues checks a table dimension, group, number.
func (s Scenario) groupValues(c *check, path string, table map[string]map[string]float64, low, high float64) {
	for _, d := range slices.Sorted(maps.Keys(table)) {
		for _, g := range slices.Sorted(maps.Keys(table[d])) {
			at := path + "." + d + "." + g
			if s.group(d, g) < 0 {
				c.fail(at, "no dimension %q with a group %q", d, g)
			}
			c.between(at, table[d][g], low, high)
		}
	}
}

// group is the index of a group in its dimension, or -1.
func (s Scenario) group(dimension, name string) int {
	for _, d := range s.Dimensions {
		if d.Name != dimension {
			continue
		}
		return slices.IndexFunc(d.Groups, func(g Share) bool { return g.Name == name })
	}
	return -1
}

func (s Scenario) intent(name string) (Intent, bool) {
	for _, in := range s.Intents {
		if in.Name == name {
			return in, true
		}
	}
	return Intent{}, false
}
