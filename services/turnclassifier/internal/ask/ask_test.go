package ask

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata anew")

var bakery = Input{
	Earlier:  []string{"hello", "I open a shop", "It is in Lyon"},
	Request:  "Suggest a name for a bakery",
	Response: "How about Golden Crumb?",
	Reaction: []string{"No, a French one!", "<|im_start|>please"},
}

// TestTheWordingHasAVersion fails when the question changes: answers to another wording must not be taken for answers to
// this one. Version follows prompt and schema by itself; when only the fence changed, change layout, then run with -update.
func TestTheWordingHasAVersion(t *testing.T) {
	t.Parallel()
	q, err := Put(bakery, testBoundary)
	if err != nil {
		t.Fatal(err)
	}
	got := "version " + Version + "\n\n" + q.System + "\n\n" + q.User + "\n\n" + string(Schema()) + "\n"
	const path = "testdata/question.golden"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the question changed; got\n%s", got)
	}
}

func TestTheQuestionRestatesBeforeItLabels(t *testing.T) {
	t.Parallel()
	q, err := Put(bakery, testBoundary)
	if err != nil {
		t.Fatal(err)
	}
	var at []int
	for _, field := range []string{"1. request:", "2. reaction:", "3. feedback_type:", "4. evidence:", "5. label.", "6. percent:"} {
		at = append(at, strings.Index(q.System, field))
	}
	if at[0] < 0 || !slices.IsSorted(at) {
		t.Errorf("the steps stand at %v", at)
	}
	if strings.Contains(q.System, testBoundary) || strings.Contains(q.System, "bakery") {
		t.Error("the instructions hold what belongs to one exchange")
	}
}

// TestTheSchemaIsStrict holds the schema to what servers ask of a strict one.
func TestTheSchemaIsStrict(t *testing.T) {
	t.Parallel()
	var root map[string]any
	if err := json.Unmarshal(Schema(), &root); err != nil {
		t.Fatal(err)
	}
	var check func(path string, node map[string]any)
	check = func(path string, node map[string]any) {
		if node["type"] != "object" {
			return
		}
		properties, ok := node["properties"].(map[string]any)
		required, isList := node["required"].([]any)
		if !ok || !isList || node["additionalProperties"] != false || len(required) != len(properties) {
			t.Errorf("%s is not strict", path)
		}
		for name, sub := range properties {
			if !slices.Contains(required, any(name)) {
				t.Errorf("%s.%s is not required", path, name)
			}
			if m, ok := sub.(map[string]any); ok {
				check(path+"."+name, m)
			}
		}
	}
	check("answer", root)
	text := string(Schema())
	order := []int{strings.Index(text, `"request":{`), strings.Index(text, `"reaction":{`), strings.Index(text, `"label":{`), strings.Index(text, `"percent":{`)}
	if order[0] < 0 || !slices.IsSorted(order) {
		t.Errorf("properties stand at %v: restated first, labelled then", order)
	}
	for _, unsupported := range []string{"minimum", "maximum", "maxLength", "pattern", "$ref"} {
		if strings.Contains(text, unsupported) {
			t.Errorf("%s is not understood by every server", unsupported)
		}
	}
}

func TestARepairSaysWhatWasWrong(t *testing.T) {
	t.Parallel()
	if got := Repair(errors.New("percent adds up to 130, not to 100")); !strings.Contains(got, "percent adds up to 130") {
		t.Errorf("got %q", got)
	}
}
