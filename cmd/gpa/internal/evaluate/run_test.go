package evaluate

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/services/ruleminer"
)

func settings() ruleminer.Config {
	c := ruleminer.Defaults()
	c.Bucket, c.Partitions = 24*time.Hour, 1
	return c
}

func ran(t *testing.T, text string, seed uint64) Outcome {
	t.Helper()
	o, err := Run(t.Context(), parsed(t, text), seed, settings())
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestTheMinerFindsWhatIsPlantedAndTheZTestMore(t *testing.T) {
	t.Parallel()
	o := ran(t, `
- name: x
  observations: 60000
  days: 30
  users: 2000
  intents: 2
  aspects: 8
  groups: [a, b]
  mood: 0.1
  models:
    - {name: good, share: 0.5, groups: {a: 3, b: 0.3}, satisfied: 0.2, aspects: 3, more: 0.3}
    - {name: bad, share: 0.5, satisfied: -0.2}
  planted: [{kind: divergence, effect: 0.4, count: 3}]`, 1)
	size := Size{Divergence, 0.4}
	if o.Miner.Planted[size] != 3 || o.Miner.Found[size] != 3 || o.Miner.EverFalse != 0 || o.Miner.FalseAtEnd != 0 || o.Miner.LiveAtEnd < 3 {
		t.Errorf("miner %+v", o.Miner)
	}
	if o.Naive.EverFalse == 0 || o.Naive.FalseAtEnd == 0 {
		t.Errorf("the z-test is not fooled: %+v", o.Naive)
	}
	if o.Intervals < 3 || o.Covered < o.Intervals-1 || len(o.Ratios) != o.Intervals || len(o.Sizes[0.4]) != 3 {
		t.Errorf("%d of %d intervals hold the truth, ratios %v", o.Covered, o.Intervals, o.Ratios)
	}
	for _, r := range o.Ratios {
		if r < 0.5 || r > 1.6 {
			t.Errorf("an estimate is %.2f of the truth", r)
		}
	}
}

func TestFlippedRulesAreFollowed(t *testing.T) {
	t.Parallel()
	o := ran(t, `
- name: x
  observations: 120000
  days: 60
  users: 2000
  intents: 1
  aspects: 6
  groups: [a, b]
  change: 30
  planted:
    - {kind: divergence, effect: 0.4, count: 2, then: flipped}
    - {kind: divergence, effect: 0.4, count: 1}`, 1)
	d := o.Drift
	if len(d.Flipped) != 2 || d.Flipped[0] < 1 || d.Flipped[1] > 12 || d.Opposite[0] < d.Flipped[0] || d.Stable != 1 || d.StableLost != 0 {
		t.Errorf("drift %+v", d)
	}
	if d.NaiveWrong != 2 {
		t.Errorf("the z-test had claimed %d of 2", d.NaiveWrong)
	}
	if o.Miner.EverFalse != 0 {
		t.Errorf("what was true once is no false rule: %+v", o.Miner)
	}
}

func TestSpamThatWorksIsSeen(t *testing.T) {
	t.Parallel()
	text := "- name: x\n  observations: 12000\n  days: 24\n  users: 500\n  intents: 1\n  aspects: 4\n  groups: [a, b]\n  spam: {accounts: %N, per_day: 20}"
	if o := ran(t, strings.Replace(text, "%N", "1", 1), 1); o.Spammed {
		t.Error("one account made a rule")
	}
	if o := ran(t, strings.Replace(text, "%N", "200", 1), 1); !o.Spammed {
		t.Error("two hundred accounts did not: the scenario measures nothing")
	}
}

func TestResultsDoNotDependOnWorkers(t *testing.T) {
	t.Parallel()
	s := parsed(t, "- name: x\n  runs: 4\n  observations: 3000\n  days: 5\n  users: 200\n  aspects: 4\n  planted: [{kind: preference, effect: 0.3, count: 2}]")
	var rows [2][]Row
	for i, workers := range []int{1, 4} {
		var told []int
		var err error
		rows[i], err = All(t.Context(), []Scenario{s}, Options{
			Miner: settings(), Workers: workers, Share: 0.5, Progress: func(_ string, done, total int) {
				if total != 2 {
					t.Errorf("%d runs, want half of 4", total)
				}
				told = append(told, done)
			},
		})
		if err != nil || len(told) != 2 || told[1] != 2 {
			t.Fatalf("told %v, %v", told, err)
		}
	}
	if !reflect.DeepEqual(rows[0], rows[1]) {
		t.Errorf("one worker %+v, four %+v", rows[0], rows[1])
	}
}

func TestARunEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := All(ctx, []Scenario{parsed(t, "- name: x\n  observations: 100\n  days: 2")}, Options{Miner: settings()})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
	c := settings()
	c.Set = []string{"AlphaPub=7"}
	if _, err := All(t.Context(), []Scenario{parsed(t, "- name: x")}, Options{Miner: c}); err == nil {
		t.Error("a level of 7 was taken")
	}
}
