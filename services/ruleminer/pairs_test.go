package ruleminer

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
	"github.com/gpa-stream/gpa/services/ruleminer/internal/memstore"
)

const pair = "example&&step_by_step"

// pairSettings are those in which an epoch has four buckets: pairs are chosen at its end, and tested from then on.
func pairSettings() Config {
	c := settings(partitions)
	c.Set = append(c.Set, "EpochBuckets=4", "CapEpoch=8")
	return c
}

// pairedWorld makes observations in which novices like steps with an example, neither of them alone, in three epochs.
func pairedWorld(n int) []*gpav1.Observation {
	r := rand.New(rand.NewPCG(5, 1))
	out := make([]*gpav1.Observation, n)
	for i := range out {
		o := observation(fmt.Sprintf("o%d", i), at(0, 0)+r.Int64N(12*hour))
		o.User = fmt.Sprintf("u%d", r.IntN(n/3+1))
		o.Shard = schema.Shard(o.GetUser())
		o.Aspects = nil
		for _, a := range []string{"example", "length", "step_by_step"} {
			if r.IntN(2) == 0 {
				o.Aspects = append(o.Aspects, a)
			}
		}
		satisfied := 0.4
		switch both := slices.Contains(o.GetAspects(), "example") && slices.Contains(o.GetAspects(), "step_by_step"); {
		case o.GetShard()%2 == 0:
			o.Groups[0].Value = "expert"
		case both:
			satisfied = 0.95
		}
		o.Label = gpav1.Label_LABEL_DSAT
		if r.Float64() < satisfied {
			o.Label = gpav1.Label_LABEL_SAT
		}
		out[i] = o
	}
	return out
}

// TestACrashInsideAnEpochWithPairsLeavesTheSameRules: which pairs are tested, what the running epoch says of all pairs,
// and the evidence of those that were admitted are part of the state at every call.
func TestACrashInsideAnEpochWithPairsLeavesTheSameRules(t *testing.T) {
	t.Parallel()
	base := memstore.New()
	logs := logsOf(t, 1, partitions, pairedWorld(3000))
	work(t, newService(t, pairSettings(), base), logs...)
	calm := base.Snapshot()
	coordinate(t, newService(t, pairSettings(), calm).Coordinator())
	want := outcomeOf(t, calm)
	if !strings.Contains(want.rules, `"aspect":"`+strings.ReplaceAll(pair, "&", `\u0026`)+`"`) {
		t.Fatalf("no rule about the pair, so nothing is compared: %s", want.rules)
	}
	count := &faulty{Store: base.Snapshot()}
	coordinate(t, newService(t, pairSettings(), count).Coordinator())
	for n := 1; n <= count.calls; n++ {
		inner := base.Snapshot()
		c := newService(t, pairSettings(), &faulty{Store: inner, dieAt: n, after: n%2 == 0}).Coordinator()
		if _, err := c.Coordinate(t.Context()); !errors.Is(err, errDied) {
			t.Fatalf("call %d: got %v, want a death", n, err)
		}
		coordinate(t, c)
		wantOutcome(t, fmt.Sprintf("died at call %d of %d", n, count.calls), outcomeOf(t, inner), want)
	}
}

func TestAWorkerThatDiesInsideAnEpochWithPairsWritesTheSameSamples(t *testing.T) {
	t.Parallel()
	want := memstore.New()
	work(t, newService(t, pairSettings(), want), logsOf(t, 1, partitions, pairedWorld(900))...)
	for n := 1; n < 40; n += 3 {
		st := memstore.New()
		for _, l := range logsOf(t, uint64(n), partitions, pairedWorld(900)) {
			work(t, newService(t, pairSettings(), &faulty{Store: st, dieAt: n, after: n%2 == 0}), l)
		}
		wantRows(t, fmt.Sprintf("died at call %d, in another order", n), rows(t, st), rows(t, want))
	}
}
