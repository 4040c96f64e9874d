package turnclassifier

import (
	"strings"
	"testing"
)

func model(t *testing.T) *Model {
	t.Helper()
	m, err := LoadModel()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestEveryShippedPackJudgesAndKnowsIntents(t *testing.T) {
	t.Parallel()
	m := model(t)
	for pack, want := range map[string][2]string{
		"general": {"Write a poem about autumn", "writing"}, "support": {"I want my money back", "refund"},
		"programming": {"Why does this code throw a NullPointerException?", "code_debugging"},
		"education":   {"Explain photosynthesis to me", "concept_explanation"}, "health": {"My knee hurts when I climb stairs, what could it be?", "symptoms"},
	} {
		if got, domain, p := m.Intent(pack, want[0]); got != want[1] || domain != pack || p <= 0.3 {
			t.Errorf("Intent(%s, %q) = %s, %s, %v, want %s", pack, want[0], got, domain, p, want[1])
		}
	}
	if len(Packs()) != 5 || !strings.HasPrefix(m.Version(), "local-") {
		t.Errorf("packs %v, version %s", Packs(), m.Version())
	}
}

func TestSupportHasACalibrationOfItsOwn(t *testing.T) {
	t.Parallel()
	m := model(t)
	in := ReactionInput{Prompt: "A table for two", Response: "Booked. Anything else?", Reaction: []string{"No, that is all, goodbye"}, Position: 1}
	if m.Judge("support", in).P == m.Judge("general", in).P {
		t.Error("support and general judge with the same probabilities")
	}
	if m.Judge("programming", in).P != m.Judge("general", in).P {
		t.Error("programming and general judge differently")
	}
}

func TestUnknownPackGivesNoIntent(t *testing.T) {
	t.Parallel()
	if name, domain, _ := model(t).Intent("nowhere", "write a poem"); name != OtherIntent || domain != OtherIntent {
		t.Errorf("Intent = %s, %s", name, domain)
	}
}

const garden = "name: garden\nintents:\n - {name: planting, examples: [when do I plant bulbs, how deep do I sow carrots]}\n - {name: pests, examples: [snails eat my salad]}\n"

func TestAPackOfAFileIsKnownAfterLoading(t *testing.T) {
	t.Parallel()
	m := model(t)
	if m.HasPack("garden") {
		t.Fatal("the pack is known before it was loaded")
	}
	name, err := m.LoadPack(t.Context(), []byte(garden))
	if err != nil {
		t.Fatal(err)
	}
	if got, domain, _ := m.Intent(name, "how deep do I plant tulip bulbs"); name != "garden" || got != "planting" || domain != "garden" || !m.HasPack("garden") {
		t.Errorf("pack %s: intent %s, domain %s", name, got, domain)
	}
	if j := m.Judge(name, ReactionInput{Prompt: "a", Response: "b", Reaction: []string{"no, that is wrong"}}); j.Label != DSAT {
		t.Errorf("judged %v, want DSAT", j.Label)
	}
}

func TestABadPackIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := model(t).LoadPack(t.Context(), []byte("name: x")); err == nil || !strings.Contains(err.Error(), "no intents") {
		t.Errorf("LoadPack = %v, want an error that says what is missing", err)
	}
}

func TestExpertiseIsGuessedFromTheRequests(t *testing.T) {
	t.Parallel()
	if level, p := model(t).Expertise([]string{"I'm new to programming. What is a variable?"}); level != "novice" || p < 0.4 {
		t.Errorf("Expertise = %s, %v, want novice", level, p)
	}
	if level, _ := model(t).Expertise(nil); level != AbstainExpertise {
		t.Errorf("Expertise of nothing = %s", level)
	}
}

func TestBrokenWeightsAreRefused(t *testing.T) {
	t.Parallel()
	if _, err := ParseModel([]byte("no weights")); err == nil {
		t.Error("ParseModel took a foreign file")
	}
}
