package prose

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

func open(t testing.TB) *Library {
	t.Helper()
	l, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func writer(t testing.TB, seed uint64) (*Writer, *rand.Rand) {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 1))
	return open(t).NewWriter(rng), rng
}

// signs are how a reader sees an aspect; answers without the aspect must not have them.
var signs = map[string]*regexp.Regexp{
	"alternatives":       regexp.MustCompile(`(?i)alternativ|another (option|way)`),
	"analogy":            regexp.MustCompile(`(?i)think of it|imagine|analogy|is like a`),
	"code_share":         regexp.MustCompile("(?m)^```diff\n\\+ "),
	"definitions":        regexp.MustCompile(`(?i)refers to|defined as|stands for`),
	"edge_cases":         regexp.MustCompile(`(?i)(edge|corner) case`),
	"emoji":              regexp.MustCompile(`[\x{1F300}-\x{1FAFF}\x{2705}\x{2728}]`),
	"example":            regexp.MustCompile(`(?i)\b(example|instance)\b`),
	"explains_why":       regexp.MustCompile(`(?i)\bbecause\b|reason is`),
	"follow_up_question": regexp.MustCompile(`\?[^\n.?!]{0,4}$`),
	"formality":          regexp.MustCompile(`(?i)furthermore|moreover`),
	"hedging":            regexp.MustCompile(`(?i)\b(might|may|perhaps|probably|possibly)\b`),
	"humour":             regexp.MustCompile(`(?i)haha`),
	"restates_request":   regexp.MustCompile(`(?im)^(You want to|So you are asking|You're asking|As I read your question|Your question is)`),
	"runnable_code":      regexp.MustCompile("(?m)^```(python|go|js|sh)\n"),
	"sources":            regexp.MustCompile(`https://`),
	"step_by_step":       regexp.MustCompile(`(?m)^1\. .*\n2\. .*\n3\. `),
	"structure":          regexp.MustCompile(`(?m)^## `),
	"summary":            regexp.MustCompile(`(?i)in summary|to sum up|TL;DR|in short|summary:`),
	"table":              regexp.MustCompile(`(?m)^\|---\|`),
	"technical_depth":    regexp.MustCompile("under the hood|In detail:|implementation,|`[A-Za-z_]+( |`)"),
	"verification":       regexp.MustCompile(`(?i)you should see|expected output|verify that`),
	"warmth":             regexp.MustCompile(`(?i)happy to help|glad|great|love to help|wonderful`),
	"warnings":           regexp.MustCompile(`(?i)warning|careful|caution`),
}

// proseOnly is the answer without code, which may hold any word.
func proseOnly(s string) string {
	return regexp.MustCompile("(?s)```.*?```").ReplaceAllString(s, "")
}

func TestAnswersShowTheAspectsAskedForAndNoOthers(t *testing.T) {
	t.Parallel()
	w, rng := writer(t, 3)
	for range 1500 {
		kind, topic := rng.IntN(len(w.lib.kinds)), rng.IntN(len(w.lib.topics))
		var show Set
		for i := range Aspects {
			if rng.IntN(5) == 0 {
				show |= 1 << i
			}
		}
		text := w.Answer(kind, topic, show)
		for _, a := range Aspects {
			sign := signs[a]
			if sign == nil || a == "technical_depth" && !show.Has(a) {
				continue
			}
			seen := sign.MatchString(proseOnly(text))
			if strings.HasSuffix(a, "code") || strings.HasPrefix(a, "code") {
				seen = sign.MatchString(text)
			}
			if seen != show.Has(a) {
				t.Fatalf("%s asked for: %v, seen: %v in an answer of kind %s:\n%s", a, show.Has(a), seen, w.lib.kinds[kind].name, text)
			}
		}
		if n := words(proseOnly(text)); show.Has("length") && n < 200 {
			t.Fatalf("a long answer of %d words:\n%s", n, text)
		}
	}
}

func TestAnswersAreShortUnlessAskedToBeLong(t *testing.T) {
	t.Parallel()
	w, rng := writer(t, 4)
	long := 0
	const n = 4000
	for range n {
		var show Set
		for i, a := range Aspects {
			if a != "length" && rng.IntN(4) == 0 {
				show |= 1 << i
			}
		}
		if words(w.Answer(rng.IntN(len(w.lib.kinds)), rng.IntN(len(w.lib.topics)), show)) >= 200 {
			long++
		}
	}
	if share := float64(long) / n; share > 0.2 {
		t.Errorf("%.3f of the answers are long by accident", share)
	}
	for topic := range w.lib.topics {
		if n := words(w.Answer(0, topic, 0)); n > 60 {
			t.Errorf("topic %d: a plain answer has %d words", topic, n)
		}
	}
}

func TestAnswersDifferFromEachOther(t *testing.T) {
	t.Parallel()
	w, rng := writer(t, 5)
	show := Of("step_by_step", "verification", "example")
	seen := map[string]int{}
	const n = 3000
	for range n {
		seen[w.Answer(0, rng.IntN(len(w.lib.topics)), show)]++
	}
	if len(seen) < n*8/10 {
		t.Errorf("%d different answers of %d", len(seen), n)
	}
}

func TestEqualRandomNumbersGiveEqualTexts(t *testing.T) {
	t.Parallel()
	a, _ := writer(t, 9)
	b, _ := writer(t, 9)
	for i := range 200 {
		show := Set(i * 7919 % (1 << len(Aspects)))
		if x, y := a.Answer(i%6, i%30, show), b.Answer(i%6, i%30, show); x != y {
			t.Fatalf("answer %d:\n%s\n---\n%s", i, x, y)
		}
		cue := Cue{Kind: i % 6, Topic: i % 30, Mood: Mood(i % 3), NextTopic: 1}
		if x, y := a.Reaction(cue), b.Reaction(cue); x != y {
			t.Fatalf("reaction %d: %v and %v", i, x, y)
		}
	}
}

func TestSetsHoldTheAspectsOfTheirNames(t *testing.T) {
	t.Parallel()
	s := Of("table", "alternatives", "unheard_of")
	for _, a := range Aspects {
		if want := a == "table" || a == "alternatives"; s.Has(a) != want {
			t.Errorf("%s: %v, want %v", a, s.Has(a), want)
		}
	}
	if s.Has("unheard_of") || Index("unheard_of") != -1 {
		t.Error("an unknown aspect is in the set")
	}
}
