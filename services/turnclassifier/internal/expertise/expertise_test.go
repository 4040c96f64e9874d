package expertise

import "testing"

func TestLevels(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, want string
		prompts    []string
	}{
		{"said so, novice", Novice, []string{"I'm new to programming, what is a variable?"}},
		{"said so in German", Novice, []string{"Ich bin Anfänger, wie fange ich an?"}},
		{"said so in Chinese", Novice, []string{"我是新手，什么是函数"}},
		{"lost", Novice, []string{"where do i put the code", "i dont understand, please help, where do I click"}},
		{"deep words", Expert, []string{"Under load the p99 tail latency doubles; could false sharing on that cache line or GC pauses explain it?"}},
		{"said so, expert", Expert, []string{"As a senior engineer with ten years of experience I want to refactor our codebase."}},
		{"the middle", Intermediate, []string{"I know the basics of SQL. How do I write a query with an index?"}},
		{"says nothing", Abstain, []string{"write a poem about autumn"}},
		{"one term is not enough", Abstain, []string{"write an API"}},
		{"nothing at all", Abstain, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, p := Level(c.prompts)
			if got != c.want {
				t.Errorf("Level(%q) = %s (%.2f), want %s", c.prompts, got, p, c.want)
			}
			if p <= 0 || p > 1 {
				t.Errorf("p = %v, want a probability", p)
			}
		})
	}
}

func TestRepeatingOneCueDoesNotMakeAnExpert(t *testing.T) {
	t.Parallel()
	many := make([]string, 50)
	for i := range many {
		many[i] = "api"
	}
	one, p := Level(many)
	if one == Expert && p > 0.9 {
		t.Errorf("Level = %s (%.2f) by one repeated word", one, p)
	}
}

func TestEveryConceptOfTheLexiconHasAWeight(t *testing.T) {
	t.Parallel()
	l, err := Lexicon()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range l.Names() {
		if _, ok := evidence[name]; !ok {
			t.Errorf("concept %s weighs nothing", name)
		}
	}
	if len(l.Names()) != len(evidence) {
		t.Errorf("%d concepts, %d weights", len(l.Names()), len(evidence))
	}
}

func FuzzLevel(f *testing.F) {
	f.Add("I'm new to this", "\xff")
	f.Fuzz(func(t *testing.T, a, b string) {
		if level, p := Level([]string{a, b}); level == "" || !(p > 0 && p <= 1) {
			t.Fatalf("Level = %q, %v", level, p)
		}
	})
}
