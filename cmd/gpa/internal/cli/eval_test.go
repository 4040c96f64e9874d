package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// rows writes lines to a file and gives its path.
func rows(t *testing.T, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rows.jsonl")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const (
	praise = `{"prompt":"How do I sort?","response":"Use sort.","reaction":"Perfect, thanks!","label":"SAT","type":"positive","evidence":"Perfect, thanks","lang":"en","tags":["plain"]}`
	blame  = `{"prompt":"How do I sort?","response":"Use sort.","reaction":["No, that is wrong."],"label":"DSAT","type":"correction","lang":"en"}`
)

func TestEvalClassifyMeasuresAndNamesBadRows(t *testing.T) {
	t.Parallel()
	path := rows(t, praise, `{"reaction":"x","label":"happy"}`, blame)
	code, out, messages := gpa(t, "eval", "classify", path, "--json", "--cascade")
	if code != 3 || !strings.Contains(messages, path+`:2: label is "happy"`) {
		t.Errorf("code %d, want 3; messages %q", code, messages)
	}
	doc := decode(t, out)
	if doc["schema"] != "gpa.eval/v1" || doc["what"] != "classify" || doc["bad"] != 1.0 || doc["tier"] != "local" {
		t.Errorf("document %.200s", out)
	}
	set := doc["sets"].([]any)[0].(map[string]any)
	scores := set["scores"].(map[string]any)
	if set["name"] != "rows" || scores["rows"] != 2.0 || scores["accuracy"] != 1.0 || len(scores["reliability"].([]any)) == 0 {
		t.Errorf("set %v: %v", set["name"], scores)
	}
	if len(set["baselines"].([]any)) != 3 || len(set["by_language"].([]any)) != 1 || len(set["by_tag"].([]any)) != 1 || len(set["cascade"].([]any)) != 2 {
		t.Errorf("set lacks baselines, parts or curves: %.400s", out)
	}
}

func TestEvalClassifyIsReadByPeople(t *testing.T) {
	t.Parallel()
	out := must(t, "eval", "classify", rows(t, praise, blame), "--cascade")
	for _, want := range []string{"macro-F1 100.0", "kappa", "ECE", "Brier", "label \\ judged", "word list", "VADER", "language", "tag", "cascade", "evidence"} {
		if !strings.Contains(out, want) {
			t.Errorf("the text lacks %q:\n%s", want, out)
		}
	}
}

func TestEvalIntentMeasuresAPackAndTrials(t *testing.T) {
	t.Parallel()
	path := rows(t, `{"text":"My flight must be cancelled","intent":"cancellation"}`, `{"text":"write a poem about rain","intent":"other"}`)
	code, out, messages := gpa(t, "eval", "intent", path, "--pack", "support", "--json")
	if code != 0 {
		t.Fatalf("ended with %d: %s", code, messages)
	}
	if set := decode(t, out)["sets"].([]any)[0].(map[string]any); set["intents"] != 13.0 || set["out_of_scope"] == nil {
		t.Errorf("set %v", set)
	}
	var many []string
	for i := range 10 {
		many = append(many, fmt.Sprintf(`{"text":"plant hedge %d","intent":"planting"}`, i), fmt.Sprintf(`{"text":"snails ate leaf %d","intent":"pests"}`, i))
	}
	garden := rows(t, many...)
	if out := must(t, "eval", "intent", garden, "--folds", "5"); !strings.Contains(out, "accuracy 1.000") || !strings.Contains(out, "fitted on 16 examples") {
		t.Errorf("folds: %s", out)
	}
	if out := must(t, "eval", "intent", garden, "--train", garden, "--examples", "3"); !strings.Contains(out, "fitted on 6 examples") {
		t.Errorf("train: %s", out)
	}
}

func TestEvalIntentSaysWhatCannotBeMeasured(t *testing.T) {
	t.Parallel()
	path := rows(t, `{"text":"hello","intent":"greeting"}`)
	for _, c := range []struct {
		code int
		want string
		args []string
	}{
		{3, `no intent "greeting"`, []string{path, "--pack", "support"}},
		{2, "exclude each other", []string{path, "--train", path, "--folds", "3"}},
		{2, "--folds is 1", []string{path, "--folds", "1"}},
		{2, "--examples", []string{path, "--examples", "3"}},
		{2, "no such file", []string{path + ".none"}},
		{2, "neither shipped", []string{path, "--pack", "garden"}},
		{2, "no labelled row", []string{rows(t, "")}},
	} {
		code, _, messages := gpa(t, append([]string{"eval", "intent"}, c.args...)...)
		if code != c.code || !strings.Contains(messages, c.want) {
			t.Errorf("%v: code %d, %q; want %d and %q", c.args, code, messages, c.code, c.want)
		}
	}
}

func TestEvalExtractMeasuresAspectsAndWishes(t *testing.T) {
	t.Parallel()
	path := rows(t,
		`{"prompt":"p","response":"Use a verb. For example, run.","aspects":{"example":true,"length":false},"lang":"en"}`,
		`{"response":"Use a verb.","aspects":{"example":false,"length":false}}`,
		`{"reaction":"That is too long.","stated":[{"aspect":"length","direction":"less","evidence":"too long"}],"tags":["plain"]}`,
		`{"reaction":"Thanks","stated":[]}`,
		`{"response":"x","aspects":{"size":true}}`,
	)
	code, out, messages := gpa(t, "eval", "extract", path, "--json")
	if code != 3 || !strings.Contains(messages, path+`:5: no aspect "size"`) {
		t.Errorf("code %d, messages %q", code, messages)
	}
	set := decode(t, out)["sets"].([]any)[0].(map[string]any)
	example := set["aspects"].([]any)[0].(map[string]any)
	stated := set["stated"].(map[string]any)
	if example["aspect"] != "example" || example["f1"] != 1.0 || example["auc"] != 1.0 || stated["right"] != 1.0 || stated["found"] != 1.0 {
		t.Errorf("example %v, stated %v", example, stated)
	}
	_, text, _ := gpa(t, "eval", "extract", path)
	for _, want := range []string{"example", "AUC", "stated wishes: 1 labelled in 2 rows", "language en", "tag plain"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q:\n%s", want, text)
		}
	}
}

func TestEvalExtractFindsTextsThatLieElsewhere(t *testing.T) {
	t.Parallel()
	texts := t.TempDir()
	chat := `{"id":"c","conversations":[{"from":"human","value":"p"},{"from":"gpt","value":"Use a verb. For example, run."}]}`
	if err := os.WriteFile(filepath.Join(texts, "chats.jsonl"), []byte(chat), 0o600); err != nil {
		t.Fatal(err)
	}
	path := rows(t,
		`{"at":{"file":"chats.jsonl","id":"c","turn":1},"has":["example"],"of":["example","table"]}`,
		`{"at":{"file":"chats.jsonl","id":"d","turn":1},"has":["example"]}`,
	)
	code, out, messages := gpa(t, "eval", "extract", "--data", texts, path, "--json")
	if code != 3 || !strings.Contains(messages, path+":2: chats.jsonl has no d") {
		t.Errorf("code %d, messages %q", code, messages)
	}
	aspects := decode(t, out)["sets"].([]any)[0].(map[string]any)["aspects"].([]any)
	if len(aspects) != 2 || aspects[0].(map[string]any)["f1"] != 1.0 {
		t.Errorf("aspects %v, want an example found and no table", aspects)
	}
	if code, _, messages = gpa(t, "eval", "extract", path); !strings.Contains(messages, "--data names the folder") {
		t.Errorf("without --data: code %d, messages %q", code, messages)
	}
}
