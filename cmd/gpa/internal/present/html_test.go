package present

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func page1(t *testing.T, r Results, rep Report) string {
	t.Helper()
	b, err := HTML(r, rep)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestHeadlineCountsWhatIsKnown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		differences, same, unknown int
		want                       string
	}{
		{0, 0, 0, "No difference between groups"},
		{1, 0, 0, "One difference between groups"},
		{3, 1, 2, "3 differences between groups, 1 intent shown to be the same, 2 not known yet"},
		{0, 4, 0, "No difference between groups, 4 intents shown to be the same"},
	} {
		if got := headline(c.differences, c.same, c.unknown); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestReportShowsEachPartOfTheResults(t *testing.T) {
	t.Parallel()
	s := page1(t, sample(), sampleReport())
	for _, want := range []string{
		"<h1>3 differences between groups, 1 intent shown to be the same, 2 not known yet</h1>",
		"<b>13,500</b><span class=\"faint\">conversations</span>",
		"<b>82 %</b>",
		"<h3>Code debugging</h3>",
		"Novice users want numbered steps (&#43;0.24);",
		"step-by-step guidance</text>",
		"All groups agree on: verification (&#43;0.16).",
		"For novice <span class=\"faint\">version 2, published</span>",
		"<li>Give numbered steps, one action each.</li>",
		"<td>judgements and wishes</td>",
		"<td>judgements; wishes say the opposite</td>",
		"<b>Same:</b> how to.",
		"<td>billing</td><td class=\"faint\">about 3 more days at this rate</td>",
		"<td>chats.jsonl</td><td class=\"n\">1207</td>",
		"<td>feedback out of range</td><td class=\"n\">3</td>",
		"<td>total</td><td class=\"n\">8.2 s</td>",
	} {
		if !strings.Contains(s, want) {
			t.Errorf("the report lacks %s", want)
		}
	}
	if strings.Contains(s, "language model") {
		t.Error("a language model is mentioned that nobody asked")
	}
}

func TestReportSaysWhatALanguageModelCost(t *testing.T) {
	t.Parallel()
	rep := sampleReport()
	rep.LLM = LLM{Calls: 1200, MemoHits: 34, InputTokens: 560000, OutputTokens: 7800, CostUSD: 1.239}
	s := page1(t, sample(), rep)
	for _, want := range []string{"1,200", "560,000 / 7,800", "$ 1.24"} {
		if !strings.Contains(s, want) {
			t.Errorf("the report lacks %s", want)
		}
	}
}

func TestReportListsTheFirstBadRecordsAndCountsTheRest(t *testing.T) {
	t.Parallel()
	rep := sampleReport()
	rep.BadRecords, rep.Input.Bad = nil, 4321
	for i := range 500 {
		rep.BadRecords = append(rep.BadRecords, BadRecord{File: "f", Line: int64(i + 1), Reason: "reason " + strconv.Itoa(i+1) + "."})
	}
	s := page1(t, sample(), rep)
	if !strings.Contains(s, "reason 100.") || strings.Contains(s, "reason 101.") || !strings.Contains(s, "and 4,221 more") {
		t.Error("the list of bad records is not the first hundred with the count of the rest")
	}
}

func TestResultsWithoutGroupsSaySo(t *testing.T) {
	t.Parallel()
	if s := page1(t, Results{}, Report{}); !strings.Contains(s, "The input has no groups to compare.") {
		t.Error("an empty report does not say why it is empty")
	}
}

func TestAnAspectOfNoCatalogueIsNamedInWords(t *testing.T) {
	t.Parallel()
	r := Results{Rules: schema.Rules{Rules: []schema.Rule{rule("billing", "policy_link", schema.StatedBy, 0.5, 0.2, 9, 0, 0)}}}
	want := "Expert users want more of it than novice users: policy link (&#43;0.50)."
	if s := page1(t, r, Report{}); !strings.Contains(s, want) || !strings.Contains(s, `<g class="said">`) {
		t.Errorf("the report lacks %s, or the mark of a wish", want)
	}
	if s := cards(t, 120, false, r); !strings.Contains(s, "policy link") {
		t.Errorf("the card reads\n%s", s)
	}
}

type fullDisk struct{ err error }

func (f fullDisk) Write([]byte) (int, error) { return 0, f.err }

func TestCardsTellWhenTheyCannotBeWritten(t *testing.T) {
	t.Parallel()
	full := errors.New("disk full")
	if err := Cards(fullDisk{full}, 80, false, sample()); !errors.Is(err, full) || !strings.Contains(err.Error(), "write cards") {
		t.Errorf("got %v", err)
	}
}
