package prose

import (
	"slices"
	"strings"
	"testing"
)

func TestTheLibraryIsComplete(t *testing.T) {
	t.Parallel()
	l := open(t)
	if !slices.IsSorted(Aspects) || !slices.IsSorted(l.Kinds()) {
		t.Errorf("aspects or kinds are not sorted: %v, %v", Aspects, l.Kinds())
	}
	for _, k := range []string{"code_debugging", "code_review", "how_to", "problem_solving", "technical_explanation", "tool_choice"} {
		i := l.Kind(k)
		if i < 0 {
			t.Errorf("no phrases for %s", k)
			continue
		}
		if n := len(l.kinds[i].prompts); n < 7 {
			t.Errorf("%s: %d prompts", k, n)
		}
	}
	if l.Kind("small_talk") != -1 {
		t.Error("found phrases for small_talk")
	}
	if l.Topics() < 30 {
		t.Errorf("%d topics", l.Topics())
	}
	for i, a := range Aspects {
		if (len(l.aspects[i]) == 0) != drawn[a] {
			t.Errorf("%s: %d phrases, drawn %v", a, len(l.aspects[i]), drawn[a])
		}
	}
}

func TestTopicsDoNotRepeatEachOther(t *testing.T) {
	t.Parallel()
	for slot, name := range slots {
		if name == "a" || name == "b" || name == "lang" {
			continue
		}
		seen := map[string]bool{}
		for _, topic := range open(t).topics {
			if seen[topic.fields[slot]] {
				t.Errorf("%s %q stands twice", name, topic.fields[slot])
			}
			seen[topic.fields[slot]] = true
		}
	}
}

func TestEveryReactionSuitsSomeIntent(t *testing.T) {
	t.Parallel()
	l := open(t)
	for mood, groups := range l.react.moods {
		for _, k := range l.Kinds() {
			if !slices.ContainsFunc(groups, func(g reactionGroup) bool { return !slices.Contains(g.not, k) }) {
				t.Errorf("mood %d has no reaction for %s", mood, k)
			}
		}
		for _, g := range groups {
			for _, k := range g.not {
				if l.Kind(k) < 0 {
					t.Errorf("mood %d excludes %s, which does not exist", mood, k)
				}
			}
		}
	}
}

func TestTopicsThatLackAPhraseAreRefused(t *testing.T) {
	t.Parallel()
	whole := topicFile{
		Thing: "t", Error: "e", Goal: "g", Cause: "c", Fix: "f", Steps: []string{"a", "b", "c"}, Check: "c", Sees: "s", Term: "t", Means: "m",
		Like: "l", A: "a", B: "b", Deep: "d", Why: "w", Edge: "e", Risk: "r", Sample: "s", Lang: "go", Code: "x := 1\n",
	}
	if _, err := whole.topic(); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(*topicFile){
		"has no goal":          func(f *topicFile) { f.Goal = "" },
		"has 2 steps":          func(f *topicFile) { f.Steps = f.Steps[:2] },
		`of language "cobol"`:  func(f *topicFile) { f.Lang = "cobol" },
		`topic "t" has no why`: func(f *topicFile) { f.Why = "" },
	} {
		f := whole
		change(&f)
		if _, err := f.topic(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestTemplatesFillTheirSlots(t *testing.T) {
	t.Parallel()
	topic := &open(t).topics[0]
	for in, want := range map[string]string{
		"{Fix}. My {thing}!":  "Match the strict pattern before the loose one. My import script!",
		"plain":               "plain",
		"{key}":               "import-script",
		"{A} or {b}":          "Dateutil or the standard library",
		"":                    "",
		"}{thing}":            "}import script",
		"{Sample}":            "`2026-02-03` passes and `03.02.26` does not",
		"{cause}{cause}":      strings.Repeat("two of the formats share the same separator", 2),
		"see {term}, {Term}.": "see strict parsing, Strict parsing.",
	} {
		tmpl, err := compile(in)
		if err != nil {
			t.Errorf("%q: %v", in, err)
			continue
		}
		if got := tmpl.fill(topic); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"{thing": "slot without end", "{thin}": "unknown slot {thin}", "a {} b": "unknown slot {}"} {
		if _, err := compile(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", in, err, want)
		}
	}
}

func FuzzCompile(f *testing.F) {
	f.Add("{Fix}. My {thing}!")
	f.Add("}{{thing}")
	f.Add("{\xff}")
	l := open(f)
	f.Fuzz(func(t *testing.T, s string) {
		tmpl, err := compile(s)
		if err != nil {
			return
		}
		if !strings.Contains(s, "{") && tmpl.fill(&l.topics[0]) != s {
			t.Errorf("%q without slots became %q", s, tmpl.fill(&l.topics[0]))
		}
	})
}
