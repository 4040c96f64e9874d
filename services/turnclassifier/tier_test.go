package turnclassifier

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/llm/llmtest"
	"github.com/gpa-stream/gpa/pkg/observe"
	gpav1 "github.com/gpa-stream/gpa/pkg/schema/gen/gpa/v1"
)

func TestACascadeAsksOnlyWhereTheLocalTierIsUnsure(t *testing.T) {
	t.Parallel()
	const reaction = "hm, and what about hidden files?"
	j := judge(t, local(t), "x1", reaction)
	sure := max(j.GetPSat(), j.GetPNeutral(), j.GetPDsat())
	for _, x := range []struct {
		below float64
		tier  string
		asked int64
	}{{sure - 0.001, Tier, 0}, {sure, Tier, 0}, {sure + 0.001, TierLLM, 1}, {always, TierLLM, 1}} {
		s := llmtest.Serve(t, llmtest.Reply{Content: verdict("neutral", "none", "")})
		a := asker(t, s.URL, fresh(), func(c *AskerConfig) { c.Below = x.below })
		if got := judge(t, a, "x1", reaction).GetTier(); got != x.tier {
			t.Errorf("sure %g, asked below %g: judged by %s, want %s", sure, x.below, got, x.tier)
		}
		if got := a.Tally(); got.Met != 1 || got.Unsure != x.asked || got.Calls != x.asked {
			t.Errorf("below %g: tally is %+v", x.below, got)
		}
	}
}

func TestTheIntentIsTheLocalTiersOrThePlatforms(t *testing.T) {
	t.Parallel()
	s := llmtest.Serve(t, llmtest.Reply{Content: verdict("SAT", "positive", "thanks")})
	a := asker(t, s.URL, fresh())
	c, x := exchangeOf("x1", "thanks")
	if err := a.Judge(t.Context(), c, "file_listing", x); err != nil {
		t.Fatal(err)
	}
	if x.GetIntent() != "file_listing" || x.GetIntentConfidence() != 1 {
		t.Errorf("intent is %s, %g", x.GetIntent(), x.GetIntentConfidence())
	}
	c, want := exchangeOf("x1", "thanks")
	if err := a.local.Judge(t.Context(), c, "", want); err != nil {
		t.Fatal(err)
	}
	c, got := exchangeOf("x1", "thanks")
	if err := a.Judge(t.Context(), c, "", got); err != nil {
		t.Fatal(err)
	}
	if got.GetIntent() != want.GetIntent() || got.GetDomain() != want.GetDomain() {
		t.Errorf("intent is %s of %s, want %s of %s", got.GetIntent(), got.GetDomain(), want.GetIntent(), want.GetDomain())
	}
}

func TestMetricsSayWhatWasAskedAndWhatItCost(t *testing.T) {
	t.Parallel()
	s := llmtest.Serve(t, llmtest.Reply{Content: verdict("SAT", "positive", "thanks"), Input: 1000, Output: 100}, llmtest.Reply{Refusal: "no", Input: 500})
	store := fresh()
	a := asker(t, s.URL, store, func(c *AskerConfig) { c.Care.Limit.Price.Input, c.Care.Limit.Price.Output = 2, 10 })
	judge(t, a, "x1", "thanks")
	judge(t, a, "x1", "thanks")
	judge(t, a, "x2", "thanks")
	var m observe.Metrics
	a.measure(&m)
	var text strings.Builder
	if err := m.Write(&text); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"gpa_llm_met_total 3", "gpa_llm_unsure_total 3", "gpa_llm_calls_total 2", "gpa_llm_memo_hits_total 1",
		`gpa_llm_tokens_total{kind="input"} 1500`, `gpa_llm_tokens_total{kind="output"} 100`,
		"gpa_llm_cost_microdollars_total 4000",
		`gpa_llm_outcomes_total{outcome="answer"} 2`, `gpa_llm_outcomes_total{outcome="refused"} 1`,
	} {
		if !strings.Contains(text.String(), want+"\n") {
			t.Errorf("%q is missing in\n%s", want, text.String())
		}
	}
}

// read is how many of the attacks the local tier reads as their words mean. It may grow; the others are misread without
// their orders, too (TestAnOrderInALogChangesNoLabel in package classify).
const read = 44

// TestOrdersInLogsAreReadAsWords: the local tier does not heed an order in a log, nor take it for words about the answer.
func TestOrdersInLogsAreReadAsWords(t *testing.T) {
	t.Parallel()
	f, err := os.Open("internal/ask/testdata/attacks.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	l, right, misread := local(t), 0, []string{}
	in := bufio.NewScanner(f)
	for in.Scan() {
		var a struct {
			Name, Want, Request, Answer string
			Earlier, Reaction           []string
		}
		if err := json.Unmarshal(in.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		c, x := exchangeOf("x", a.Reaction...)
		c.Prompt[0].Content, c.Response.Content = a.Request, a.Answer
		for _, text := range a.Earlier {
			c.Earlier = append(c.Earlier, &gpav1.Turn{Content: text})
		}
		if err := l.Judge(t.Context(), c, "", x); err != nil {
			t.Fatal(err)
		}
		got := strings.TrimPrefix(x.GetJudgement().GetLabel().String(), "LABEL_")
		if strings.EqualFold(got, a.Want) {
			right++
			continue
		}
		misread = append(misread, a.Name+" as "+got)
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
	if right < read {
		t.Errorf("read as meant: %d, want at least %d; misread: %q", right, read, misread)
	}
}
