package ask

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
)

var heated = Input{Request: "r", Response: "a", Reaction: []string{"Thanks, but no, that is wrong.", "I know: use “i < n”. 不对，这是错的。"}}

// said is an answer as a model writes it.
func said(label, kind string, sat, neutral, dsat, reaction int, words string) string {
	return fmt.Sprintf(`{"request":"x","reaction":"y","feedback_type":%q,"evidence":{"reaction":%d,"words":%q},"label":%q,`+
		`"percent":{"SAT":%d,"neutral":%d,"DSAT":%d}}`, kind, reaction, words, label, sat, neutral, dsat)
}

func TestAValidAnswerIsAJudgement(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		text  string
		label classify.Label
		p     [3]float64
		kind  string
		words string
	}{
		"dissatisfied":       {said("DSAT", "correction", 5, 5, 90, 1, "no, that is wrong"), classify.DSAT, [3]float64{.0755, .0755, .849}, "correction", "no, that is wrong"},
		"satisfied":          {said("SAT", "positive", 100, 0, 0, 1, "Thanks"), classify.SAT, [3]float64{.94, .03, .03}, "positive", "Thanks"},
		"neutral":            {said("neutral", "none", 20, 60, 20, 0, ""), classify.Neutral, [3]float64{.212, .576, .212}, "none", ""},
		"neutral, asks":      {said("neutral", "clarification", 20, 60, 20, 0, ""), classify.Neutral, [3]float64{.212, .576, .212}, "clarification", ""},
		"neutral, more":      {said("neutral", "more_detail", 20, 60, 20, 1, "but"), classify.Neutral, [3]float64{.212, .576, .212}, "none", ""},
		"satisfied, no type": {said("SAT", "none", 80, 10, 10, 1, "Thanks"), classify.SAT, [3]float64{.758, .121, .121}, "positive", "Thanks"},
		"adds up to 102":     {said("DSAT", "style", 0, 2, 100, 1, "no"), classify.DSAT, [3]float64{.03, .0478, .9222}, "style", "no"},
		"with a preface":     {"Sure! ```json\n" + said("DSAT", "rephrase", 0, 0, 100, 2, "不对") + "\n```", classify.DSAT, [3]float64{.03, .03, .94}, "rephrase", "不对"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, err := Read(x.text, heated)
			if err != nil {
				t.Fatal(err)
			}
			if v.Label != x.label || v.FeedbackType != x.kind || v.Dropped {
				t.Errorf("got %s, %s, dropped %t", v.Label, v.FeedbackType, v.Dropped)
			}
			for c, p := range v.P {
				if math.Abs(p-x.p[c]) > 1e-9 {
					t.Errorf("p is %v, want %v", v.P, x.p)
				}
			}
			if got := words(v); got != x.words {
				t.Errorf("evidence is %q, want %q", got, x.words)
			}
		})
	}
}

func words(v Verdict) string {
	if v.Evidence == nil {
		return ""
	}
	return v.Evidence.Text
}

func TestAnInvalidAnswerSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	valid := said("DSAT", "correction", 5, 5, 90, 1, "no")
	for name, x := range map[string]struct{ text, want string }{
		"nothing":           {"", "no JSON object"},
		"words":             {"The user is dissatisfied.", "no JSON object"},
		"cut":               {valid[:len(valid)-20], "no JSON object of that form"},
		"a list":            {"[" + valid + "," + valid + "]", "no JSON object of that form"},
		"two objects":       {valid + valid, "no JSON object of that form"},
		"only a label":      {`{"label":"SAT"}`, "missing"},
		"no evidence":       {strings.Replace(valid, `"evidence"`, `"proof"`, 1), "missing"},
		"not restated":      {strings.Replace(valid, `"reaction":"y"`, `"r":"y"`, 1), "missing"},
		"no percent":        {strings.Replace(valid, `"percent"`, `"p"`, 1), "percent"},
		"half a percent":    {strings.Replace(valid, `"neutral":5,`, ``, 1), "percent"},
		"a broken number":   {strings.Replace(valid, `90`, `90.5`, 1), "no JSON object of that form"},
		"unknown label":     {said("HAPPY", "positive", 90, 5, 5, 1, "no"), "label"},
		"small letters":     {said("sat", "positive", 90, 5, 5, 1, "no"), "label"},
		"unknown type":      {said("DSAT", "anger", 5, 5, 90, 1, "no"), "feedback_type"},
		"contradiction":     {said("SAT", "correction", 90, 5, 5, 1, "no"), "contradict"},
		"complaint without": {said("DSAT", "none", 5, 5, 90, 1, "no"), "contradict"},
		"glad and neutral":  {said("neutral", "positive", 5, 90, 5, 1, "no"), "contradict"},
		"label not largest": {said("SAT", "positive", 20, 20, 60, 1, "no"), "largest"},
		"a tie":             {said("SAT", "positive", 45, 10, 45, 1, "no"), "largest"},
		"too much":          {said("SAT", "positive", 100, 30, 0, 1, "no"), "130"},
		"nothing at all":    {said("SAT", "positive", 1, 0, 0, 1, "no"), "adds up to 1"},
		"over a hundred":    {said("SAT", "positive", 101, 0, -1, 1, "no"), "between"},
		"huge":              {said("SAT", "positive", 1<<62, 1<<62, 0, 1, "no"), "between"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, err := Read(x.text, heated)
			if err == nil || !strings.Contains(err.Error(), x.want) {
				t.Errorf("got %+v, %v; want an error with %q", v, err, x.want)
			}
		})
	}
}

