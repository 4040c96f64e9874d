package protocol

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gpa-stream/gpa/pkg/stream"
)

var (
	firstSeed = flag.Uint64("seed", 0, "the first seed of the protocol model")
	runs      = flag.Int("runs", 0, "how many seeds the protocol model tries; 0: a number for everyday use")
	enough    = flag.Int("enough", 5, "after how many seeds that fail the protocol model gives up")
	faultRate = flag.Float64("fault", 0.05, "how often something dies, per step, in the storms of the protocol model")
)

// enoughFailed ends all tests of the model.
var enoughFailed atomic.Bool

// imports makes the logs of a seed, in an order of arrival.
func imports(seed, arrival uint64, late, abandoned bool) [][][]stream.Record {
	r, jitter := rand.New(rand.NewPCG(seed, 2)), rand.New(rand.NewPCG(arrival, 3))
	first, last := importer{conversations: firstMany, to: firstUntil, late: late}.logs(r, jitter)
	second, _ := importer{conversations: 25, from: secondImport, to: secondImport + 600, late: late, goesOn: last}.logs(r, jitter)
	if abandoned { // only one source goes on, and nobody ends it
		second = [][]stream.Record{second[0][:len(second[0])-1], nil, nil}
	}
	return [][][]stream.Record{first, second}
}

func outcome(ctx context.Context, p plan) (*world, result, error) {
	w, err := run(ctx, p)
	if err != nil {
		return nil, result{}, err
	}
	res, err := w.result()
	return w, res, err
}

// check looks for faults in the runs of a seed.
func check(ctx context.Context, seed uint64, fault float64) ([]string, error) {
	logs := func() [][][]stream.Record { return imports(seed, seed, true, false) }
	_, calm, err := outcome(ctx, plan{imports: logs(), seed: 10*seed + 1})
	if err != nil {
		return nil, fmt.Errorf("calm run: %w", err)
	}
	w, storm, err := outcome(ctx, plan{imports: logs(), seed: 10*seed + 2, fault: fault, hurries: seed%2 == 0, waits: true})
	if err != nil {
		return nil, fmt.Errorf("stormy run: %w", err)
	}
	bad := differences(storm, calm, true)
	if len(calm.twice) > 0 {
		bad = append(bad, fmt.Sprintf("calm run: %d ids with two contents: %s", len(calm.twice), calm.twice[0]))
	}
	bad = append(bad, standing(w, storm, false)...)
	var others [2]result
	for i := range others {
		n := uint64(3 + 2*i)
		p := plan{imports: imports(seed, 10*seed+n, false, false), seed: 10*seed + n + 1, hurries: i == 0}
		if _, others[i], err = outcome(ctx, p); err != nil {
			return nil, fmt.Errorf("another order of arrival: %w", err)
		}
	}
	for _, d := range differences(others[1], others[0], false) {
		bad = append(bad, "another order of arrival: "+d)
	}
	return bad, nil
}

// checkIdle looks for faults in a run whose sources may be found idle. What a source brings that wakes behind the time
// may be missing, and is counted; nothing else is. It also gives how many exchanges are missing.
func checkIdle(ctx context.Context, seed uint64, fault float64) (bad []string, missing int, err error) {
	abandoned := seed%3 == 0
	_, calm, err := outcome(ctx, plan{imports: imports(seed, seed, true, abandoned), seed: 10*seed + 1})
	if err != nil && !abandoned {
		return nil, 0, fmt.Errorf("calm run: %w", err)
	}
	w, storm, err := outcome(ctx, plan{imports: imports(seed, seed, true, abandoned), seed: 10*seed + 2, fault: fault, hurries: seed%2 == 0, idle: true, waits: seed%2 == 0})
	if err != nil {
		return nil, 0, fmt.Errorf("stormy run: %w", err)
	}
	bad = standing(w, storm, true)
	counted := storm.counted + int(w.service.Behind())
	if inTime := storm.through(); counted < inTime {
		bad = append(bad, fmt.Sprintf("%d observations in closed buckets, only %d counted in tallies and %d behind", inTime, storm.counted, w.service.Behind()))
	}
	if abandoned {
		return bad, 0, nil // The calm run cannot close what nobody ends.
	}
	for id := range calm.observations {
		if _, there := storm.observations[id]; !there {
			missing++
		}
	}
	if d := differences(storm, calm, true); len(d) > 0 && w.classifier.Behind()+w.service.Behind() == 0 {
		bad = append(bad, fmt.Sprintf("nothing was counted as behind the time, and yet: %s", strings.Join(d, "; ")))
	}
	return bad, missing, nil
}

// standing are the faults that a run shows by itself.
func standing(w *world, res result, idle bool) []string {
	var bad []string
	if len(res.twice) > 0 && !idle {
		bad = append(bad, fmt.Sprintf("%d ids with two contents: %s", len(res.twice), res.twice[0]))
	}
	tail := map[string]string{}
	for _, e := range w.public {
		tail[e.Key] = e.ID
	}
	for _, e := range newest(w.events()) {
		if tail[e.Key] != e.ID {
			bad = append(bad, "the topic does not end with the newest version of "+e.Key)
		}
	}
	second := false
	for id := range res.observations {
		second = second || strings.HasPrefix(id, strconv.Itoa(secondImport))
	}
	if res.closed < secondImport/bucket || !second {
		bad = append(bad, fmt.Sprintf("the second import is not in the result: closed through %d", res.closed))
	}
	return bad
}

// TestStormsChangeNothing is the promise of docs/delivery.md.
func TestStormsChangeNothing(t *testing.T) {
	t.Parallel()
	each(t, 40, func(seed uint64) ([]string, error) { return check(t.Context(), seed, *faultRate) })
}

// TestIdleSourcesHoldNobodyUpAndLoseNothingUncounted is the promise for runs in which a clock finds sources idle.
func TestIdleSourcesHoldNobodyUpAndLoseNothingUncounted(t *testing.T) {
	t.Parallel()
	missing := 0
	each(t, 12, func(seed uint64) ([]string, error) {
		bad, n, err := checkIdle(t.Context(), seed, *faultRate)
		missing += n
		return bad, err
	})
	t.Logf("%d exchanges fell behind the time", missing)
}

// each tries seeds and says how to replay those that fail.
func each(t *testing.T, everyday int, check func(seed uint64) ([]string, error)) {
	t.Helper()
	n := *runs
	if n == 0 {
		n = everyday
	}
	failed := 0
	for seed := *firstSeed; seed < *firstSeed+uint64(n) && !enoughFailed.Load(); seed++ {
		bad, err := check(seed)
		if err != nil {
			bad = append(bad, err.Error())
		}
		if len(bad) == 0 {
			continue
		}
		t.Errorf("seed %d: %s\nreplay: go test ./internal/protocol -run %s -seed %d -runs 1 -fault %v",
			seed, strings.Join(bad, "; "), t.Name(), seed, *faultRate)
		if failed++; failed == *enough {
			enoughFailed.Store(true)
			t.Fatalf("%d of the first %d seeds failed", failed, seed-*firstSeed+1)
		}
	}
}
