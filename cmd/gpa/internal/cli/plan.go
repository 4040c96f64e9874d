package cli

import (
	"errors"
	"fmt"
	"math"

	"github.com/gpa-stream/gpa/pkg/runner"
	"github.com/gpa-stream/gpa/services/ruleminer"
)

type rulesPlanCmd struct {
	source
	Effect float64 `default:"0.2" help:"Difference of satisfaction that a rule is to show, between groups or with and without an aspect."`
	N      int64   `name:"observations" placeholder:"N" help:"The other way round: the smallest effect that so many labelled observations show."`

	Kind       string  `default:"divergence" enum:"divergence,preference" help:"divergence (of two groups) or preference (of one)."`
	Dimension  string  `placeholder:"NAME" help:"Only of this dimension, with the running system's own rates."`
	Intent     string  `placeholder:"NAME" help:"Only of this intent, likewise."`
	Aspect     string  `placeholder:"NAME" help:"Only of this aspect, likewise."`
	Share      float64 `default:"0.3" help:"Share of answers that have the aspect, when there are no rates of a system."`
	Confidence float64 `default:"0.85" help:"Mean confidence of labels, likewise."`
	Smaller    float64 `default:"0.5" help:"Share of the smaller of two groups, likewise."`
	Deff       float64 `default:"1.2" help:"Design effect of users who come back, likewise."`
	Hypotheses int     `default:"1000" help:"Hypotheses of the family, likewise: 2 x intents x aspects x groups, for divergences x (groups - 1)/2."`
	Rules      int     `default:"1" help:"Rules that are expected to hold in that family at the end."`
	PerUser    float64 `default:"3" help:"Observations that a user gives, likewise."`
	PerDay     float64 `default:"100" help:"Labelled observations a day, likewise."`
	Alpha      float64 `default:"0.05" help:"Level of the false discovery rate."`
	Rho        float64 `default:"2" help:"rho of the miner."`
}

// Help teaches by example.
func (rulesPlanCmd) Help() string {
	return `Examples:
  gpa rules plan --effect 0.2 --share 0.4 --hypotheses 1440      what a difference of 20 points takes
  gpa rules plan --observations 5000 --kind preference           which effects 5,000 observations show
  gpa rules plan --effect 0.15 --dir results --intent how_to     with the rates of what was mined
Effects are confirmed at about these numbers in the median; at single looks and with other aspects held fixed it takes up
to 1.7 times as many. Only observations with a judgement count (neither neutral, nor complaints about errors).`
}

// A prospect is one line of a plan.
type prospect struct {
	Dimension string  `json:"dimension,omitempty"`
	Group     string  `json:"group,omitempty"`
	Versus    string  `json:"versus,omitempty"`
	Intent    string  `json:"intent,omitempty"`
	Aspect    string  `json:"aspect,omitempty"`
	Effect    float64 `json:"effect"`
	// Observations, Users and Days it takes; absent when no number would do.
	Observations int64   `json:"observations,omitempty"`
	Users        int64   `json:"users,omitempty"`
	Days         float64 `json:"days,omitempty"`
	// Have is how many observations there are.
	Have int64 `json:"have,omitempty"`
}

// Run is gpa rules plan.
func (c rulesPlanCmd) Run(s *session, ctx bound) error {
	var list []prospect
	var err error
	if c.Dir != "" || s.config.PostgresURL != "" {
		why, failed := s.explanations(ctx, c.Dir)
		if failed != nil {
			return failed
		}
		list, err = c.withRates(why)
	} else {
		list, err = c.assumed()
	}
	if err != nil {
		return runner.WrongUse(err)
	}
	if s.json {
		return writeJSON(s.Out, list)
	}
	for _, p := range list {
		c.print(s, p)
	}
	return nil
}

// assumed plans with the flags alone.
func (c rulesPlanCmd) assumed() ([]prospect, error) {
	switch {
	case c.Dimension+c.Intent+c.Aspect != "":
		return nil, errors.New("--dimension, --intent and --aspect choose among the rates of a system: name one with --dir or postgres.url")
	case !(c.Share > 0 && c.Share < 1) || !(c.Smaller > 0 && c.Smaller <= 0.5):
		return nil, fmt.Errorf("--share is %v and --smaller %v; expected more than 0, and less than 1 and 0.5 at most", c.Share, c.Smaller)
	case !(c.Confidence > 0.5 && c.Confidence <= 1):
		return nil, fmt.Errorf("--confidence is %v; expected more than 0.5 and 1 at most", c.Confidence)
	case !(c.PerUser > 0) || !(c.PerDay > 0):
		return nil, fmt.Errorf("--per-user is %v and --per-day %v; expected more than 0", c.PerUser, c.PerDay)
	}
	q := 2*c.Confidence - 1
	d := ruleminer.Design{
		Information: ruleminer.Information(q*q, c.Share), Noise: 0.25 * c.Deff,
		Hypotheses: c.Hypotheses, Rules: c.Rules, Alpha: c.Alpha, Rho: c.Rho,
	}
	if c.Kind == "divergence" {
		d.Information = ruleminer.Between(d.Information, c.Smaller)
	}
	p, err := c.solve(d, c.PerUser, c.PerDay)
	return []prospect{p}, err
}

// solve finds what is asked for.
func (c rulesPlanCmd) solve(d ruleminer.Design, perUser, perDay float64) (prospect, error) {
	if err := d.Validate(); err != nil {
		return prospect{}, err
	}
	if c.N < 0 || !(math.Abs(c.Effect) <= 1) {
		return prospect{}, fmt.Errorf("--observations is %d and --effect %v; expected 0 or more, and -1 to 1", c.N, c.Effect)
	}
	p := prospect{Effect: math.Abs(c.Effect), Observations: c.N}
	if c.N > 0 {
		p.Effect = min(1, d.Effect(float64(c.N)))
	} else if n := d.Observations(c.Effect); n < 1e15 {
		p.Observations = int64(n)
	}
	p.Users = int64(math.Ceil(float64(p.Observations) / perUser))
	p.Days = math.Ceil(10*float64(p.Observations)/perDay) / 10
	return p, nil
}

func (c rulesPlanCmd) print(s *session, p prospect) {
	s.printf("%s", p.place())
	switch {
	case p.Observations == 0:
		s.printf("no number of observations confirms an effect of %.3f\n", p.Effect)
		return
	case c.N > 0:
		s.printf("%s observations show effects from %.3f on: about %s users, %.1f days", count(p.Observations), p.Effect, count(p.Users), p.Days)
	default:
		s.printf("an effect of %.3f takes about %s labelled observations, %s users, %.1f days", p.Effect, count(p.Observations), count(p.Users), p.Days)
	}
	if p.Have > 0 {
		s.printf(" (there are %s)", count(p.Have))
	}
	s.printf("\n")
}
