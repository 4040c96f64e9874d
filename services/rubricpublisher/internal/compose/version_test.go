package compose_test

import (
	"testing"

	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/compose"
)

const novice = "expertise/novice/debugging"

// history plays buckets through the composer, as the publisher does, and gives what each one brought for the novice.
func history(t *testing.T, o compose.Options, sets ...schema.RuleSet) []string {
	t.Helper()
	heads := map[string]compose.Head{}
	var out []string
	for _, set := range sets {
		brought := ""
		for _, r := range compose.Compose(set, endsAt, heads, o) {
			if r.Version != heads[r.ID].Version+1 || r.Supersedes != heads[r.ID].Version {
				t.Fatalf("version %d supersedes %d after %d", r.Version, r.Supersedes, heads[r.ID].Version)
			}
			heads[r.ID] = compose.Head{Version: r.Version, Composed: r}
			if r.ID == novice {
				brought = r.Status + " " + r.Verdict
			}
		}
		out = append(out, brought)
	}
	return out
}

func set(same bool, rules ...schema.Rule) schema.RuleSet {
	return schema.RuleSet{Rules: rules, Seen: both(same)}
}

func TestAVersionComesOnlyWithSomethingNew(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		opts compose.Options
		sets []schema.RuleSet
		want []string
	}{
		{
			"nothing new, no version",
			compose.Options{},
			[]schema.RuleSet{set(false), set(false), set(true), set(true)},
			[]string{"published unknown", "", "published same", ""},
		},
		{
			"a strength that wobbles makes none, one that drifts does",
			compose.Options{},
			[]schema.RuleSet{set(false, rule("a", "length", 0.30)), set(false, rule("a", "length", 0.34)), set(false, rule("a", "length", 0.35))},
			[]string{"published different", "", "published different"},
		},
		{
			"drift is set in the options",
			compose.Options{Drift: 0.5},
			[]schema.RuleSet{set(false, rule("a", "length", 0.30)), set(false, rule("a", "length", 0.35))},
			[]string{"published different", ""},
		},
		{
			"two items that change places by strength make none",
			compose.Options{},
			[]schema.RuleSet{
				set(false, rule("a", "length", 0.30), rule("b", "table", 0.31)),
				set(false, rule("a", "length", 0.32), rule("b", "table", 0.31)),
			},
			[]string{"published different", ""},
		},
		{
			"a second channel is news",
			compose.Options{},
			[]schema.RuleSet{set(false, rule("a", "length", 0.30)), set(false, rule("a", "length", 0.30), rule("b", "length", 0.3, stated))},
			[]string{"published different", "published different"},
		},
		{
			"a direction that turns is news",
			compose.Options{},
			[]schema.RuleSet{set(false, rule("a", "length", 0.30)), set(false, rule("b", "length", -0.30))},
			[]string{"published different", "published different"},
		},
		{
			"a rule that goes away empties the rubric",
			compose.Options{},
			[]schema.RuleSet{set(false, rule("a", "length", 0.30)), set(true, rule("a", "length", 0.30, state(schema.Retracted)))},
			[]string{"published different", "published same"},
		},
		{
			"a key that is no longer seen is retired once, and comes back",
			compose.Options{},
			[]schema.RuleSet{set(false), {}, {}, set(false)},
			[]string{"published unknown", "retired unknown", "", "published unknown"},
		},
		{
			"under review items wait and their removal does not",
			compose.Options{Review: true},
			[]schema.RuleSet{set(true), set(true, rule("a", "length", 0.30)), set(true)},
			[]string{"published same", "proposed different", "published same"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := history(t, tt.opts, tt.sets...)
			for i := range tt.want {
				if got[i] != tt.want[i] {
					t.Errorf("bucket %d brought %q, want %q", i, got[i], tt.want[i])
				}
			}
		})
	}
}

