package mine

import (
	"cmp"

	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/decide"
)

// ruleKey is a hypothesis: a kind, where, about what, and in which direction (+1 or -1) for the group.
type ruleKey struct {
	kind, dimension, group, versus, intent, aspect string
	direction                                      int
	channel                                        int
}

func compareRules(a, b ruleKey) int {
	return cmp.Or(
		cmp.Compare(a.kind, b.kind), cmp.Compare(a.dimension, b.dimension), cmp.Compare(a.channel, b.channel),
		cmp.Compare(a.intent, b.intent), cmp.Compare(a.group, b.group), cmp.Compare(a.versus, b.versus),
		cmp.Compare(a.aspect, b.aspect), cmp.Compare(a.direction, b.direction),
	)
}

// family is what shares an error rate.
type family struct {
	dimension, kind string
	channel         int
}

func (k ruleKey) family() family { return family{k.dimension, k.kind, k.channel} }

// figures are what a rule shows of its evidence.
type figures struct {
	effect, low, high, logE, group, versus float64
	observations, with                     int64
	users, conversations                   int64
}

// rule is a hypothesis that was confirmed at some time.
type rule struct {
	state  decide.State
	reason string
	// first and changed are buckets: of the first confirmation and of the last change of state.
	first, changed int64
	// blocked evidence started at or before that bucket counts as nothing.
	blocked   bool
	blockedAt int64
	detector  decide.Detector
	// figures of the last bucket in which the rule was live.
	figures figures
	looks   history
}

// Reasons of a retraction.
const (
	contradicted = "contradicted"
	expired      = "evidence expired"
)

func channelName(channel int) string {
	if channel == revealed {
		return schema.Revealed
	}
	return schema.StatedBy
}

func directionName(direction int) string {
	if direction > 0 {
		return schema.More
	}
	return schema.Less
}
