package tell

import (
	"fmt"
	"math"
	"time"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// standing is the state of a rule, and why.
func standing(r schema.Rule, x schema.Explanation) string {
	since := ""
	if r.FirstConfirmed != nil {
		since = ", first confirmed by the end of " + date(r.FirstConfirmed.Add(-time.Microsecond))
	}
	switch r.State {
	case schema.Confirmed:
		return "confirmed" + since
	case schema.Kept:
		return fmt.Sprintf("kept%s: no longer confirmed, and live while log e is %.1f or more", since, x.Kept)
	case schema.Retracted:
		return retraction(r, x) + since
	}
	return "emerging: it passes a single look, and is not confirmed"
}

func retraction(r schema.Rule, x schema.Explanation) string {
	if x.Contradiction >= x.Limit {
		return fmt.Sprintf("retracted, contradicted: what came after its publication speaks against half of its effect by %s to 1, and %s was the limit",
			times(math.Log(max(x.Contradiction, 1e-300))), count(int64(x.Limit)))
	}
	return fmt.Sprintf("retracted, %s: log e fell below %.1f as older observations left the windows", r.Reason, x.Kept)
}

// outlook says what it would take to confirm a rule.
func outlook(x schema.Explanation) string {
	if x.Expected == nil {
		return "at the effect seen so far more data would not confirm it"
	}
	return fmt.Sprintf("about %s more observations confirm it if the effect stays as it is%s", count(*x.Expected), Days(x.Days))
}

// Days says how long something takes, behind a comma; nothing when that is not known.
func Days(days *float64) string {
	if days == nil {
		return ""
	}
	return ", " + More(*days)
}

// More says how many more days something takes.
func More(days float64) string {
	switch {
	case days < 1:
		return "less than a day at this rate"
	case days < 1.5:
		return "about a day at this rate"
	case days > 3650:
		return "more than ten years at this rate"
	}
	return fmt.Sprintf("about %s more days at this rate", count(int64(math.Ceil(days-0.5))))
}
