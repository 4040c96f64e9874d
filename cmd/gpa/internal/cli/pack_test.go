package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// garden writes a pack of two intents with so many examples each.
func garden(t *testing.T, examples int) string {
	t.Helper()
	lines := []string{"name: garden", "intents:"}
	for _, i := range [][2]string{{"planting", "plant hedge number"}, {"pests", "snails ate leaf"}} {
		lines = append(lines, " - name: "+i[0], "   examples:")
		for n := range examples {
			lines = append(lines, fmt.Sprintf("     - %s %d", i[1], n))
		}
	}
	path := filepath.Join(t.TempDir(), "garden.yaml")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestANewPackCanBeCheckedAndIsNeverOverwritten(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "legal.yaml")
	must(t, "pack", "new", "legal", "--out", path)
	if out := must(t, "pack", "check", path); !strings.Contains(out, "2 intents") || !strings.Contains(out, "3 examples; 20 are a good start") {
		t.Errorf("check of the template: %s", out)
	}
	if code, _, messages := gpa(t, "pack", "new", "legal", "--out", path); code != 2 || !strings.Contains(messages, "there already") {
		t.Errorf("new over an old one: %d, %s", code, messages)
	}
	if code, _, messages := gpa(t, "pack", "new", "Legal", "--out", path+"2"); code != 2 || !strings.Contains(messages, "lower-case") {
		t.Errorf("a name in capitals: %d, %s", code, messages)
	}
}

func TestPackCheckSaysWhatIsWrongAndWhatHelps(t *testing.T) {
	t.Parallel()
	path := garden(t, 20)
	doc := decode(t, must(t, "pack", "check", path, "--json"))
	if doc["schema"] != "gpa.pack/v1" || doc["pack"] != "garden" || len(doc["advice"].([]any)) != 1 {
		t.Errorf("document %v, want one advice: that nothing stands under other", doc)
	}
	broken := filepath.Join(t.TempDir(), "broken.yaml")
	if err := os.WriteFile(broken, []byte("name: x\nintents:\n - {name: a}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, messages := gpa(t, "pack", "check", broken); code != 2 || !strings.Contains(messages, "no examples") {
		t.Errorf("a broken pack: %d, %s", code, messages)
	}
}

func TestATrainedPackIsUsedWhereItsFileIsNamed(t *testing.T) {
	t.Parallel()
	path := garden(t, 5)
	more := rows(t, `{"text":"the moles dug up my lawn","intent":"pests"}`, `{"text":"x","intent":"cooking"}`)
	// The word for it stands in the labelled requests only.
	for range 12 {
		more = rows(t, read(t, filepath.Dir(more), filepath.Base(more)), `{"text":"moles in the lawn","intent":"pests"}`, `{"text":"moles dug a hole","intent":"pests"}`)
	}
	code, out, messages := gpa(t, "pack", "train", path, "--requests", more)
	if code != 3 || !strings.Contains(messages, `no intent "cooking"`) || !strings.Contains(out, "garden.weights") {
		t.Fatalf("train: %d, %s, %s", code, out, messages)
	}
	log := filepath.Join(t.TempDir(), "log.jsonl")
	const line = `{"conversation_id":"c","turns":[{"role":"user","content":"moles again"},{"role":"assistant","content":"Oh."},{"role":"user","content":"thanks"}]}`
	if err := os.WriteFile(log, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := decode(t, must(t, "classify", log, "--pack", path)); got["intent"] != "pests" || got["domain"] != "garden" {
		t.Errorf("intent %v of domain %v, want pests of garden", got["intent"], got["domain"])
	}
	if err := os.WriteFile(path, []byte(read(t, filepath.Dir(path), "garden.yaml")+"# changed\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, messages := gpa(t, "classify", log, "--pack", path); code != 2 || !strings.Contains(messages, "pack train") {
		t.Errorf("a pack that changed since: %d, %s", code, messages)
	}
	if code, _, messages := gpa(t, "pack", "train", "general"); code != 2 || !strings.Contains(messages, "comes with the program") {
		t.Errorf("training a shipped pack: %d, %s", code, messages)
	}
}

// tastes are observations in which novices like steps and experts do not.
func tastes(t *testing.T) string {
	t.Helper()
	var lines []string
	for day := range 6 {
		for user := range 400 {
			group, likes := "novice", true
			if user%2 == 1 {
				group, likes = "expert", false
			}
			aspects, has := `[]`, (user/2+day)%2 == 0
			if has {
				aspects = `["step_by_step"]`
			}
			label := "DSAT"
			if has == likes {
				label = "SAT"
			}
			lines = append(lines, fmt.Sprintf(`{"id":"o%d-%d","user":"u%d","groups":{"expertise":%q},"intent":"symptoms","aspects":%s,"label":%q,"confidence":0.9,"at":"2026-03-%02dT10:00:00Z"}`,
				day, user, user, group, aspects, label, day+1))
		}
	}
	return rows(t, lines...)
}

func TestNoRubricAsksForWhatThePackForbids(t *testing.T) {
	t.Parallel()
	log := tastes(t)
	pack := filepath.Join(t.TempDir(), "careful.yaml")
	text := "name: careful\nintents:\n - {name: symptoms, examples: [my head hurts]}\n" +
		"safety:\n - {aspect: step_by_step, never: less, intents: [symptoms], because: steps keep people safe}\n"
	if err := os.WriteFile(pack, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	items := func(pack string) map[string]int {
		out := t.TempDir()
		must(t, "mine", log, "--from", "observations", "--salt", "s", "--pack", pack, "--out", out)
		n := map[string]int{"rules": strings.Count(read(t, out, "rules.json"), `"step_by_step"`)}
		for _, r := range decode(t, read(t, out, "rubrics.json"))["rubrics"].([]any) {
			rubric := r.(map[string]any)
			n[rubric["group"].(string)] = len(rubric["items"].([]any))
		}
		return n
	}
	free, careful := items("general"), items(pack)
	if free["novice"] != 1 || free["expert"] != 1 {
		t.Fatalf("without a rule: %v, want an item for each group", free)
	}
	if careful["novice"] != 1 || careful["expert"] != 0 || careful["rules"] != free["rules"] {
		t.Errorf("with the rule: %v, want none for experts, and the rules as they were", careful)
	}
}
