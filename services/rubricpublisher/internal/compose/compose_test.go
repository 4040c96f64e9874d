package compose_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/gpa-stream/gpa/pkg/pack"
	"github.com/gpa-stream/gpa/pkg/schema"
	"github.com/gpa-stream/gpa/services/rubricpublisher/internal/compose"
)

var update = flag.Bool("update", false, "write golden files anew")

var endsAt = time.Date(2026, 3, 18, 0, 0, 0, 0, time.FixedZone("CET", 3600))

// rule is a live revealed divergence between expert and novice on debugging; mods change it.
func rule(id, aspect string, effect float64, mods ...func(*schema.Rule)) schema.Rule {
	r := schema.Rule{
		ID: id, Kind: schema.Divergence, Dimension: "expertise", Group: "expert", Versus: "novice", Intent: "debugging",
		Aspect: aspect, Direction: schema.More, Channel: schema.Revealed, State: schema.Confirmed, Effect: effect,
	}
	if effect < 0 {
		r.Direction = schema.Less
	}
	for _, m := range mods {
		m(&r)
	}
	return r
}

func stated(r *schema.Rule)              { r.Channel = schema.StatedBy }
func state(s string) func(*schema.Rule)  { return func(r *schema.Rule) { r.State = s } }
func intent(s string) func(*schema.Rule) { return func(r *schema.Rule) { r.Intent = s } }
func between(group, versus string) func(*schema.Rule) {
	return func(r *schema.Rule) { r.Group, r.Versus = group, versus }
}

func seen(group string, same bool, groups int) schema.Seen {
	return schema.Seen{Dimension: "expertise", Group: group, Intent: "debugging", Same: same, Groups: groups}
}

func both(same bool) []schema.Seen {
	return []schema.Seen{seen("novice", same, 2), seen("expert", same, 2)}
}

func one(t *testing.T, set schema.RuleSet, id string, o compose.Options) schema.Rubric {
	t.Helper()
	for _, r := range compose.Compose(set, endsAt, nil, o) {
		if r.ID == id {
			return r
		}
	}
	t.Fatalf("no rubric %s", id)
	return schema.Rubric{}
}

type line struct {
	aspect, direction, versus string
	strength                  float64
	rules, channels, against  []string
}

func lines(items []schema.Item) []line {
	out := []line{}
	for _, i := range items {
		out = append(out, line{i.Aspect, i.Direction, i.Versus, i.Strength, i.RuleIDs, i.Channels, i.Against})
	}
	return out
}

func TestWhatIsForbiddenIsNeverAskedFor(t *testing.T) {
	t.Parallel()
	rules := []schema.Rule{rule("r1", "warnings", -0.3), rule("r2", "length", 0.2)}
	o := compose.Options{Safety: pack.Safety{{Aspect: "warnings", Never: schema.Less}}}
	set := schema.RuleSet{Rules: rules, Seen: both(false)}
	expert := one(t, set, "expertise/expert/debugging", o)
	if len(expert.Items) != 1 || expert.Items[0].Aspect != "length" {
		t.Errorf("experts get %+v, want length alone", expert.Items)
	}
	if novice := one(t, set, "expertise/novice/debugging", o); len(novice.Items) != 2 {
		t.Errorf("novices get %+v, want more warnings, which nothing forbids, and less length", novice.Items)
	}
	o.Safety = pack.Safety{{Intent: "debugging"}}
	if r := one(t, set, "expertise/expert/debugging", o); len(r.Items) != 0 || r.Verdict != schema.Unknown {
		t.Errorf("an intent that may not be steered: %s with %+v", r.Verdict, r.Items)
	}
}

