package present

import (
	"math"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func one(t *testing.T, r Results, intent string) place {
	t.Helper()
	for _, p := range r.places() {
		if p.intent == intent {
			return p
		}
	}
	t.Fatalf("no place for %s", intent)
	return place{}
}

func TestVerdictsOfGroupsJoin(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ a, b, want string }{
		{"", schema.Same, schema.Same},
		{schema.Same, schema.Same, schema.Same},
		{schema.Same, schema.Unknown, schema.Unknown},
		{schema.Unknown, schema.Same, schema.Unknown},
		{schema.Unknown, schema.Different, schema.Different},
		{schema.Different, schema.Same, schema.Different},
	} {
		if got := worse(c.a, c.b); got != c.want {
			t.Errorf("%q and %q: %q, want %q", c.a, c.b, got, c.want)
		}
	}
}

func TestPlacesComeWithDifferencesFirst(t *testing.T) {
	t.Parallel()
	var got []string
	for _, p := range sample().places() {
		got = append(got, p.intent+" "+p.verdict)
	}
	want := "code_debugging different, how_to same, billing unknown, tool_choice unknown"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

func TestChannelsOfOneFindingJoinAndTheRevealedOneLeads(t *testing.T) {
	t.Parallel()
	p := one(t, sample(), "code_debugging")
	if len(p.findings) != 3 {
		t.Fatalf("%d findings, want 3", len(p.findings))
	}
	steps, depth, length := p.findings[0], p.findings[1], p.findings[2]
	if steps.Aspect != "step_by_step" || steps.Channel != schema.Revealed || !steps.agrees() || steps.wantsMore() != "novice" || steps.wantsLess() != "expert" {
		t.Errorf("steps: %+v", steps)
	}
	if depth.other != nil || depth.wantsMore() != "expert" || depth.wantsLess() != "novice" {
		t.Errorf("depth: %+v", depth)
	}
	if length.other == nil || length.agrees() || length.Channel != schema.Revealed {
		t.Errorf("length: %+v", length)
	}
	if low, high := interval(steps); math.Abs(low-0.18) > 1e-9 || math.Abs(high-0.44) > 1e-9 {
		t.Errorf("the interval of steps is %v to %v", low, high)
	}
}

func TestSharedAspectsAreThoseThatEveryGroupLikes(t *testing.T) {
	t.Parallel()
	p := one(t, sample(), "code_debugging")
	if len(p.shared) != 1 || p.shared[0].aspect != "verification" || math.Abs(p.shared[0].effect-0.16) > 1e-9 {
		t.Errorf("shared: %+v", p.shared)
	}
	r := sample()
	for _, g := range []string{"expert", "novice"} {
		wish := preference("code_debugging", g, "sources", 0.9)
		wish.Channel = schema.StatedBy
		r.Rules.Rules = append(r.Rules.Rules, wish)
	}
	if p := one(t, r, "code_debugging"); len(p.shared) != 1 {
		t.Errorf("what people only ask for is called shared: %+v", p.shared)
	}
	r.Rules.Rules[6].Channel = schema.StatedBy
	if p := one(t, r, "code_debugging"); len(p.shared) != 1 || math.Abs(p.shared[0].effect-0.14) > 1e-9 {
		t.Errorf("judgements of one group and wishes of the other: %+v", p.shared)
	}
	r.Rules.Rules = append(r.Rules.Rules, rule("code_debugging", "verification", schema.Revealed, 0.2, 0.1, 10, 0.3, 0.1))
	if p := one(t, r, "code_debugging"); len(p.shared) != 0 {
		t.Errorf("an aspect on which groups differ is called shared: %+v", p.shared)
	}
}

func TestUnconfirmedAndRetractedRulesAreNoFindings(t *testing.T) {
	t.Parallel()
	p := one(t, sample(), "tool_choice")
	if len(p.findings) != 0 || len(p.leaning) != 1 || p.verdict != schema.Unknown {
		t.Errorf("tool choice: %+v", p)
	}
	if p := one(t, sample(), "code_debugging"); len(p.gone) != 1 {
		t.Errorf("retracted: %+v", p.gone)
	}
}

func TestCardsHaveAtMostSevenLines(t *testing.T) {
	t.Parallel()
	r := threeGroups()
	r.Rules.Rules = append(r.Rules.Rules, sample().Rules.Rules...)
	for range 12 {
		r.Rules.Rules = append(r.Rules.Rules, r.Rules.Rules[0])
	}
	for card := range strings.SplitSeq(cards(t, 100, false, r), "\n\n") {
		if n := strings.Count(strings.TrimSpace(card), "\n") + 1; n > 7 {
			t.Errorf("a card of %d lines:\n%s", n, card)
		}
	}
}

func TestLinesFitTheTerminal(t *testing.T) {
	t.Parallel()
	for _, width := range []int{40, 50, 64, 80, 100, 120} {
		for _, r := range []Results{sample(), threeGroups()} {
			for line := range strings.Lines(cards(t, width, false, r)) {
				if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > width {
					t.Errorf("width %d: a line of %d: %q", width, n, line)
				}
			}
		}
	}
}

func TestColourAddsNothingButColour(t *testing.T) {
	t.Parallel()
	painted := cards(t, 110, true, sample())
	if !strings.Contains(painted, "\x1b[1m") {
		t.Error("no colour")
	}
	var plain strings.Builder
	for rest := painted; rest != ""; {
		if n := escapeSequence(rest); n > 0 {
			rest = rest[n:]
			continue
		}
		plain.WriteByte(rest[0])
		rest = rest[1:]
	}
	if got, want := plain.String(), cards(t, 110, false, sample()); got != want {
		t.Errorf("without its colours it reads\n%s\nwant\n%s", got, want)
	}
}
