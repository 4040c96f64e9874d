package simulate

import (
	"slices"
	"strings"
	"testing"
)

const three = `name: three
users: 10
conversations: 10
difference: 0.1
dimensions:
  - name: level
    groups: [{name: low, share: 1}, {name: high, share: 1}, {name: mid, share: 1}]
  - name: plan
    groups: [{name: paid, share: 1}, {name: free, share: 1}]
intents:
  - name: how_to
    share: 1
    aspects: {length: 0.5, example: 0.4, warnings: 0.2, sources: 0.3}
    preferences:
      - {aspect: length, everyone: 0.1, groups: {level: {low: 0.2, high: -0.1}}}
      - {aspect: length, groups: {plan: {free: 0.05}}}
      - {aspect: example, everyone: -0.2}
      - {aspect: warnings, groups: {plan: {paid: 0.3}}}
  - name: tool_choice
    share: 1
    aspects: {table: 0.4}
`

func TestTruthListsEachPairThatDiffersEnough(t *testing.T) {
	t.Parallel()
	s, err := Load([]byte(three))
	if err != nil {
		t.Fatal(err)
	}
	got := s.Truth(9)
	want := []Difference{
		{"level", "high", "low", "how_to", "length", "less", -0.3},
		{"level", "high", "mid", "how_to", "length", "less", -0.1},
		{"level", "low", "mid", "how_to", "length", "more", 0.2},
		{"plan", "free", "paid", "how_to", "warnings", "less", -0.3},
	}
	if !slices.Equal(got.Planted, want) {
		t.Errorf("planted\n%v\nwant\n%v", got.Planted, want)
	}
	agree := []Agreement{{"level", "tool_choice"}, {"plan", "tool_choice"}}
	if !slices.Equal(got.Agree, agree) {
		t.Errorf("agree %v, want %v", got.Agree, agree)
	}
	if shared := []Shared{{"how_to", "example", -0.2}}; !slices.Equal(got.Shared, shared) {
		t.Errorf("shared %v, want %v", got.Shared, shared)
	}
	if got.Scenario != "three" || got.Seed != 9 || !slices.Equal(got.Dimensions, []string{"level", "plan"}) || !slices.Equal(got.Intents, []string{"how_to", "tool_choice"}) {
		t.Errorf("got %+v", got)
	}
}

func TestTruthIsTheSameWithAndWithoutTexts(t *testing.T) {
	t.Parallel()
	s := small(t, "planted", 20)
	_, generated := generate(t, s, 4)
	generated.Counts = Counts{}
	if a, b := asJSON(t, generated), asJSON(t, s.Truth(4)); a != b {
		t.Errorf("generated %s\nplanned %s", a, b)
	}
}

func TestShippedScenariosPlantWhatTheyPromise(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name           string
		planted, agree int
	}{{"demo", 4, 0}, {"planted", 6, 3}, {"null", 0, 3}, {"crash", 3, 3}, {"observations", 14, 5}} {
		truth := mustShipped(t, c.name).Truth(1)
		if len(truth.Planted) != c.planted || len(truth.Agree) != c.agree {
			t.Errorf("%s: %d planted and %d agreed, want %d and %d", c.name, len(truth.Planted), len(truth.Agree), c.planted, c.agree)
		}
		for _, d := range truth.Planted {
			if d.Group >= d.Versus || (d.Effect > 0) != (d.Direction == "more") {
				t.Errorf("%s: %+v is not in the order or the direction of a rule", c.name, d)
			}
		}
	}
	for _, d := range mustShipped(t, "planted").Truth(1).Planted {
		if d.Effect > -0.3 && d.Effect < 0.3 {
			t.Errorf("planted: %+v is smaller than 0.3", d)
		}
	}
}

func TestTruthDoesNotNeedNames(t *testing.T) {
	t.Parallel()
	s, err := Load([]byte(strings.Replace(tiny, "dimensions:\n  - name: expertise\n    groups: [{name: novice, share: 1}, {name: expert, share: 1}]\n", "", 1)))
	if err == nil {
		t.Fatalf("preferences of unknown groups were accepted: %+v", s)
	}
	s.Intents = nil
	if got := asJSON(t, s.Truth(0)); !strings.Contains(got, `"planted":[]`) || !strings.Contains(got, `"agree":[]`) {
		t.Errorf("empty lists are not lists: %s", got)
	}
}
