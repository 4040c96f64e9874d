package ruleminer

import "github.com/gpa-stream/gpa/services/ruleminer/internal/plan"

// A Design is what a plan of how many observations a rule takes assumes; see there.
type Design = plan.Design

// Information is what an observation tells about the effect of an aspect of that share, Between about a divergence when
// so much of the observations are one group's; see there.
func Information(reliability, share float64) float64 { return plan.Information(reliability, share) }

// Between is Information about a divergence.
func Between(information, group float64) float64 { return plan.Between(information, group) }
