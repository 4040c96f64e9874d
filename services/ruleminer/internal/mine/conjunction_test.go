package mine

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// paired is a world of eight short epochs in which, in one intent, novices want two aspects together and experts do not.
func paired(seed uint64, half float64) (world, Params) {
	w := base(seed)
	w.n, w.buckets, w.intents = 160_000, 56, 3
	w.bonus = func(intent int, group string, present []bool) float64 {
		switch {
		case intent != 1 || !present[3] || !present[5]:
			return 0
		case group == "expert":
			return -half
		}
		return half
	}
	p := DefaultParams(day)
	p.EpochBuckets, p.LongFactor = 7, 2
	return w, p
}

const both = "aspect_03&&aspect_05"

func TestAPlantedInteractionIsFoundWithoutProxies(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		w, p := paired(100+seed, 0.25)
		m := mineWorld(t, w, p, nil)
		found := map[string]bool{}
		for _, r := range m.RuleSet().Rules {
			if !r.Live() {
				continue
			}
			if r.Intent != "intent_1" || r.Aspect != both {
				t.Errorf("seed %d: %s %s %s: %s %s %v in place of the pair", seed, r.Kind, r.Group, r.Intent, r.Aspect, r.State, r.Effect)
				continue
			}
			found[r.Kind+" "+r.Group] = true
			if want := map[bool]float64{true: -0.5, false: 0.25}[r.Kind == schema.Divergence]; math.Abs(math.Abs(r.Effect)-math.Abs(want)) > 0.1 {
				t.Errorf("seed %d: %s of %s has effect %v, want about %v", seed, r.Kind, r.Group, r.Effect, want)
			}
		}
		if len(found) != 3 {
			t.Errorf("seed %d: found %v, want the divergence and both preferences", seed, found)
		}
	}
}

func TestNoInteractionIsFoundWhereThereIsNone(t *testing.T) {
	t.Parallel()
	tested := 0
	for seed := range uint64(4) {
		w, p := paired(200+seed, 0)
		w.bonus = nil
		// Two aspects that matter on their own, and often stand together.
		w.effect = func(_, intent int, _ string, aspect int) float64 {
			if intent == 1 && (aspect == 3 || aspect == 5) {
				return 0.2
			}
			return 0
		}
		m := mineWorld(t, w, p, func(bucket int64, m *Miner) {
			for _, r := range live(m, schema.Preference) {
				if schema.IsConjunction(r.Aspect) {
					t.Errorf("seed %d, bucket %d: %s is %s", seed, bucket, r.Aspect, r.State)
				}
			}
			for _, in := range m.intents {
				tested = max(tested, len(in.conjunctions))
			}
		})
		if len(live(m, schema.Preference)) != 4 {
			t.Errorf("seed %d: %d preferences, want those of two aspects in two groups", seed, len(live(m, schema.Preference)))
		}
	}
	if tested == 0 {
		t.Error("no pair was ever tested")
	}
}

func TestConjunctionsAreTestedOnWhatComesAfterTheirChoice(t *testing.T) {
	t.Parallel()
	w, p := paired(7, 0.3)
	w.n, w.buckets = 60_000, 21
	mineWorld(t, w, p, func(bucket int64, m *Miner) {
		in := m.intents["intent_1"]
		at := in.column(revealed, both)
		if (bucket < 7) != (at < 0) {
			t.Fatalf("bucket %d: the pair has column %d", bucket, at)
		}
		if at < 0 {
			return
		}
		for _, windows := range in.cells {
			for _, g := range windows.distinct() {
				if n := g.aspects.N1[at]; (g.start >= 7) != (n > 0) && bucket > 7 {
					t.Errorf("bucket %d: evidence from %d on holds %d of the pair", bucket, g.start, n)
				}
			}
		}
	})
}