func TestADecisionHoldsUntilTheRulesSaySomethingNew(t *testing.T) {
	t.Parallel()
	composed := one(t, set(false, rule("a", "length", 0.30)), novice, compose.Options{})
	heads := map[string]compose.Head{novice: {Version: 2, Composed: composed}} // somebody has rejected version 1
	changes := func(rules ...schema.Rule) []schema.Rubric {
		return compose.Compose(schema.RuleSet{Rules: rules, Seen: []schema.Seen{seen("novice", false, 2)}}, endsAt, heads, compose.Options{})
	}
	if got := changes(rule("a", "length", 0.30)); len(got) != 0 {
		t.Errorf("the same rules brought %+v", got)
	}
	if got := changes(rule("a", "length", 0.90)); len(got) != 0 {
		t.Errorf("a strength alone brought %+v", got)
	}
	got := changes(rule("a", "length", 0.30), rule("b", "table", 0.2))
	if len(got) != 1 || got[0].Version != 3 || got[0].Supersedes != 2 {
		t.Errorf("a new rule brought %+v, want version 3 after 2", got)
	}
}

func TestSensitiveDimensionsNeedToBeAllowed(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"gender": true, "user_gender": true, "Religion": true, "sexual-orientation": true, "health": true, "ethnic group": true,
		"expertise": false, "plan": false, "locale": false, "healthy_eating": false, "bracelet": false, "": false, "größe": false,
	} {
		if got := compose.Sensitive(name); got != want {
			t.Errorf("Sensitive(%q) = %v, want %v", name, got, want)
		}
	}
	s := schema.RuleSet{Seen: []schema.Seen{{Dimension: "gender", Group: "f", Intent: "debugging"}}}
	if got := compose.Compose(s, endsAt, nil, compose.Options{}); len(got) != 0 {
		t.Errorf("a sensitive dimension has rubrics: %+v", got)
	}
	if got := compose.Compose(s, endsAt, nil, compose.Options{Allow: []string{"gender"}}); len(got) != 1 {
		t.Errorf("an allowed dimension has %d rubrics, want 1", len(got))
	}
}

func TestNamesThatNoDatabaseHoldsHaveNoRubric(t *testing.T) {
	t.Parallel()
	long := make([]byte, 257)
	for i := range long {
		long[i] = 'x'
	}
	for _, name := range []string{"", "a\x00b", "a\xffb", string(long)} {
		s := schema.RuleSet{Seen: []schema.Seen{{Dimension: "plan", Group: name, Intent: "debugging"}}}
		if got := compose.Compose(s, endsAt, nil, compose.Options{}); len(got) != 0 {
			t.Errorf("group %.10q has a rubric", name)
		}
	}
	if got := one(t, set(false, rule("a", "le\x00ngth", 0.30)), novice, compose.Options{}); len(got.Items) != 0 {
		t.Errorf("an aspect that no database holds is an item: %+v", got.Items)
	}
	s := schema.RuleSet{Seen: []schema.Seen{{Dimension: "plan", Group: "a/b <i>\n", Intent: string(long[:256])}, {Dimension: "plan", Group: "free", Intent: ""}}}
	if got := compose.Compose(s, endsAt, nil, compose.Options{}); len(got) != 2 {
		t.Errorf("odd names have %d rubrics, want 2", len(got))
	}
}

func TestTheHashIsOfWhatTheRubricSays(t *testing.T) {
	t.Parallel()
	item := schema.Item{RuleIDs: []string{"a"}, Aspect: "length", Direction: "more", Instruction: "Write more.", Strength: 0.3, Channels: []string{"revealed"}}
	base := compose.Hash(schema.Different, []schema.Item{item})
	weaker := item
	weaker.Strength = 0.1
	if compose.Hash(schema.Different, []schema.Item{weaker}) != base {
		t.Error("the strength changes the hash")
	}
	for name, change := range map[string]func(*schema.Item){
		"rule": func(i *schema.Item) { i.RuleIDs = []string{"b"} }, "aspect": func(i *schema.Item) { i.Aspect = "table" },
		"direction": func(i *schema.Item) { i.Direction = "less" }, "instruction": func(i *schema.Item) { i.Instruction = "x" },
		"channels": func(i *schema.Item) { i.Channels = []string{"stated"} }, "versus": func(i *schema.Item) { i.Versus = "x" },
		"against": func(i *schema.Item) { i.Against = []string{"x"} },
	} {
		other := item
		change(&other)
		if compose.Hash(schema.Different, []schema.Item{other}) == base {
			t.Errorf("another %s has the same hash", name)
		}
	}
	if compose.Hash(schema.Same, nil) == compose.Hash(schema.Unknown, nil) {
		t.Error("the verdict does not change the hash")
	}
}

