package evaluate

import (
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func TestGroupsShuffledOverUsersPublishNothing(t *testing.T) {
	t.Parallel()
	text := "- name: x\n  observations: 60000\n  days: 30\n  users: 2000\n  intents: 2\n  aspects: 8\n  groups: [a, b]\n  shuffled: %S\n" +
		"  planted: [{kind: divergence, effect: 0.4, count: 6}]"
	if o := ran(t, strings.Replace(text, "%S", "false", 1), 1); o.Miner.LiveAtEnd < 6 {
		t.Fatalf("%d rules live where groups are what they are", o.Miner.LiveAtEnd)
	}
	o := ran(t, strings.Replace(text, "%S", "true", 1), 1)
	if o.Miner.EverFalse != 0 || o.Miner.LiveAtEnd != 0 || len(o.Miner.Planted) != 0 || o.Checks.Rules != 0 {
		t.Errorf("published %+v, %+v", o.Miner, o.Checks)
	}
}

func TestNobodySpeaksForEighteenUsers(t *testing.T) {
	t.Parallel()
	text := "- name: x\n  observations: 8000\n  days: 20\n  users: %U\n  intents: 1\n  aspects: 4\n  groups: [a, b]\n" +
		"  planted: [{kind: divergence, effect: 0.6, count: 2}]"
	if o := ran(t, strings.Replace(text, "%U", "36", 1), 1); o.Checks.Rules != 0 {
		t.Errorf("%d rules shown", o.Checks.Rules)
	}
	if o := ran(t, strings.Replace(text, "%U", "200", 1), 1); o.Checks.Rules == 0 || o.Checks.Beyond != 0 || o.Checks.Below != 0 {
		t.Errorf("a hundred users a group: %+v, want rules", o.Checks)
	}
}

func TestClaimsBeyondTheLogAreNoticed(t *testing.T) {
	t.Parallel()
	w := newWorld(parsed(t, "- name: x\n  days: 1\n  intents: 2\n  aspects: 3\n  groups: [a, b]\n  planted: [{kind: divergence, effect: 0.2, count: 1}]"), 1)
	planted := w.truth.plantedQuestions()[0]
	rule := func(change func(*schema.Rule)) schema.Rule {
		r := schema.Rule{
			Kind: schema.Divergence, State: schema.Confirmed, Group: "a", Versus: "b", Intent: w.intents[planted.intent], Aspect: w.aspects[planted.aspect],
			Support: schema.Support{Observations: 60, WithAspect: 20, UsersAtLeast: 25, Conversations: 30},
		}
		change(&r)
		return r
	}
	for _, c := range []struct {
		name          string
		rule          schema.Rule
		beyond, below int
	}{
		{"as it is", rule(func(*schema.Rule) {}), 0, 0},
		{"one group alone", rule(func(r *schema.Rule) { r.Versus, r.Kind, r.Support.Observations = "", schema.Preference, 30 }), 0, 0},
		{"one observation too many", rule(func(r *schema.Rule) { r.Support.Observations++ }), 1, 0},
		{"more with than there are", rule(func(r *schema.Rule) { r.Support.WithAspect = 61 }), 1, 0},
		{"one user too many", rule(func(r *schema.Rule) { r.Support.UsersAtLeast++ }), 1, 0},
		{"one conversation too many", rule(func(r *schema.Rule) { r.Support.Conversations++ }), 1, 0},
		{"few users", rule(func(r *schema.Rule) { r.Support.UsersAtLeast = 19 }), 0, 1},
	} {
		check := newChecker(w, 20, 0.1)
		for group := range 2 {
			for i := range 30 {
				check.saw(i%25, group, planted.intent)
			}
		}
		check.day(0, schema.RuleSet{
			Rules: []schema.Rule{c.rule},
			Seen: []schema.Seen{
				{Group: "a", Intent: w.intents[planted.intent], Same: true},
				{Group: "b", Intent: w.intents[1-planted.intent], Same: true},
				{Group: "a", Intent: w.intents[1-planted.intent]},
			},
		})
		want := Checks{Rules: 1, Beyond: c.beyond, Below: c.below, SameWrong: 1, Alike: 2, SameRight: 1}
		if check.out != want {
			t.Errorf("%s: %+v, want %+v", c.name, check.out, want)
		}
	}
}

func TestTheSecondMinerHasItsParameters(t *testing.T) {
	t.Parallel()
	s := parsed(t, "- name: x\n  observations: 40000\n  days: 20\n  users: 2000\n  intents: 2\n  aspects: 6\n  groups: [a, b]\n  planted: [{kind: divergence, effect: 0.4, count: 3}]")
	o, err := Run(t.Context(), s, 1, settings(), "MinUsers=1000")
	if err != nil {
		t.Fatal(err)
	}
	if o.Miner.LiveAtEnd < 3 || o.Beside == nil || o.Beside.LiveAtEnd != 0 {
		t.Errorf("as set %+v, beside it %+v, want nothing where a thousand users are wanted", o.Miner, o.Beside)
	}
	same, err := Run(t.Context(), s, 1, settings())
	if err != nil || same.Beside != nil || same.Miner.LiveAtEnd != o.Miner.LiveAtEnd {
		t.Errorf("alone %+v, %v", same.Miner, err)
	}
	if _, err := Run(t.Context(), s, 1, settings(), "MinUsers=many"); err == nil {
		t.Error("wrong parameters were taken")
	}
}

// Rules first confirmed before a day are the same, whatever comes later.
func TestWhatComesLaterDoesNotChangeWhatWasConfirmedBefore(t *testing.T) {
	t.Parallel()
	const text = "- name: x\n  observations: 120000\n  days: 120\n  users: 1000\n  intents: 2\n  aspects: 6\n  groups: [a, b]\n  mood: 0.1\n" +
		"  planted: [{kind: divergence, effect: 0.25, count: 4}, {kind: divergence, effect: 0.4, count: 2}]"
	before := func(days int) map[string]int64 {
		r, err := newRun(parsed(t, text), 1, settings(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for day := range days {
			if err := r.day(day); err != nil {
				t.Fatal(err)
			}
		}
		first := map[string]int64{}
		for _, rule := range r.procedures[0].miner.RuleSet().Rules {
			if at := rule.FirstConfirmed; at != nil && at.Unix() < 50*86400 {
				first[rule.ID] = at.Unix()
			}
		}
		return first
	}
	short, long := before(60), before(120)
	if len(short) < 4 || len(short) != len(long) {
		t.Fatalf("%d rules confirmed before day 50 of 60, %d of 120", len(short), len(long))
	}
	for id, at := range short {
		if long[id] != at {
			t.Errorf("rule %s was first confirmed at %d, with more days at %d", id, at, long[id])
		}
	}
}
