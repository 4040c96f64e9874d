// Package tell puts a rule and what stands behind it into words: the same ones in the HTTP interface and on a terminal.
// It is pure, decides nothing, and passes names on as they are: who shows them makes them harmless.
package tell

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// A Line is one thing that is said.
type Line struct {
	// About is one word or two: effect, evidence, support.
	About string `json:"about"`
	Text  string `json:"text"`
}

// OverTime is what the line about the looks is about.
const OverTime = "over time"

// Rule tells a rule and its evidence, line by line, the finding first.
func Rule(r schema.Rule, x schema.Explanation) []Line {
	var lines []Line
	say := func(about, format string, args ...any) {
		lines = append(lines, Line{About: about, Text: fmt.Sprintf(format, args...)})
	}
	say("finding", "%s", Finding(r))
	if len(x.Aliases) > 0 {
		say("or", "%s, which cannot be told apart from %s in these answers", strings.Join(x.Aliases, " or "), r.Aspect)
	}
	say("state", "%s", standing(r, x))
	if !r.Live() {
		say("outlook", "%s", outlook(x))
	}
	say("effect", "%+.3f, between %+.3f and %+.3f at all times at once", r.Effect, r.Interval[0], r.Interval[1])
	if r.Kind == schema.Divergence {
		say("by group", "%s %+.3f, %s %+.3f", r.Group, r.GroupEffect, r.Versus, r.VersusEffect)
	}
	say("evidence", "a fair bet against it has multiplied its stake by %s (log e %.1f)", times(r.LogE), r.LogE)
	if n := len(x.Looks); n > 1 {
		say(OverTime, "%s to %s, log e %s to %s", date(x.Looks[0].At), date(x.Looks[n-1].At), number(x.Looks[0].LogE), number(x.Looks[n-1].LogE))
	}
	say("needed", "log e %.1f: one of %s hypotheses of its family, %s of them confirmed", x.Needed, count(int64(x.Hypotheses)), count(int64(x.Confirmed)))
	say("shards", "%d of the %d user shards that lean at all lean its way", x.Shards.Agree, x.Shards.Of)
	for _, c := range x.Channels {
		say(c.Channel, "%+.3f, between %+.3f and %+.3f, log e %s", c.Effect, c.Interval[0], c.Interval[1], number(c.LogE))
	}
	for _, s := range x.Strata {
		say("stratum", "%s: %+.3f, between %+.3f and %+.3f, of %s observations",
			named(s.Stratum), s.Effect, s.Interval[0], s.Interval[1], count(s.Observations))
	}
	say("support", "%s observations, %s with the aspect; at least %s users and %s conversations of the smaller group",
		count(r.Support.Observations), count(r.Support.WithAspect), count(r.Support.UsersAtLeast), count(r.Support.Conversations))
	return lines
}

// Finding is a rule in one sentence.
func Finding(r schema.Rule) string {
	where := r.Dimension + " · " + r.Intent
	if r.Kind == schema.Divergence {
		return fmt.Sprintf("%s: %s want %s %s than %s (%+.2f)", where, r.Group, r.Direction, r.Aspect, r.Versus, r.Effect)
	}
	return fmt.Sprintf("%s: %s want %s %s (%+.2f)", where, r.Group, r.Direction, r.Aspect, r.Effect)
}

func named(stratum string) string {
	if stratum == "" {
		return "without a stratum"
	}
	return stratum
}

// number is a logarithm of an e-value; there is none where no evidence counts.
func number(x *float64) string {
	if x == nil {
		return "none"
	}
	return fmt.Sprintf("%.1f", *x)
}

// date is the day of a moment.
func date(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// times is exp(logE) for people.
func times(logE float64) string {
	switch {
	case logE > 14:
		return fmt.Sprintf("10^%.0f", logE/math.Ln10)
	case logE > math.Log(100):
		return count(int64(math.Exp(logE)))
	}
	return fmt.Sprintf("%.1f", math.Exp(logE))
}

// count writes a number with commas.
func count(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
