package schema_test

import (
	"strings"
	"testing"

	"github.com/gpa-stream/gpa/pkg/schema"
)

func TestTopicsAreCalledByPrefixOrByNamesOfTheirOwn(t *testing.T) {
	t.Parallel()
	n := schema.Names{Prefix: "acme.", Other: map[schema.Topic]string{schema.TopicTurns: "chat-turns"}}
	if got := n.Of(schema.TopicTurns); got != "chat-turns" {
		t.Errorf("turns are called %s", got)
	}
	if got := n.Of(schema.TopicRules); got != "acme.rules.v1" {
		t.Errorf("rules are called %s", got)
	}
	if all := n.ByName(); len(all) != len(schema.Topics) || all["chat-turns"] != schema.TopicTurns {
		t.Errorf("by name they are %v", all)
	}
}

func TestNamesThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		other map[schema.Topic]string
		want  string
	}{
		{nil, ""},
		{map[schema.Topic]string{schema.TopicTurns: "a", schema.TopicExchanges: "b"}, ""},
		{map[schema.Topic]string{"turn.v1": "a"}, "turn.v1 is no topic"},
		{map[schema.Topic]string{schema.TopicTurns: "a b"}, `"a b"`},
		{map[schema.Topic]string{schema.TopicTurns: ""}, "turns.v1"},
		{map[schema.Topic]string{schema.TopicTurns: "a", schema.TopicExchanges: "a"}, "one name"},
		{map[schema.Topic]string{schema.TopicTurns: "gpa.rules.v1"}, "one name"},
	} {
		err := schema.Names{Prefix: "gpa.", Other: c.other}.Validate()
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%v: got %v, want %q", c.other, err, c.want)
		}
	}
}
