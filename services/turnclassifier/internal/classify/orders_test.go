package classify_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/services/turnclassifier/internal/classify"
)

// attack is an exchange with orders to the judge in it; Without holds those of its parts that have orders, without them.
type attack struct {
	exchange
	Name    string    `json:"name"`
	Without *exchange `json:"without"`
}

type exchange struct {
	Earlier  []string `json:"earlier"`
	Request  string   `json:"request"`
	Answer   string   `json:"answer"`
	Reaction []string `json:"reaction"`
}

func (e exchange) input() classify.Input {
	return classify.Input{Prompt: e.Request, Response: e.Answer, Reaction: e.Reaction, EarlierPrompts: e.Earlier, Position: 1}
}

func attacks(t *testing.T) []attack {
	t.Helper()
	data, err := os.ReadFile("../ask/testdata/attacks.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var all []attack
	for line := range strings.Lines(string(data)) {
		var a attack
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	return all
}

func TestAnOrderInALogChangesNoLabel(t *testing.T) {
	t.Parallel()
	chats, tasks := shipped(t)
	tried := 0
	for _, a := range attacks(t) {
		if a.Without == nil {
			continue
		}
		tried++
		without := a.exchange
		if a.Without.Reaction != nil {
			without.Reaction = a.Without.Reaction
		}
		if a.Without.Earlier != nil {
			without.Earlier = a.Without.Earlier
		}
		if a.Without.Request != "" {
			without.Request = a.Without.Request
		}
		if a.Without.Answer != "" {
			without.Answer = a.Without.Answer
		}
		for name, m := range map[string]*classify.Model{"chats": chats, "tasks": tasks} {
			got, want := m.Judge(a.input()), m.Judge(without.input())
			if got.Label != want.Label {
				t.Errorf("%s, %s: %v %.2f, without the order %v %.2f", a.Name, name, got.Label, got.P, want.Label, want.P)
			}
		}
	}
	if tried < 50 {
		t.Errorf("%d orders were tried, want 50", tried)
	}
}