// The columns of a pair are what they would be if a source had said "both" as an aspect of its own.
func TestAPairsColumnIsThatOfAnAspectWhichMeansBoth(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 9))
	all := crowd(rng, 900, 0)
	named := make([]Observation, len(all))
	for i, o := range all {
		if slices.Contains(o.Aspects, "a2") && slices.Contains(o.Aspects, "a6") {
			o.Aspects = append(slices.Clone(o.Aspects), "both")
		}
		named[i] = o
	}
	plain, marked := split(rng, all, 1), split(rng, named, 1)
	checked := 0
	for key, c := range plain.cells {
		place := func(name string) int { return slices.Index([]string{"a2", "a6", "both"}, name) }
		got, want := newGeneration(0, 3, 0), newGeneration(0, 3, 0)
		got.scores("", c, place)
		got.pairScores(c, place, []conjunction{{a: "a2", b: "a6"}}, 2)
		want.scores("", marked.cells[key], place)
		if got.aspects.N1[2] == 0 {
			continue
		}
		checked++
		if got.aspects.N1[2] != want.aspects.N1[2] || got.users[2] != want.users[2] {
			t.Errorf("%v: %d observations, want %d", key, got.aspects.N1[2], want.aspects.N1[2])
		}
		near(t, "X", got.aspects.X, want.aspects.X)
		near(t, "C", got.aspects.C, want.aspects.C)
	}
	if checked == 0 {
		t.Error("no cell has both")
	}
}

func near(t *testing.T, what string, got, want []float64) {
	t.Helper()
	for i := range got {
		if math.Abs(got[i]-want[i]) > 1e-9 {
			t.Errorf("%s[%d] is %v, want %v", what, i, got[i], want[i])
		}
	}
}

func TestSamplesOfLargeCellsDoNotDependOnOrderOrPartitions(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(4, 4))
	var all []Observation
	w := base(3)
	w.n, w.users, w.buckets, w.intents, w.aspects, w.strata = 24_000, 9000, 1, 1, 4, 1
	w.each(func(o Observation) {
		o.Aspects = append([]string{}, o.Aspects...)
		all = append(all, o)
	})
	whole := split(rng, all, 1)
	for key, c := range whole.cells {
		if c.n <= mostSampled || len(c.sample) != mostSampled {
			t.Fatalf("%v: a sample of %d from %d", key, len(c.sample), c.n)
		}
	}
	want := encoded(t, whole)
	for _, partitions := range []int{2, 8} {
		if got := encoded(t, split(rng, shuffled(rng, all), partitions)); !bytes.Equal(got, want) {
			t.Errorf("%d partitions give another sample", partitions)
		}
	}
}

func TestConjunctionsComeBackFromTheState(t *testing.T) {
	t.Parallel()
	w, p := paired(11, 0.3)
	w.n, w.buckets = 70_000, 28
	held := 0
	whole := mineWorld(t, w, p, func(_ int64, m *Miner) {
		state, err := m.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		if err := m.UnmarshalBinary(state); err != nil {
			t.Fatal(err)
		}
		again, err := m.MarshalBinary()
		if err != nil || !bytes.Equal(again, state) {
			t.Fatalf("the state changed on its way: %v", err)
		}
		held = max(held, len(m.intents["intent_1"].conjunctions))
	})
	calm := mineWorld(t, w, p, nil)
	got, want := encodedMiner(t, whole), encodedMiner(t, calm)
	if held == 0 || !bytes.Equal(got, want) {
		t.Errorf("resumed at every bucket with up to %d pairs: %d bytes, in one go %d", held, len(got), len(want))
	}
}

func TestConjunctionsDoNotDependOnOrderOrPartitions(t *testing.T) {
	t.Parallel()
	w, p := paired(12, 0.3)
	w.n, w.buckets = 50_000, 21
	rng := rand.New(rand.NewPCG(1, 5))
	whole := run(t, p, tallies(t, w, p, 1, rng))
	if len(whole.intents["intent_1"].conjunctions) == 0 {
		t.Fatal("no pair was admitted, so nothing is compared")
	}
	want := everything(t, whole)
	for _, partitions := range []int{4, 64} {
		if got := everything(t, run(t, p, tallies(t, w, p, partitions, rng))); !bytes.Equal(got, want) {
			t.Errorf("%d partitions in another order give another result", partitions)
		}
	}
}

func encodedMiner(t *testing.T, m *Miner) []byte {
	t.Helper()
	b, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return b
}