func TestItemsFollowTheLiveRulesOfTheGroup(t *testing.T) {
	t.Parallel()
	revealed, both2 := []string{"revealed"}, []string{"revealed", "stated"}
	tests := []struct {
		name  string
		rules []schema.Rule
		group string
		three bool
		opts  compose.Options
		want  []line
	}{
		{name: "nothing without rules", group: "expert", want: []line{}},
		{
			name: "the group's own direction", group: "expert", rules: []schema.Rule{rule("a", "length", -0.3)},
			want: []line{{"length", "less", "", 0.3, []string{"a"}, revealed, nil}},
		},
		{
			name: "mirrored for the other group", group: "novice", rules: []schema.Rule{rule("a", "length", -0.3)},
			want: []line{{"length", "more", "", 0.3, []string{"a"}, revealed, nil}},
		},
		{
			name: "a stated rule that agrees joins, and the strength stays the revealed one", group: "expert",
			rules: []schema.Rule{rule("b", "length", -0.9, stated), rule("a", "length", -0.3)},
			want:  []line{{"length", "less", "", 0.3, []string{"a", "b"}, both2, nil}},
		},
		{
			name: "a stated rule that disagrees is named and not followed", group: "expert",
			rules: []schema.Rule{rule("b", "length", 0.9, stated), rule("a", "length", -0.3)},
			want:  []line{{"length", "less", "", 0.3, []string{"a"}, revealed, []string{"b"}}},
		},
		{
			name: "a stated rule alone leads, its strength at most 1", group: "expert", rules: []schema.Rule{rule("b", "length", 1.4, stated)},
			want: []line{{"length", "more", "", 1, []string{"b"}, []string{"stated"}, nil}},
		},
		{
			name: "kept counts; emerging, retracted and preferences do not", group: "expert",
			rules: []schema.Rule{
				rule("a", "length", 0.2, state(schema.Kept)), rule("b", "summary", 0.3, state(schema.Emerging)),
				rule("c", "table", 0.4, state(schema.Retracted)),
				rule("d", "example", 0.5, func(r *schema.Rule) { r.Kind, r.Versus = schema.Preference, "" }),
			},
			want: []line{{"length", "more", "", 0.2, []string{"a"}, revealed, nil}},
		},
		{
			name: "other intents, dimensions and groups do not count", group: "expert",
			rules: []schema.Rule{
				rule("a", "length", 0.2, intent("how_to")), rule("b", "summary", 0.3, between("a", "b")),
				rule("c", "table", 0.3, func(r *schema.Rule) { r.Dimension = "plan" }),
			},
			want: []line{},
		},
		{
			name: "strongest first, then by name", group: "expert",
			rules: []schema.Rule{rule("a", "table", 0.2), rule("b", "summary", 0.4), rule("c", "example", 0.2)},
			want: []line{
				{"summary", "more", "", 0.4, []string{"b"}, revealed, nil},
				{"example", "more", "", 0.2, []string{"c"}, revealed, nil},
				{"table", "more", "", 0.2, []string{"a"}, revealed, nil},
			},
		},
		{
			name: "the strongest stay when there are too many", group: "expert", opts: compose.Options{MaxItems: 1},
			rules: []schema.Rule{rule("a", "table", 0.2), rule("b", "summary", 0.4)},
			want:  []line{{"summary", "more", "", 0.4, []string{"b"}, revealed, nil}},
		},
		{
			name: "of three groups the others that agree make one item, named after the strongest", group: "novice", three: true,
			rules: []schema.Rule{rule("a", "length", -0.2), rule("b", "length", -0.4, between("hobbyist", "novice"))},
			want:  []line{{"length", "more", "hobbyist", 0.4, []string{"a", "b"}, revealed, nil}},
		},
		{
			name: "a group between two others has both directions, the stronger first", group: "hobbyist", three: true,
			rules: []schema.Rule{rule("a", "length", 0.2, between("expert", "hobbyist")), rule("b", "length", 0.4, between("hobbyist", "novice"))},
			want: []line{
				{"length", "more", "novice", 0.4, []string{"b"}, revealed, nil},
				{"length", "less", "expert", 0.2, []string{"a"}, revealed, nil},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			groups := 2
			if tt.three {
				groups = 3
			}
			set := schema.RuleSet{Rules: tt.rules, Seen: []schema.Seen{seen(tt.group, false, groups)}}
			got := lines(one(t, set, "expertise/"+tt.group+"/debugging", tt.opts).Items)
			if a, b := asJSON(t, got), asJSON(t, tt.want); len(got) != len(tt.want) || a != b || !equalLines(got, tt.want) {
				t.Errorf("items are\n%+v\nwant\n%+v", got, tt.want)
			}
		})
	}
}

func equalLines(a, b []line) bool {
	return slices.EqualFunc(a, b, func(x, y line) bool {
		return x.aspect == y.aspect && x.direction == y.direction && x.versus == y.versus && x.strength == y.strength &&
			slices.Equal(x.rules, y.rules) && slices.Equal(x.channels, y.channels) && slices.Equal(x.against, y.against)
	})
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTheVerdictSaysWhatIsKnown(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		rules []schema.Rule
		same  bool
		want  string
	}{
		{"a live rule makes different, whatever else", []schema.Rule{rule("a", "length", 0.3)}, true, schema.Different},
		{"shown to agree", nil, true, schema.Same},
		{"not enough seen", nil, false, schema.Unknown},
		{"an emerging rule is not enough", []schema.Rule{rule("a", "length", 0.3, state(schema.Emerging))}, false, schema.Unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := one(t, schema.RuleSet{Rules: tt.rules, Seen: both(tt.same)}, "expertise/novice/debugging", compose.Options{})
			if r.Verdict != tt.want {
				t.Errorf("verdict is %s, want %s", r.Verdict, tt.want)
			}
			if (len(r.Items) > 0) != (tt.want == schema.Different) {
				t.Errorf("verdict %s has %d items", r.Verdict, len(r.Items))
			}
			if r.Items == nil {
				t.Error("items are null, want []")
			}
		})
	}
}

func TestTheDocumentOfABucketStaysTheSame(t *testing.T) {
	t.Parallel()
	set := schema.RuleSet{
		Rules: []schema.Rule{
			rule("r2", "step_by_step", -0.31), rule("r3", "length", 0.5, stated), rule("r1", "length", -0.124999999999),
			rule("r4", "a name: from data", 0.2),
		},
		Seen: append(both(false), schema.Seen{Dimension: "expertise", Group: "novice", Intent: "how_to", Same: true, Groups: 2}),
	}
	got := asJSON(t, schema.Rubrics{Schema: schema.RubricsSchema, Rubrics: compose.Compose(set, endsAt, nil, compose.Options{})}) + "\n"
	path := filepath.Join("testdata", "rubrics.golden.json")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("rubrics are\n%s\nwant\n%s", got, want)
	}
	slices.Reverse(set.Rules)
	slices.Reverse(set.Seen)
	again := asJSON(t, schema.Rubrics{Schema: schema.RubricsSchema, Rubrics: compose.Compose(set, endsAt, nil, compose.Options{})}) + "\n"
	if again != got {
		t.Errorf("the order of the rules shows in the document:\n%s", again)
	}
}
