package pack

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

// one is a pack of one intent.
const one = "name: garden\nintents:\n - {name: a, examples: [x]}\n"

func TestAPackSaysFromWhenAnAspectIsPresent(t *testing.T) {
	t.Parallel()
	p, err := Parse([]byte(one + "aspects:\n  length: {present: 0.4}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Thresholds(); len(got) != 1 || got["length"] != 0.4 || p.Domain != "garden" || p.Conversations != Chats {
		t.Errorf("thresholds %v, domain %s, conversations %s", got, p.Domain, p.Conversations)
	}
}

func TestBadPacksSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"name: Garden\nintents: []", "lower-case"},
		{"name: garden", "no intents"},
		{"name: garden\nintents:\n - name: a", "no examples"},
		{"name: garden\nintents:\n - {name: a, examples: [x]}\n - {name: a, examples: [y]}", "twice"},
		{"name: garden\nintents:\n - {name: other, examples: [x]}", "other"},
		{"name: garden\nconversations: mails\nintents:\n - {name: a, examples: [x]}", "mails"},
		{"name: garden\nintets: []", "intets"},
		{"name: [", "read pack"},
		{one + "aspects: {length: {present: 2}}", "present is 2"},
		{one + "aspects: {length: {from: 2}}", "from"},
		{one + "safety: [{because: x}]", "would forbid everything"},
		{one + "safety: [{aspect: size, because: x}]", `no aspect "size"`},
		{one + "safety: [{aspect: warnings, never: down, because: x}]", `"down"`},
		{one + "safety: [{aspect: warnings, intent: b, because: x}]", `no intent "b"`},
		{one + "safety: [{aspect: warnings, never: less}]", "under because"},
	} {
		if _, err := Parse([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Parse(%q) = %v, want an error with %q", c.text, err, c.want)
		}
	}
}

func TestShippedPacksHaveEnoughExamples(t *testing.T) {
	t.Parallel()
	packs, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range packs {
		seen := map[string]string{}
		for _, i := range p.Intents {
			if len(i.Examples) < 20 || i.Description == "" {
				t.Errorf("%s/%s has %d examples, want 20 and a description", p.Name, i.Name, len(i.Examples))
			}
			for _, e := range i.Examples {
				if seen[e] != "" {
					t.Errorf("%s: %q stands under %s and %s", p.Name, e, seen[e], i.Name)
				}
				seen[e] = i.Name
			}
		}
	}
}

func TestSafetyForbidsWhatItsRulesSay(t *testing.T) {
	t.Parallel()
	s := Safety{
		{Intent: "emergency"}, {Aspect: "warnings", Never: schema.Less}, {Aspect: "humour", Intents: []string{"a", "b"}},
	}
	for _, c := range []struct {
		intent, aspect, direction string
		want                      bool
	}{
		{"emergency", "length", schema.Less, true},
		{"emergency", "length", schema.More, true},
		{"a", "warnings", schema.Less, true},
		{"a", "warnings", schema.More, false},
		{"", "warnings", schema.Less, true},
		{"b", "humour", schema.More, true},
		{"c", "humour", schema.More, false},
		{"a", "length", schema.Less, false},
		{"a", "length&&warnings", schema.Less, true},
		{"a", "length&&warnings", schema.More, false},
		{"a", "length&&table", schema.Less, false},
	} {
		if got := s.Forbids(c.intent, c.aspect, c.direction); got != c.want {
			t.Errorf("Forbids(%s, %s, %s) = %v, want %v", c.intent, c.aspect, c.direction, got, c.want)
		}
	}
	if Safety(nil).Forbids("a", "warnings", schema.Less) {
		t.Error("no rules forbid something")
	}
}

func TestHealthIsNeverSteeredAwayFromItsWarnings(t *testing.T) {
	t.Parallel()
	p, err := Load("health")
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range p.Intents {
		if !p.Safety.Forbids(i.Name, "warnings", schema.Less) || !p.Safety.Forbids(i.Name, "sources", schema.Less) {
			t.Errorf("%s: warnings or sources may be steered away", i.Name)
		}
		for _, a := range schema.Aspects {
			if i.Name == "emergency" && !p.Safety.Forbids(i.Name, a.Name, schema.More) {
				t.Errorf("an emergency is steered to more of %s", a.Name)
			}
		}
	}
	if p.Safety.Forbids("lifestyle", "length", schema.Less) {
		t.Error("health forbids short answers about the way to live")
	}
}

func TestAPackLoadsByNameOrFromAFile(t *testing.T) {
	t.Parallel()
	if !slices.IsSorted(Names()) {
		t.Errorf("names %v are not sorted", Names())
	}
	for _, name := range Names() {
		if p, err := Load(name); err != nil || p.Name != name {
			t.Errorf("Load(%s): %v", name, err)
		}
	}
	path := filepath.Join(t.TempDir(), "garden.yaml")
	if err := os.WriteFile(path, []byte(one), 0o600); err != nil {
		t.Fatal(err)
	}
	if p, err := Load(path); err != nil || p.Name != "garden" {
		t.Errorf("Load of a file: %v", err)
	}
	if _, err := Load("gardn"); err == nil || !strings.Contains(err.Error(), "neither shipped") {
		t.Errorf("Load of nothing: %v", err)
	}
	if err := os.WriteFile(path, []byte("name: X"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("Load of a bad file: %v, want its path", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(one)
	f.Add("name: a\nintents:\n - {name: b, examples: ['']}\nsafety: [{aspect: warnings, because: x}]")
	f.Add("name: a\nintents:\n - name: b\n   examples: !!seq\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Parse([]byte(text))
		if (p == nil) == (err == nil) {
			t.Errorf("pack %v and error %v", p, err)
		}
	})
}

func TestTheTemplateIsAPackWithEveryRuleThatItShows(t *testing.T) {
	t.Parallel()
	text, err := Template("legal_advice")
	if err != nil {
		t.Fatal(err)
	}
	p, err := Parse(text)
	if err != nil || p.Name != "legal_advice" || len(p.Intents) != 2 {
		t.Fatalf("pack %+v, %v", p, err)
	}
	shown := strings.NewReplacer("# aspects:", "aspects:", "#   ", "  ", "# safety:", "safety:").Replace(string(text))
	p, err = Parse([]byte(shown))
	if err != nil || len(p.Aspects) != 1 || len(p.Safety) != 2 {
		t.Errorf("with what it shows: %v, %v", p, err)
	}
	if _, err := Template("Legal"); err == nil {
		t.Error("a name in capitals was taken")
	}
}
