package evaluate

import (
	"math"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// Checks count what was said, day by day, and what of it cannot be.
type Checks struct {
	// Rules are live rules of all days. Beyond of them claim more support than the log held, Below rest on fewer users of a
	// group than the floor.
	Rules  int `json:"rules"`
	Beyond int `json:"beyond_input"`
	Below  int `json:"below_floor"`
	// SameWrong are groups and intents of which "same" was ever said although a difference of interest is planted; of the
	// Alike ones without any it is said of SameRight at the end.
	SameWrong int `json:"same_wrong"`
	Alike     int `json:"alike"`
	SameRight int `json:"same_right"`
}

func (c *Checks) add(o Checks) {
	c.Rules, c.Beyond, c.Below = c.Rules+o.Rules, c.Beyond+o.Beyond, c.Below+o.Below
	c.SameWrong, c.Alike, c.SameRight = c.SameWrong+o.SameWrong, c.Alike+o.Alike, c.SameRight+o.SameRight
}

// checker knows what the log holds so far.
type checker struct {
	w     *world
	floor int
	least float64
	// met are the observations and users by group and intent.
	met   []met
	wrong map[[2]int]bool
	out   Checks
}

type met struct {
	n     int64
	users map[int]struct{}
}

func newChecker(w *world, floor int, least float64) *checker {
	c := &checker{w: w, floor: floor, least: least, met: make([]met, len(w.s.Groups)*w.s.Intents), wrong: map[[2]int]bool{}}
	for i := range c.met {
		c.met[i].users = map[int]struct{}{}
	}
	return c
}

func (c *checker) at(group, intent int) *met { return &c.met[group*c.w.s.Intents+intent] }

func (c *checker) saw(who, group, intent int) {
	m := c.at(group, intent)
	m.n++
	m.users[who] = struct{}{}
}

// day looks at what is said at the end of a day.
func (c *checker) day(day int, set schema.RuleSet) {
	for _, r := range set.Rules {
		if q, ok := c.w.askedBy(r); ok && r.Live() {
			c.rule(q, r)
		}
	}
	last := day == c.w.s.Days-1
	for _, seen := range set.Seen {
		group, intent := c.w.groupOf(seen.Group), c.w.intentOf(seen.Intent)
		if group < 0 || intent < 0 {
			continue
		}
		apart := c.apart(day, group, intent)
		if seen.Same && apart {
			c.wrong[[2]int{group, intent}] = true
		}
		if last && !apart {
			c.out.Alike++
			if seen.Same {
				c.out.SameRight++
			}
		}
	}
	c.out.SameWrong = len(c.wrong)
}

func (c *checker) rule(q question, r schema.Rule) {
	held := *c.at(q.group, q.intent)
	users, conversations := int64(len(held.users)), held.n
	if q.versus >= 0 {
		other := c.at(q.versus, q.intent)
		held.n += other.n
		users, conversations = min(users, int64(len(other.users))), min(conversations, other.n)
	}
	c.out.Rules++
	s := r.Support
	if s.Observations > held.n || s.WithAspect > s.Observations || s.UsersAtLeast > users || s.Conversations > conversations {
		c.out.Beyond++
	}
	if users < int64(c.floor) || s.UsersAtLeast < int64(c.floor) {
		c.out.Below++
	}
}

// apart says whether a group differs from another by an effect of interest.
func (c *checker) apart(day, group, intent int) bool {
	for other := range c.w.s.Groups {
		if other == group {
			continue
		}
		for aspect := range c.w.s.Aspects {
			q := question{intent, min(group, other), max(group, other), aspect, false}
			if math.Abs(c.w.now(day, c.w.truth.of(q))) >= c.least-1e-9 {
				return true
			}
		}
	}
	return false
}

// now is an effect on that day.
func (w *world) now(day int, e effect) float64 {
	if w.s.Change > 0 && day >= w.s.Change {
		return e.after
	}
	return e.before
}
