package fit

import (
	"os"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/corpus"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/evaluate"
	"github.com/gpa-stream/gpa/services/turnclassifier/internal/weights"
)

// adversarialFloor is what the shipped model reaches at least; better weights raise it.
const adversarialFloor = 0.75

var adversarialTags = []string{
	"quoted", "hypothetical", "negated", "third_party", "sarcastic", "polite_correction", "next_task", "rephrase", "code_error_word",
	"injection", "languages", "mixed", "form_wish", "extra_wish",
}

func TestShippedWeightsReadRowsThatAreEasilyMisread(t *testing.T) {
	t.Parallel()
	file, err := weights.Decode(weights.Shipped)
	if err != nil {
		t.Fatal(err)
	}
	s, err := adversarial(file.Chats, "own", classify.AdversarialRows)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Scores.Accuracy; got < adversarialFloor {
		t.Errorf("accuracy %.3f of %d, want at least %.2f", got, s.Scores.Rows, adversarialFloor)
		for _, p := range s.Tags {
			t.Logf("%s: %.2f of %d", p.Name, p.Scores.Accuracy, p.Scores.Rows)
		}
	}
	if best := s.Baseline(evaluate.Majority).Accuracy; s.Scores.Accuracy <= best {
		t.Errorf("accuracy %.3f is not above that of the most frequent label, %.3f", s.Scores.Accuracy, best)
	}
	card := string((&Report{Adversarial: s}).Markdown())
	for _, p := range s.Tags {
		if !strings.Contains(card, "| "+strings.ReplaceAll(p.Name, "_", " ")+" |") {
			t.Errorf("the card lacks the tag %s", p.Name)
		}
	}
}

func TestAdversarialHalvesAreAlikeAndDoNotMeet(t *testing.T) {
	t.Parallel()
	twins, err := os.ReadFile("../classify/testdata/adversarial_dev.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, half := range []struct {
		name string
		data []byte
	}{{"training", classify.ChatRows()}, {"twins", twins}, {"adversarial", classify.AdversarialRows}} {
		rows, err := corpus.Chats(half.data)
		if err != nil {
			t.Fatalf("%s: %v", half.name, err)
		}
		tags := map[string]int{}
		for _, r := range rows {
			said := strings.Join(r.Reaction, "\n")
			key := strings.ToLower(r.Prompt + "\n" + said)
			if at := seen[key]; at != "" && half.name != "training" {
				t.Errorf("%q stands in %s and in %s", said, at, half.name)
			}
			seen[key] = half.name
			for _, tag := range r.Tags {
				tags[tag]++
			}
			if half.name == "training" {
				continue
			}
			if (r.Label == classify.Neutral) != (r.Evidence == "") || !strings.Contains(said, r.Evidence) {
				t.Errorf("%s: %v of %q has evidence %q", half.name, r.Label, said, r.Evidence)
			}
		}
		for _, tag := range adversarialTags {
			if half.name != "training" && tags[tag] < 12 {
				t.Errorf("%s: %d rows of %s, want 12", half.name, tags[tag], tag)
			}
		}
	}
}
