package simulate

import (
	"context"
	"slices"
	"strings"
	"testing"
)

const tiny = `name: tiny
users: 10
conversations: 20
dimensions:
  - name: expertise
    groups: [{name: novice, share: 1}, {name: expert, share: 1}]
intents:
  - name: how_to
    share: 1
    aspects: {length: 0.5, example: 0.4}
    preferences:
      - {aspect: length, groups: {expertise: {novice: 0.2}}}
`

func TestFaultsNameTheirLineAndWhatWasExpected(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ old, new, want string }{
		"unknown key":           {"users: 10", "people: 10", `[2:1] unknown field "people"`},
		"wrong type":            {"users: 10", "users: many", "[2:8]"},
		"no users":              {"users: 10", "users: 0", "line 2: users: 0 is out of range; expected 1 to"},
		"rate above one":        {"length: 0.5", "length: 1.5", "line 10: intents[0].aspects.length: 1.5 is out of range"},
		"unknown group":         {"{novice: 0.2}", "{pupil: 0.2}", `line 12: intents[0].preferences[0].groups.expertise.pupil: no dimension "expertise" with a group "pupil"`},
		"unknown dimension":     {"{expertise: {novice: 0.2}}", "{plan: {free: 0.2}}", `line 12: intents[0].preferences[0].groups.plan.free: no dimension "plan"`},
		"aspect nobody shows":   {"aspect: length", "aspect: warmth", `line 12: intents[0].preferences[0].aspect: no answer of how_to has the aspect "warmth"`},
		"share of zero":         {"name: expert, share: 1", "name: expert, share: 0", "line 6: dimensions[0].groups[1].share: 0 is no share"},
		"group twice":           {"name: expert,", "name: novice,", `line 6: dimensions[0].groups[1].name: "novice" stands twice`},
		"one group":             {", {name: expert, share: 1}", "", "line 5: dimensions[0]: expected a name and at least two groups"},
		"no intents":            {tiny[strings.Index(tiny, "intents:"):], "", "intents: expected at least one intent"},
		"heavy without intent":  {"users: 10", "users: 10\nheavy: {share: 0.2, intent: x}", `line 3: heavy.intent: unknown intent "x"`},
		"year out of range":     {"users: 10", "users: 10\nstart: 1999-01-01T00:00:00Z", "line 3: start: year 1999 is out of range"},
		"not a number":          {"length: 0.5", "length: .nan", "line 10: intents[0].aspects.length: NaN is out of range"},
		"intent twice":          {"intents:", "intents:\n  - {name: how_to, share: 1}", `intents[1].name: intent "how_to" stands twice`},
		"effect beyond reach":   {"novice: 0.2", "novice: 2", "line 12: intents[0].preferences[0].groups.expertise.novice: 2 is out of range"},
		"model without a share": {"users: 10", "users: 10\nmodels: [{name: m}]", "line 3: models[0].share: 0 is no share"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(tiny, c.old, c.new, 1)
			if text == tiny {
				t.Fatal("the case changes nothing")
			}
			_, err := Load([]byte(text))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got error %v\nwant it to contain %s", err, c.want)
			}
		})
	}
}

func TestWhatIsNotSaidHasADefault(t *testing.T) {
	t.Parallel()
	s, err := Load([]byte(tiny))
	if err != nil {
		t.Fatal(err)
	}
	if s.Days != 7 || s.Difference != 0.05 || s.Reactions.Neutral != 0.2 || s.Start.IsZero() {
		t.Errorf("defaults are missing: %+v", s)
	}
	zero, err := Load([]byte(tiny + "reactions: {neutral: 0}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if zero.Reactions.Neutral != 0 {
		t.Errorf("a neutral share of 0 became %v", zero.Reactions.Neutral)
	}
}

func TestEveryShippedScenarioLoadsAndRuns(t *testing.T) {
	t.Parallel()
	names := ShippedNames()
	for _, want := range []string{"crash", "demo", "null", "observations", "planted"} {
		if !slices.Contains(names, want) {
			t.Errorf("scenario %s is not shipped; these are: %v", want, names)
		}
	}
	for _, name := range names {
		s := small(t, name, 50)
		if s.Name != name || s.About == "" {
			t.Errorf("scenario %s: name %q, about %q", name, s.Name, s.About)
		}
		if _, err := GenerateObservations(context.Background(), s, 1, func(Observation) error { return nil }); err != nil {
			t.Errorf("scenario %s: %v", name, err)
		}
		if name == "observations" {
			continue
		}
		if list, _ := generate(t, s, 1); len(list) != 50 {
			t.Errorf("scenario %s: %d conversations of 50", name, len(list))
		}
	}
}

func TestAnUnknownScenarioNamesTheKnownOnes(t *testing.T) {
	t.Parallel()
	_, err := Shipped("../load.go")
	if err == nil || !strings.Contains(err.Error(), "demo, null, observations, planted") {
		t.Errorf("got %v", err)
	}
}

func TestAspectsWithoutWordsAreRefusedForTexts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ old, new, want string }{
		{"example: 0.4", "trace_shown: 0.4", `intents[0].aspects: answers cannot be made to show "trace_shown"`},
		{"name: how_to", "name: small_talk", `intents[0]: no phrases for intent "small_talk"; kind may be one of code_debugging`},
	} {
		s, err := Load([]byte(strings.Replace(tiny, c.old, c.new, 1)))
		if err != nil {
			t.Fatal(err)
		}
		_, err = Generate(context.Background(), s, 1, func(Conversation) error { return nil })
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(tiny))
	f.Add([]byte("intents: [{name: a, share: 1, aspects: {x: 1}}]\nusers: 3\nconversations: 3\n"))
	f.Add([]byte("a: &a [*a]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := Load(text)
		if err != nil {
			return
		}
		s.Users, s.Conversations = min(s.Users, 20), min(s.Conversations, 5)
		if _, err := GenerateObservations(context.Background(), s, 1, func(Observation) error { return nil }); err != nil {
			t.Errorf("a scenario that loads does not run: %v", err)
		}
	})
}
