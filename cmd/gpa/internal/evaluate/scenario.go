package evaluate

import (
	"embed"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/gpa-stream/gpa/pkg/yamldoc"
)

// A Scenario is a kind of world, in the words of the domain. Effects and shares are probabilities.
type Scenario struct {
	Name  string `yaml:"name"`
	About string `yaml:"about"`
	// Runs is how many worlds make a row of the full table.
	Runs int `yaml:"runs"`

	Observations int      `yaml:"observations"`
	Days         int      `yaml:"days"`
	Users        int      `yaml:"users"`
	Intents      int      `yaml:"intents"`
	Aspects      int      `yaml:"aspects"`
	Groups       []string `yaml:"groups"`
	// Activity is how unequal users are: the standard deviation of the logarithm of what they write.
	Activity float64 `yaml:"activity"`
	// Mood and Taste are how far single users are from others: in all judgements, and in the effect of each aspect.
	Mood  float64 `yaml:"mood"`
	Taste float64 `yaml:"taste"`
	// Together is how much the aspects of a bundle of five go along with each other: what it adds to or takes from the
	// share of each of them at once.
	Together float64 `yaml:"together"`
	// Shuffled hands the groups out anew at random: users are as they were, but the log does not tell which are alike.
	Shuffled bool `yaml:"shuffled"`
	// Wishes is the share of reactions that state a wish.
	Wishes float64 `yaml:"wishes"`

	Models   []Model   `yaml:"models"`
	Releases []Release `yaml:"releases"`
	Errors   []Errors  `yaml:"errors"`
	Heavy    *Heavy    `yaml:"heavy"`
	Spam     *Spam     `yaml:"spam"`
	Planted  []Planted `yaml:"planted"`
	// Change is the day on which what is planted changes, if anything does.
	Change int `yaml:"change"`
}

// Model is a model that answers: a stratum.
type Model struct {
	Name  string  `yaml:"name"`
	Share float64 `yaml:"share"`
	// Groups multiplies the share for a group.
	Groups map[string]float64 `yaml:"groups"`
	Habits `yaml:",inline"`
}

// Habits are what answers are like: how much more they satisfy, and how much more often the first so many aspects show.
type Habits struct {
	Satisfied float64 `yaml:"satisfied"`
	Aspects   int     `yaml:"aspects"`
	More      float64 `yaml:"more"`
}

// Release changes all answers from a day on, within the same stratum.
type Release struct {
	Day int `yaml:"day"`
	// Group limits the change of satisfaction to one group.
	Group  string `yaml:"group"`
	Habits `yaml:",inline"`
}

// Errors are wrong answers, of which users complain as such.
type Errors struct {
	Group string  `yaml:"group"`
	Share float64 `yaml:"share"`
	// With is the share among answers that have the first aspect.
	With float64 `yaml:"with"`
}

// Heavy are users who write much of everything and have strong tastes.
type Heavy struct {
	Users int     `yaml:"users"`
	Share float64 `yaml:"share"`
	Taste float64 `yaml:"taste"`
}

// Spam are accounts that try to make a rule: they write at the cap, in one intent, and like its first aspect.
type Spam struct {
	Accounts int `yaml:"accounts"`
	// PerDay is what each of them writes.
	PerDay int `yaml:"per_day"`
}

// Kinds of planted effects: what groups differ in, what one group likes, what all like, what one group asks for.
const (
	Divergence = "divergence"
	Preference = "preference"
	Everyone   = "everyone"
	Wish       = "wish"
)

// What may become of a planted effect.
const (
	Flipped  = "flipped"
	Vanished = "vanished"
)

// Planted are effects of one size at random places.
type Planted struct {
	Kind   string  `yaml:"kind"`
	Effect float64 `yaml:"effect"`
	Count  int     `yaml:"count"`
	// Then is flipped or vanished: what happens to it on the day of the change.
	Then string `yaml:"then"`
}

//go:embed scenarios/*.yaml
var shipped embed.FS

// Scenarios are those of the table, in its order.
func Scenarios() ([]Scenario, error) {
	text, err := shipped.ReadFile("scenarios/mine.yaml")
	if err != nil {
		return nil, fmt.Errorf("read scenarios: %w", err)
	}
	return Parse(text)
}

// Parse reads scenarios. Unknown keys and values out of range are errors.
func Parse(text []byte) ([]Scenario, error) {
	var raw []yaml.RawMessage
	var all []Scenario
	if err := yamldoc.Loose(text, &raw); err != nil {
		return nil, fmt.Errorf("read scenarios: %w", err)
	}
	for i, one := range raw {
		s := Scenario{
			Runs: 10, Observations: 100_000, Days: 50, Users: 5000, Intents: 8, Aspects: 30,
			Groups: []string{"expert", "intermediate", "novice"}, Activity: 1,
		}
		if err := yamldoc.Strict(one, &s); err != nil {
			return nil, fmt.Errorf("read scenario %d: %w", i+1, err)
		}
		if err := s.validate(); err != nil {
			return nil, fmt.Errorf("scenario %q: %w", s.Name, err)
		}
		all = append(all, s)
	}
	return all, nil
}

func (s Scenario) validate() error {
	var errs []error
	must := func(ok bool, format string, args ...any) {
		if !ok {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	share := func(what string, x, low, high float64) {
		must(!math.IsNaN(x) && x >= low && x <= high, "%s is %v; expected %v to %v", what, x, low, high)
	}
	must(s.Name != "", "no name")
	for what, n := range map[string]int{
		"runs": s.Runs, "observations": s.Observations, "days": s.Days, "users": s.Users, "intents": s.Intents, "aspects": s.Aspects,
	} {
		must(n >= 1 && n <= 10_000_000, "%s is %d; expected 1 or more", what, n)
	}
	must(s.Aspects <= 64 && s.Intents <= 50 && s.Days <= 3650, "at most 64 aspects, 50 intents and 3650 days")
	must(len(s.Groups) >= 2 && len(s.Groups) <= 8 && slices.IsSorted(s.Groups), "groups are %s; expected 2 to 8 in order", strings.Join(s.Groups, ", "))
	share("activity", s.Activity, 0, 3)
	share("mood", s.Mood, 0, 0.5)
	share("taste", s.Taste, 0, 0.5)
	share("together", s.Together, 0, 0.14)
	share("wishes", s.Wishes, 0, 1)
	for _, m := range s.Models {
		share("share of "+m.Name, m.Share, 1e-6, 1e6)
	}
	for _, p := range s.Planted {
		must(slices.Contains([]string{Divergence, Preference, Everyone, Wish}, p.Kind), "nothing of kind %q can be planted", p.Kind)
		must(p.Then == "" || p.Then == Flipped || p.Then == Vanished, "nothing can become %q", p.Then)
		must(p.Then == "" || s.Change > 0, "something is %s, and no day of change is given", p.Then)
		share("a planted effect", p.Effect, 0.001, 1)
		must(p.Count >= 1, "%d effects of %v are planted", p.Count, p.Effect)
	}
	must(s.Spam == nil || s.Spam.Accounts >= 1, "spam without accounts")
	must(s.Heavy == nil || (s.Heavy.Users >= 1 && s.Heavy.Users <= s.Users), "heavy users are none, or more than all")
	return errors.Join(errs...)
}
