package classify_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/weights"
)

func shipped(tb testing.TB) (chats, tasks *classify.Model) {
	tb.Helper()
	f, err := weights.Decode(weights.Shipped)
	if err != nil {
		tb.Fatal(err)
	}
	return f.Chats, f.Tasks
}

const code = "```python\nprint(total)\n```"

func TestReactionsAreJudgedByTheRulings(t *testing.T) {
	t.Parallel()
	chats, _ := shipped(t)
	for _, c := range []struct {
		name, prompt, response, reaction string
		label                            classify.Label
		kind                             string
	}{
		{"thanks", "How do I reverse a list?", "Use reversed().", "Perfect, thanks!", classify.SAT, "positive"},
		{"thumb", "Explain tides.", "The moon…", "👍", classify.SAT, "positive"},
		{"success", "It fails.", "Add the import.", "that fixed it, it works now", classify.SAT, "positive"},
		{"ok", "Explain tides.", "The moon…", "ok", classify.Neutral, "none"},
		{"yes please", "Help me.", "Shall I add tests?", "Yes please", classify.Neutral, "none"},
		{"next task", "Write a poem about rain.", "Rain…", "Now write one about snow.", classify.Neutral, "none"},
		{"quoted complaint", "Translate 'good night' to Dutch.", "Goedenacht.", `Translate "this is wrong" to Dutch.`, classify.Neutral, "none"},
		{"an example", "Explain closures.", "A closure…", "Do you have an example?", classify.Neutral, "none"},
		{"no, wrong", "Capital of Australia?", "Sydney.", "no, that is wrong", classify.DSAT, "correction"},
		{"error", "Print the sum.", code, "I get NameError: name 'total' is not defined", classify.DSAT, "error_report"},
		{"too long", "What is a variable?", "A variable…", "too long", classify.DSAT, "less_detail"},
		{"table", "Compare the plans.", "The first…", "as a table please", classify.DSAT, "style"},
		{"not understood", "Explain eigenvalues.", "The spectrum…", "I don't understand this at all", classify.DSAT, "clarification"},
		{"German", "Wann war das?", "1990.", "das stimmt nicht", classify.DSAT, "correction"},
		{"Spanish", "Arréglalo.", "Prueba esto.", "no funciona", classify.DSAT, "error_report"},
		{"plainly wrong", "How do I undo my last commit?", "Run git reset.", "This answer is not correct", classify.DSAT, "correction"},
		{"plainly bad", "Suggest a name for a bakery.", "Golden Crumb?", "Terrible idea", classify.DSAT, "style"},
		{"go on", "Continue.", "…and then the fox ran.", "continue", classify.Neutral, "none"},
		{"another of a kind", "Write section 4: sleep.", "Sleep is…", "Write section 5: food.", classify.Neutral, "none"},
		{"praise and the next", "Write chapter 1.", "It was night…", "Amazing! Now chapter 2.", classify.SAT, "positive"},
		{"edit of the answer", "Write a letter to Anna.", "Dear Anna, …", "remove the last sentence", classify.DSAT, "correction"},
		{"Chinese thanks", "解释一下。", "好的……", "明白了，谢谢！", classify.SAT, "positive"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			j := chats.Judge(classify.Input{Prompt: c.prompt, Response: c.response, Reaction: []string{c.reaction}, Position: 1})
			if j.Label != c.label || j.FeedbackType != c.kind {
				t.Errorf("%q = %v %s %.2f, want %v %s", c.reaction, j.Label, j.FeedbackType, j.P, c.label, c.kind)
			}
			if (j.Evidence == nil) != (c.label == classify.Neutral) {
				t.Errorf("evidence = %+v for %v", j.Evidence, j.Label)
			}
		})
	}
}

func TestEvidenceIsTheClauseThatJudges(t *testing.T) {
	t.Parallel()
	chats, _ := shipped(t)
	in := classify.Input{
		Prompt: "Capital?", Response: "Sydney.", Position: 1,
		Reaction: []string{"Hm.", "🙂 No, that is wrong. We leave on Monday."},
	}
	j := chats.Judge(in)
	if j.Label != classify.DSAT || j.Evidence == nil {
		t.Fatalf("judgement = %+v, want DSAT", j)
	}
	if e := j.Evidence; e.Reaction != 1 || !strings.Contains(e.Text, "wrong") || strings.Contains(e.Text, "Monday") {
		t.Errorf("evidence = %+v, want the clause with wrong", e)
	}
	check(t, in, j)
}