// A pack may come to forbid what a person has brought back, and what waits for review must not keep it in force.
func TestWhatIsInForceAndBecameForbiddenIsReplacedAtOnce(t *testing.T) {
	t.Parallel()
	before := one(t, set(false, rule("a", "warnings", 0.30), rule("b", "length", 0.20)), novice, compose.Options{})
	present := set(false, rule("b", "length", 0.20), rule("c", "table", 0.25))
	composed := one(t, present, novice, compose.Options{})
	before.Version, composed.Version = 3, 2
	heads := map[string]compose.Head{novice: {Version: 3, Composed: composed, InForce: before}} // version 3 is a rollback to 1
	brought := func(o compose.Options) []schema.Rubric {
		return compose.Compose(schema.RuleSet{Rules: present.Rules, Seen: []schema.Seen{seen("novice", false, 2)}}, endsAt, heads, o)
	}
	if got := brought(compose.Options{}); len(got) != 0 {
		t.Errorf("without safety rules it brought %+v, want the rollback to hold", got)
	}
	forbids := pack.Safety{{Aspect: "warnings", Never: schema.Less}}
	got := brought(compose.Options{Safety: forbids})
	if len(got) != 1 || got[0].Version != 4 || got[0].Status != schema.Published || got[0].ContentHash != composed.ContentHash {
		t.Errorf("it brought %+v, want what the rules say now", got)
	}
	got = brought(compose.Options{Safety: forbids, Review: true})
	if len(got) != 1 || got[0].Status != schema.Published || len(got[0].Items) != 1 || got[0].Items[0].Aspect != "length" {
		t.Fatalf("under review it brought %+v, want the version in force without what is forbidden", got)
	}
	heads[novice] = compose.Head{Version: 4, Composed: got[0], InForce: got[0]}
	if got = brought(compose.Options{Safety: forbids, Review: true}); len(got) != 1 || got[0].Version != 5 || got[0].Status != schema.Proposed {
		t.Errorf("the bucket after brought %+v, want the proposal", got)
	}
	only := one(t, set(false, rule("a", "warnings", 0.30)), novice, compose.Options{})
	heads[novice] = compose.Head{Version: 3, Composed: composed, InForce: only}
	if got = brought(compose.Options{Safety: forbids, Review: true}); len(got) != 1 || got[0].Verdict != schema.Unknown || len(got[0].Items) != 0 {
		t.Errorf("a rubric of nothing else brought %+v, want an empty one", got)
	}
}

// Nothing more is said of a key that is gone, so nothing but its retirement takes back what a person brought back.
func TestWhatWasBroughtBackOfAKeyThatIsGoneIsRetiredWhenItBecomesForbidden(t *testing.T) {
	t.Parallel()
	back := one(t, set(false, rule("a", "warnings", 0.30)), novice, compose.Options{})
	retired := back
	retired.Version, retired.Status, retired.Items = 2, schema.Retired, nil
	back.Version = 3
	heads := map[string]compose.Head{novice: {Version: 3, Composed: retired, InForce: back}}
	if got := compose.Compose(schema.RuleSet{}, endsAt, heads, compose.Options{}); len(got) != 0 {
		t.Errorf("without safety rules it brought %+v, want the rollback to hold", got)
	}
	o := compose.Options{Safety: pack.Safety{{Aspect: "warnings", Never: schema.Less}}}
	got := compose.Compose(schema.RuleSet{}, endsAt, heads, o)
	if len(got) != 1 || got[0].Version != 4 || got[0].Status != schema.Retired || len(got[0].Items) != 0 {
		t.Fatalf("it brought %+v, want a retirement", got)
	}
	heads[novice] = compose.Head{Version: 4, Composed: got[0], InForce: got[0]}
	if got = compose.Compose(schema.RuleSet{}, endsAt, heads, o); len(got) != 0 {
		t.Errorf("the bucket after brought %+v, want nothing", got)
	}
}
