package simulate

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// effectOf estimates by how much an aspect raises the share of satisfied users in a group, from plain draws.
func effectOf(t *testing.T, p *plan, intent, aspect int, group string) float64 {
	t.Helper()
	rng := rand.New(rand.NewPCG(5, 5))
	var sc scene
	var n, sat [2]float64
	for range 300_000 {
		who := rng.IntN(len(p.people.users))
		if p.people.users[who].cast.groups["expertise"] != group {
			continue
		}
		p.play(rng, who, intent, p.models.draw(rng), &sc)
		x := 0
		if sc.present&(1<<aspect) != 0 {
			x = 1
		}
		n[x]++
		if sc.satisfied {
			sat[x]++
		}
	}
	return sat[1]/n[1] - sat[0]/n[0]
}

func TestPlantedEffectsShowInWhoIsSatisfied(t *testing.T) {
	t.Parallel()
	s := mustShipped(t, "planted")
	s.Heavy = nil
	p := newPlan(s, 3)
	for _, c := range []struct {
		intent, aspect, group string
		want                  float64
	}{
		{"code_debugging", "step_by_step", "novice", 0.25},
		{"code_debugging", "step_by_step", "expert", -0.15},
		{"code_debugging", "verification", "expert", 0.15},
		{"code_debugging", "example", "novice", 0},
		{"how_to", "code_share", "expert", 0.25},
		{"problem_solving", "length", "novice", -0.15},
	} {
		i := slices.IndexFunc(p.intents, func(in planIntent) bool { return in.name == c.intent })
		a := slices.IndexFunc(p.intents[i].aspects, func(a planAspect) bool { return a.name == c.aspect })
		if got := effectOf(t, p, i, a, c.group); math.Abs(got-c.want) > 0.025 {
			t.Errorf("%s, %s for %s: effect %.3f, planted %.2f", c.intent, c.aspect, c.group, got, c.want)
		}
	}
}

func TestGroupsMeetTheIntentsOfTheirMix(t *testing.T) {
	t.Parallel()
	s := small(t, "null", 8000)
	s.Heavy = nil
	count := map[string]map[string]float64{"novice": {}, "expert": {}}
	list, _ := generate(t, s, 2)
	for _, c := range list {
		count[c.Groups["expertise"]][c.Intent]++
		count[c.Groups["expertise"]]["all"]++
	}
	novice := count["novice"]["code_debugging"] / count["novice"]["all"]
	expert := count["expert"]["code_debugging"] / count["expert"]["all"]
	if math.Abs(novice-0.4/3.4) > 0.02 || math.Abs(expert-2/3.5) > 0.03 {
		t.Errorf("share of debugging: novice %.3f, expert %.3f; want %.3f and %.3f", novice, expert, 0.4/3.4, 2/3.5)
	}
}

func TestTheHeavyUserWritesTheirShare(t *testing.T) {
	t.Parallel()
	s := small(t, "null", 6000)
	list, _ := generate(t, s, 2)
	n := 0.0
	for _, c := range list {
		if c.User == "u000001" {
			n++
			if c.Groups["expertise"] != "novice" {
				t.Fatalf("the heavy user is of group %s", c.Groups["expertise"])
			}
		}
	}
	if share := n / float64(len(list)); math.Abs(share-s.Heavy.Share) > 0.015 {
		t.Errorf("the heavy user wrote %.3f of all, want %.2f", share, s.Heavy.Share)
	}
}

func TestAFewUsersWriteMuch(t *testing.T) {
	t.Parallel()
	s := small(t, "demo", 8000)
	list, _ := generate(t, s, 2)
	by := map[string]int{}
	for _, c := range list {
		by[c.User]++
	}
	var counts []int
	for _, n := range by {
		counts = append(counts, n)
	}
	slices.Sort(counts)
	top := 0
	for _, n := range counts[len(counts)-s.Users/10:] {
		top += n
	}
	if share := float64(top) / float64(len(list)); share < 0.25 || share > 0.6 {
		t.Errorf("a tenth of the users wrote %.2f of all", share)
	}
}

func TestWrongAnswersSatisfyHardlyAnyone(t *testing.T) {
	t.Parallel()
	s := mustShipped(t, "null")
	p := newPlan(s, 1)
	rng := rand.New(rand.NewPCG(1, 1))
	var sc scene
	var wrong, satisfied, experts float64
	for range 50_000 {
		who := rng.IntN(len(p.people.users))
		if p.people.users[who].cast.groups["expertise"] != "expert" {
			continue
		}
		experts++
		if p.play(rng, who, 0, 0, &sc); sc.wrong {
			wrong++
			if sc.satisfied {
				satisfied++
			}
		}
	}
	if share := wrong / experts; math.Abs(share-0.2) > 0.01 {
		t.Errorf("%.3f of the answers to experts are wrong, want 0.2", share)
	}
	if satisfied/wrong > 0.12 {
		t.Errorf("%.2f of the wrong answers satisfied", satisfied/wrong)
	}
}

func TestConfidenceIsHonest(t *testing.T) {
	t.Parallel()
	s := small(t, "observations", 60_000)
	s.Tastes, s.Heavy = Tastes{}, nil
	var sat, n, quality float64
	_, err := GenerateObservations(context.Background(), s, 1, func(o Observation) error {
		if o.Intent != "small_talk" || o.Label == "neutral" {
			return nil
		}
		// y is unbiased for the truth when the label is wrong as often as its confidence says.
		f, l := 1-o.Confidence, 0.0
		if o.Label == "SAT" {
			l = 1
		}
		w := (1 - 2*f) * (1 - 2*f)
		sat += w * (l - f) / (1 - 2*f)
		quality += w
		n++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := 0.6 + 0.4*0.05 - 0.2*0.03
	if got := sat / quality; math.Abs(got-want) > 0.02 {
		t.Errorf("the unbiased share of satisfied is %.3f of %v, want %.3f", got, n, want)
	}
}

func TestWishesFollowThePreferences(t *testing.T) {
	t.Parallel()
	s := mustShipped(t, "planted")
	s.Tastes, s.Heavy = Tastes{}, nil
	count := map[string]int{}
	_, err := GenerateObservations(context.Background(), s, 1, func(o Observation) error {
		for _, w := range o.Stated {
			has := slices.Contains(o.Aspects, w.Aspect)
			if has == (w.Direction == "more") {
				t.Errorf("%s: wishes %s of %s, answer has it: %v", o.ID, w.Direction, w.Aspect, has)
			}
			if o.Intent == "code_debugging" && w.Aspect == "step_by_step" {
				count[o.Groups["expertise"]+" "+w.Direction]++
			}
			if o.Label == "SAT" && o.Confidence > 0.98 && w.Confidence == 0 {
				t.Errorf("%s: a wish without confidence", o.ID)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if count["novice more"] < 4*count["novice less"] || count["expert less"] < 4*count["expert more"] || count["novice more"] == 0 {
		t.Errorf("wishes for steps: %v", count)
	}
}