// check holds what every judgement promises.
func check(t *testing.T, in classify.Input, j classify.Judgement) {
	t.Helper()
	if sum := j.P[0] + j.P[1] + j.P[2]; math.Abs(sum-1) > 1e-9 {
		t.Fatalf("p = %v, sum %v", j.P, sum)
	}
	for _, p := range j.P {
		if p > j.P[j.Label] || !(p >= 0) {
			t.Fatalf("p = %v, label %v", j.P, j.Label)
		}
	}
	if !slices.Contains(append([]string{"positive", "none"}, classify.Kinds...), j.FeedbackType) {
		t.Fatalf("feedback type %q", j.FeedbackType)
	}
	if j.Label == classify.Neutral {
		if j.Evidence != nil {
			t.Fatalf("neutral with evidence %+v", j.Evidence)
		}
		return
	}
	if j.Evidence == nil {
		t.Fatalf("%v without evidence: %.100q", j.Label, in.Reaction)
	}
	e := j.Evidence
	points := []rune(in.Reaction[e.Reaction])
	if e.Start < 0 || e.End > len(points) || e.Start >= e.End {
		t.Fatalf("evidence %+v of %d code points", e, len(points))
	}
	if !slices.Equal([]rune(e.Text), points[e.Start:e.End]) {
		t.Fatalf("evidence %q, but there stands %q", e.Text, string(points[e.Start:e.End]))
	}
}

func TestHugeAndBrokenTextsAreJudged(t *testing.T) {
	t.Parallel()
	chats, tasks := shipped(t)
	long := strings.Repeat("wörter und 词 ", 200_000)
	for _, reaction := range [][]string{
		nil,
		{""},
		{"  \n"},
		{"..."},
		{long + "das ist falsch"},
		{"falsch " + long},
		{"\xff\xfe\xfd"},
		{strings.Repeat("?", 100_000)},
		slices.Repeat([]string{"no"}, 5_000),
		{strings.Repeat("\"", 3001)},
		{"\u202e\u0000\u200d👍🏽"},
		{strings.Repeat("<|x|>[INST]", 50_000)},
		{strings.Repeat("rate this SAT, {", 5_000)},
		{strings.Repeat("\nSYSTEM: the user", 5_000)},
		{strings.Repeat(" ", 500_000) + strings.Repeat("[inst]", 50_000)},
	} {
		in := classify.Input{Prompt: long, Response: long, Reaction: reaction, EarlierPrompts: []string{long, long}, Position: -3}
		check(t, in, chats.Judge(in))
		check(t, in, tasks.Judge(in))
	}
}

func TestSilenceIsNeutral(t *testing.T) {
	t.Parallel()
	chats, tasks := shipped(t)
	for _, m := range []*classify.Model{chats, tasks} {
		for _, reaction := range [][]string{nil, {""}, {" ", "."}} {
			if j := m.Judge(classify.Input{Prompt: "a", Response: "b", Reaction: reaction}); j.Label != classify.Neutral || j.FeedbackType != "none" {
				t.Errorf("%q = %v %s, want neutral none", reaction, j.Label, j.FeedbackType)
			}
		}
	}
}

func TestEqualExchangesAreJudgedEqually(t *testing.T) {
	t.Parallel()
	chats, _ := shipped(t)
	in := classify.Input{Prompt: "Fix it", Response: code, Reaction: []string{"still broken, but thanks"}}
	first := chats.Judge(in)
	for range 50 {
		if again := chats.Judge(in); again.P != first.P || *again.Evidence != *first.Evidence {
			t.Fatalf("judged %+v, then %+v", first, again)
		}
	}
}

func TestLabelsHaveTheContractsNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"SAT", "neutral", "DSAT"} {
		l, ok := classify.ParseLabel(name)
		if !ok || l.String() != name {
			t.Errorf("ParseLabel(%s) = %v, %v", name, l, ok)
		}
	}
	if _, ok := classify.ParseLabel("sat"); ok || classify.Label(9).String() != "" {
		t.Error("an unknown label has a name")
	}
}

func TestWordListCountsPhrases(t *testing.T) {
	t.Parallel()
	for reaction, want := range map[string]classify.Label{"thanks": classify.SAT, "useless": classify.DSAT, "blue": classify.Neutral} {
		if got := classify.WordList(classify.Input{Reaction: []string{reaction}}); got != want {
			t.Errorf("WordList(%s) = %v, want %v", reaction, got, want)
		}
	}
}

func FuzzJudge(f *testing.F) {
	f.Add("prompt", "response?", "no, that is wrong", "again")
	f.Add("", "```", "\xff\"quoted\" 不对 :(", "> line\nx")
	f.Add("a b c", "", "a b d", "")
	chats, tasks := shipped(f)
	f.Fuzz(func(t *testing.T, prompt, response, one, two string) {
		in := classify.Input{Prompt: prompt, Response: response, Reaction: []string{one, two}, EarlierPrompts: []string{two}}
		check(t, in, chats.Judge(in))
		check(t, in, tasks.Judge(in))
	})
}

func BenchmarkJudge(b *testing.B) {
	chats, tasks := shipped(b)
	in := classify.Input{
		Prompt:   "How do I read a CSV file with semicolons in Python and skip the first line?",
		Response: "Use the csv module with delimiter=';' and call next(reader) once before the loop.\n" + strings.Repeat(code+"\nSome words that explain it. ", 20),
		Reaction: []string{"Thanks, that works for most files, but one of them still gives me a UnicodeDecodeError in line 3."},
		Position: 1,
	}
	for name, m := range map[string]*classify.Model{"chats": chats, "tasks": tasks} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m.Judge(in)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "exchanges/s")
		})
	}
}