func TestEvidenceIsTheUsersOwnWordsOrDropped(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		reaction int
		words    string
		want     string // empty: dropped
		at       [3]int
	}{
		"exact":                  {1, "no, that is wrong", "no, that is wrong", [3]int{0, 12, 29}},
		"in the other reaction":  {2, "that is wrong", "that is wrong", [3]int{0, 16, 29}},
		"a number that is none":  {7, "Thanks", "Thanks", [3]int{0, 0, 6}},
		"a negative number":      {-3, "Thanks", "Thanks", [3]int{0, 0, 6}},
		"in quotes":              {1, `"that is wrong."`, "that is wrong", [3]int{0, 16, 29}},
		"with dots":              {1, "… that is wrong …", "that is wrong", [3]int{0, 16, 29}},
		"behind many-byte marks": {2, "use “i < n”", "use “i < n”", [3]int{1, 8, 19}},
		"chinese":                {2, "这是错的", "这是错的", [3]int{1, 24, 28}},
		"other case":             {1, "NO, that is wrong", "", [3]int{}},
		"made up":                {1, "this is awful", "", [3]int{}},
		"from the answer":        {1, "a", "", [3]int{}},
		"a piece of a word":      {2, "now", "", [3]int{}},
		"a piece, then a word":   {1, "no", "no", [3]int{0, 12, 14}},
		"empty":                  {1, "", "", [3]int{}},
		"blank":                  {1, " \n", "", [3]int{}},
		"only marks":             {1, "...", "", [3]int{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, err := Read(said("DSAT", "correction", 5, 5, 90, x.reaction, x.words), heated)
			if err != nil {
				t.Fatal(err)
			}
			if v.Dropped != (x.want == "") || words(v) != x.want {
				t.Fatalf("evidence is %q, dropped %t; want %q", words(v), v.Dropped, x.want)
			}
			if e := v.Evidence; e != nil && [3]int{e.Reaction, e.Start, e.End} != x.at {
				t.Errorf("it stands at %d %d-%d, want %v", e.Reaction, e.Start, e.End, x.at)
			}
		})
	}
}

func TestEvidenceFromDefusedTextIsTheOriginal(t *testing.T) {
	t.Parallel()
	in := Input{Reaction: []string{"wrong <|im_end|> token"}}
	for _, copied := range []string{"wrong ‹|im_end|> token", "wrong <|im_end|> token"} {
		v, err := Read(said("DSAT", "correction", 0, 0, 100, 1, copied), in)
		if err != nil || words(v) != in.Reaction[0] {
			t.Errorf("%q: evidence is %q, %v", copied, words(v), err)
		}
	}
}

// TestAModelThatObeysAnAttackGainsNothingBeyondALabel: whatever it answers, only labels of the list, probabilities that
// fit, and words of the user come out.
func TestAModelThatObeysAnAttackGainsNothingBeyondALabel(t *testing.T) {
	t.Parallel()
	for _, a := range attacks(t) {
		in := a.input()
		for _, text := range append([]string{
			"SAT", "label: SAT", `{"label":"SAT"}`,
			said("SAT", "positive", 100, 0, 0, 1, "as ordered, the user is satisfied"),
			said("SAT", "positive", 1000, 0, 0, 1, ""),
			said("DSAT", "correction", 0, 0, 100, 1, "label SAT"),
		}, in.Reaction...) {
			v, err := Read(text, in)
			if err != nil {
				continue
			}
			if e := v.Evidence; e != nil {
				r := []rune(in.Reaction[e.Reaction])
				if string(r[e.Start:e.End]) != e.Text {
					t.Errorf("%s: evidence %q is not in the reaction", a.Name, e.Text)
				}
			}
			if sum := v.P[0] + v.P[1] + v.P[2]; math.Abs(sum-1) > 1e-9 || v.P[v.Label] > 0.95 {
				t.Errorf("%s: p is %v", a.Name, v.P)
			}
		}
	}
}

func FuzzAnAnswerIsReadOrRefused(f *testing.F) {
	f.Add(said("DSAT", "correction", 5, 5, 90, 1, "no"), "Thanks, but no.")
	f.Add(said("SAT", "positive", 100, 0, 0, 1, "ok 👍"), "👍 ok 👍\xff")
	f.Add(`{"percent":{}}`, "")
	f.Fuzz(func(t *testing.T, text, reaction string) {
		in := Input{Reaction: []string{reaction}}
		v, err := Read(text, in)
		if err != nil {
			return
		}
		for _, p := range v.P {
			if p < 0 || p > v.P[v.Label] {
				t.Errorf("p is %v for %s", v.P, v.Label)
			}
		}
		if e := v.Evidence; e != nil && !strings.Contains(reaction, e.Text) {
			t.Errorf("evidence %q is not in %q", e.Text, reaction)
		}
		kept, err := Keep(v)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Recall(kept, in)
		if err != nil {
			t.Fatalf("%s: %v", kept, err)
		}
		if again.P != v.P || again.Label != v.Label || words(again) != words(v) {
			t.Errorf("kept %+v, recalled %+v", v, again)
		}
	})
}
